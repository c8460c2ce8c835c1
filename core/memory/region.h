/* SPDX-License-Identifier: MIT */
/*
 * Which parts of an address space are taken: an AVL tree of regions that do not overlap.
 *
 * Each node knows, of its subtree, the lowest and the highest address and the largest gap between
 * neighbours, so that a gap is found, as everything else, in O(log n). A region is a part of what
 * its user keeps for it; the tree allocates nothing. Regions end below REGION_LIMIT, which keeps
 * all sums within 32 bits.
 */
#ifndef MEMORY_REGION_H
#define MEMORY_REGION_H

#include <stdint.h>
#include <hw/error.h>

#define REGION_LIMIT 0xfffff000u

struct region {
    uint32_t start, size; /* set by the user; size > 0 */
    struct region *left, *right;
    uint32_t height;
    uint32_t low, high; /* of the subtree: lowest start, highest end */
    uint32_t gap;       /* of the subtree: largest gap between two of its regions */
};

struct region_tree {
    struct region *root; /* NULL: empty */
};

/* Add `region`. ERROR_INVALID: it is empty or exceeds REGION_LIMIT; ERROR_EXISTS: it overlaps
 * another. */
enum error region_insert(struct region_tree *tree, struct region *region);

/* Remove `region`, which is in the tree. */
void region_remove(struct region_tree *tree, struct region *region);

/* The region that begins at exactly `start`, or NULL. */
struct region *region_find(const struct region_tree *tree, uint32_t start);

/* Find the lowest gap in `low` .. `high` that holds `size` bytes at whatever multiple of `align` (a
 * power of two, at least a page), and that address in it. ERROR_SIZE: there is none. All regions
 * and arguments are whole pages. */
enum error region_find_gap(const struct region_tree *tree, uint32_t size, uint32_t align,
                           uint32_t low, uint32_t high, uint32_t *address);

#endif
