/* SPDX-License-Identifier: MIT */
/*
 * The guest's device tree: a board's or a user's, patched to the machine that the guest gets:
 * memory, CPUs with PSCI, command line and initrd.
 */
#ifndef VMM_LOADER_GUEST_TREE_H
#define VMM_LOADER_GUEST_TREE_H

#include <stddef.h>
#include <stdint.h>
#include "loader/problem.h"

enum {
    GUEST_TREE_CPUS = 8,
    GUEST_TREE_GROWTH = 4096,   /* bytes that patching adds at most, beside the command line */
    GUEST_TREE_MAX = 256 * 1024 /* bytes of the tree to be patched */
};

struct guest_tree_values {
    uint32_t ram_base, ram_size;
    uint32_t initrd_base, initrd_size; /* size 0: none; what the tree says is taken out */
    uint32_t cpus;                     /* 1..GUEST_TREE_CPUS */
    const char *bootargs;              /* NULL: leave what the tree says */
};

/* Is `tree`, of `size` bytes, a sound device tree that can be patched? */
bool guest_tree_check(const void *tree, size_t size, struct problem *problem);

/* Write the patched `tree`, which passed the check, to `buffer`. */
bool guest_tree_make(const void *tree, const struct guest_tree_values *values, void *buffer,
                     size_t capacity, struct problem *problem);

#endif
