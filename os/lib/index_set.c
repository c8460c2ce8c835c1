/* SPDX-License-Identifier: MIT */
/* A bitmap of taken numbers without a lock. See index_set.h. */
#include "index_set.h"

void index_set_init(struct index_set *set, uint32_t first, uint32_t count)
{
    set->word_count =
        (count < INDEX_SET_MAX ? count : (uint32_t)INDEX_SET_MAX) / INDEX_SET_WORD_BITS;
    set->hint = 0;
    for (uint32_t i = 0; i < first; i++) {
        set->taken[i / INDEX_SET_WORD_BITS] |= 1u << i % INDEX_SET_WORD_BITS;
    }
}

/* Take a bit of the word; -1 if none is free. Each turn finds the word changed by another thread,
 * which has thus gone on itself. */
static int take_bit(uint32_t *word)
{
    uint32_t taken = __atomic_load_n(word, __ATOMIC_RELAXED);
    while (taken != UINT32_MAX) {
        const int bit = __builtin_ctz(~taken);
        const uint32_t mask = 1u << bit;
        const uint32_t before = __atomic_fetch_or(word, mask, __ATOMIC_ACQUIRE);
        if ((before & mask) == 0) {
            return bit;
        }
        taken = before;
    }
    return -1;
}

uint32_t index_set_take(struct index_set *set)
{
    uint32_t word = __atomic_load_n(&set->hint, __ATOMIC_RELAXED);
    for (uint32_t i = 0; i < set->word_count; i++) {
        const int bit = take_bit(&set->taken[word]);
        if (bit >= 0) {
            __atomic_store_n(&set->hint, word, __ATOMIC_RELAXED);
            return word * INDEX_SET_WORD_BITS + (uint32_t)bit;
        }
        word = word + 1 < set->word_count ? word + 1 : 0;
    }
    return INDEX_SET_NONE;
}

void index_set_give(struct index_set *set, uint32_t number)
{
    const uint32_t word = number / INDEX_SET_WORD_BITS;
    (void)__atomic_fetch_and(&set->taken[word], ~(1u << number % INDEX_SET_WORD_BITS),
                             __ATOMIC_RELEASE);
    if (word < __atomic_load_n(&set->hint, __ATOMIC_RELAXED)) {
        __atomic_store_n(&set->hint, word, __ATOMIC_RELAXED);
    }
}
