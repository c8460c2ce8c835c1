/* SPDX-License-Identifier: MIT */
/* Indices of the own capability space. See runtime/cap.h. */
#include <hw/call.h>
#include <runtime/cap.h>
#include "index_set.h"
#include "runtime.h"

static struct index_set indices;

void cap_space_setup(uint32_t cap_count)
{
    index_set_init(&indices, CAP_FIRST_FREE, cap_count);
}

cap_t cap_allocate(void)
{
    return index_set_take(&indices);
}

void cap_free(cap_t cap)
{
    if (cap < CAP_FIRST_FREE || cap / INDEX_SET_WORD_BITS >= indices.word_count) {
        return;
    }
    (void)cap_drop(cap); /* an empty index is no mistake here */
    index_set_give(&indices, cap);
}
