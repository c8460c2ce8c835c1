/* SPDX-License-Identifier: MIT */
/*
 * Small numbers that are taken or free, for any number of threads at once.
 *
 * Each word of the bitmap changes by one atomic operation, and nobody waits for anybody: a thread
 * that is preempted in the middle, by a more urgent one on its CPU too, holds up none.
 */
#ifndef OS_LIB_INDEX_SET_H
#define OS_LIB_INDEX_SET_H

#include <stdint.h>

enum { INDEX_SET_MAX = 16384, INDEX_SET_WORD_BITS = 32, INDEX_SET_NONE = 0 };

/* All zero is a set without numbers. */
struct index_set {
    uint32_t taken[INDEX_SET_MAX / INDEX_SET_WORD_BITS];
    uint32_t word_count;
    uint32_t hint; /* the word where the next search begins: a guess */
};

/* The numbers from `first` to `count` - 1, rounded down to whole words, are free. `first` is not
 * 0. Before any other thread uses the set. */
void index_set_init(struct index_set *set, uint32_t first, uint32_t count);

/* Take a free number; INDEX_SET_NONE if the search finds none. */
uint32_t index_set_take(struct index_set *set);

/* Give a number back that index_set_take() gave. */
void index_set_give(struct index_set *set, uint32_t number);

#endif
