/* SPDX-License-Identifier: MIT */
/* Indices of the own capability space: a bitmap of those that are taken. See runtime/cap.h. */
#include <stdbool.h>
#include <stdint.h>
#include <hw/call.h>
#include <runtime/cap.h>
#include "runtime.h"

enum { CAP_SPACE_MAX = 16384, WORD_BITS = 32, WORDS = CAP_SPACE_MAX / WORD_BITS };

static uint32_t taken[WORDS];
static uint32_t word_count;
static uint32_t first_hint; /* no word before it has a free bit */
static bool locked;

/* The work under the lock is a few instructions; a thread that finds it taken lets others run. */
static void lock(void)
{
    while (__atomic_test_and_set(&locked, __ATOMIC_ACQUIRE)) {
        thread_yield();
    }
}

static void unlock(void)
{
    __atomic_clear(&locked, __ATOMIC_RELEASE);
}

void cap_space_setup(uint32_t cap_count)
{
    const uint32_t count = cap_count < CAP_SPACE_MAX ? cap_count : CAP_SPACE_MAX;
    word_count = count / WORD_BITS;
    for (uint32_t i = 0; i < CAP_FIRST_FREE; i++) {
        taken[i / WORD_BITS] |= 1u << i % WORD_BITS;
    }
}

cap_t cap_allocate(void)
{
    cap_t cap = CAP_NULL;
    lock();
    for (uint32_t i = first_hint; i < word_count; i++) {
        if (taken[i] != UINT32_MAX) {
            const uint32_t bit = (uint32_t)__builtin_ctz(~taken[i]);
            taken[i] |= 1u << bit;
            first_hint = i;
            cap = i * WORD_BITS + bit;
            break;
        }
    }
    unlock();
    return cap;
}

void cap_free(cap_t cap)
{
    const uint32_t word = cap / WORD_BITS;
    if (cap < CAP_FIRST_FREE || word >= word_count) {
        return;
    }
    (void)cap_drop(cap); /* an empty index is no mistake here */
    lock();
    taken[word] &= ~(1u << cap % WORD_BITS);
    first_hint = word < first_hint ? word : first_hint;
    unlock();
}
