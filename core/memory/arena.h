/* SPDX-License-Identifier: MIT */
/*
 * Small objects (core's notes and kernel objects), paid by an account.
 *
 * Objects of one size class share a page, which opens with a header; what is free in it is linked.
 * Pages with room are linked in the account, empty ones go back at once. Objects larger than
 * ARENA_OBJECT_MAX have pages of their own. All operations are O(1). What is not freed when the
 * account ends must be freed by its users: the arena knows no list of objects.
 */
#ifndef MEMORY_ARENA_H
#define MEMORY_ARENA_H

#include "memory/account.h"

/* Size classes are powers of two from ARENA_OBJECT_MIN on; objects are aligned to it, as kernel
 * objects need (OBJECT_ALIGN). */
enum {
    ARENA_OBJECT_MIN = OBJECT_ALIGN,
    ARENA_OBJECT_MAX = ARENA_OBJECT_MIN << (ARENA_CLASSES - 1)
};

/* An object of `size` bytes, zeroed, or NULL when the quota does not suffice. */
void *arena_allocate(struct account *account, size_t size);

/* Free an object of `size` bytes; NULL is ignored. */
void arena_free(struct account *account, void *object, size_t size);

#endif
