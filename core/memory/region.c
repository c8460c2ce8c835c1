/* SPDX-License-Identifier: MIT */
/* AVL tree of address-space regions, see region.h. */
#include "memory/region.h"

#include <stdbool.h>
#include <stddef.h>
#include <hw/boot_info.h>

static uint32_t larger(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

static uint32_t smaller(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static uint32_t height_of(const struct region *region)
{
    return region == NULL ? 0 : region->height;
}

/* Recompute what `region` knows of its subtree from its children. */
static void update(struct region *region)
{
    const struct region *left = region->left, *right = region->right;
    uint32_t end = region->start + region->size;
    region->height = 1 + larger(height_of(left), height_of(right));
    region->low = region->start;
    region->high = end;
    region->gap = 0;
    if (left != NULL) {
        region->low = left->low;
        region->gap = larger(left->gap, region->start - left->high);
    }
    if (right != NULL) {
        region->high = right->high;
        region->gap = larger(region->gap, larger(right->gap, right->low - end));
    }
}

static struct region *rotate_right(struct region *top)
{
    struct region *left = top->left;
    top->left = left->right;
    left->right = top;
    update(top);
    update(left);
    return left;
}

static struct region *rotate_left(struct region *top)
{
    struct region *right = top->right;
    top->right = right->left;
    right->left = top;
    update(top);
    update(right);
    return right;
}

/* Restore the balance of a subtree whose sides differ by at most two; return its new top. */
static struct region *balance(struct region *top)
{
    uint32_t left = height_of(top->left), right = height_of(top->right);
    if (left > right + 1) {
        if (height_of(top->left->left) < height_of(top->left->right)) {
            top->left = rotate_left(top->left);
        }
        return rotate_right(top);
    }
    if (right > left + 1) {
        if (height_of(top->right->right) < height_of(top->right->left)) {
            top->right = rotate_right(top->right);
        }
        return rotate_left(top);
    }
    update(top);
    return top;
}

static struct region *insert(struct region *top, struct region *region)
{
    if (top == NULL) {
        update(region);
        return region;
    }
    if (region->start < top->start) {
        top->left = insert(top->left, region);
    } else {
        top->right = insert(top->right, region);
    }
    return balance(top);
}

/* Take the lowest region out of the subtree; return the new top. */
static struct region *take_lowest(struct region *top, struct region **lowest)
{
    if (top->left == NULL) {
        *lowest = top;
        return top->right;
    }
    top->left = take_lowest(top->left, lowest);
    return balance(top);
}

static struct region *remove_from(struct region *top, const struct region *region)
{
    if (top == NULL) {
        return NULL;
    }
    if (region->start < top->start) {
        top->left = remove_from(top->left, region);
    } else if (region->start > top->start) {
        top->right = remove_from(top->right, region);
    } else if (top->right == NULL) {
        return top->left;
    } else {
        struct region *next;
        struct region *right = take_lowest(top->right, &next);
        next->left = top->left;
        next->right = right;
        top = next;
    }
    return balance(top);
}

static bool overlaps(const struct region *top, uint32_t start, uint32_t end)
{
    while (top != NULL) {
        if (end <= top->start) {
            top = top->left;
        } else if (start >= top->start + top->size) {
            top = top->right;
        } else {
            return true;
        }
    }
    return false;
}

enum error region_insert(struct region_tree *tree, struct region *region)
{
    if (region->size == 0 || region->start >= REGION_LIMIT ||
        region->size > REGION_LIMIT - region->start) {
        return ERROR_INVALID;
    }
    if (overlaps(tree->root, region->start, region->start + region->size)) {
        return ERROR_EXISTS;
    }
    region->left = NULL;
    region->right = NULL;
    tree->root = insert(tree->root, region);
    return OK;
}

void region_remove(struct region_tree *tree, struct region *region)
{
    tree->root = remove_from(tree->root, region);
}

struct region *region_find(const struct region_tree *tree, uint32_t start)
{
    struct region *region = tree->root;
    while (region != NULL && region->start != start) {
        region = start < region->start ? region->left : region->right;
    }
    return region;
}

/* The wanted gap: `room` suffices for `size` bytes whatever the alignment takes. */
struct wanted {
    uint32_t size, align, room, low, high;
};

/* Whether the gap between `from` and `to`, cut to the window, holds what is wanted. */
static bool fits(const struct wanted *wanted, uint32_t from, uint32_t to, uint32_t *address)
{
    from = larger(from, wanted->low);
    to = smaller(to, wanted->high);
    if (from >= to) {
        return false;
    }
    uint32_t skip = (0 - from) & (wanted->align - 1);
    if (to - from < skip || to - from - skip < wanted->size) {
        return false;
    }
    *address = from + skip;
    return true;
}

/* Search the subtree, which lies between the end `from` of its predecessor and the start `to` of
 * its successor. Parts without a large enough gap, or outside the window, are not entered; what
 * remains to fail are the gaps that the window's borders cut: two ways down. */
static bool search(const struct region *top, const struct wanted *wanted, uint32_t from,
                   uint32_t to, uint32_t *address)
{
    if (top == NULL) {
        return fits(wanted, from, to, address);
    }
    if (to <= wanted->low || from >= wanted->high ||
        larger(top->gap, larger(top->low - from, to - top->high)) < wanted->room) {
        return false;
    }
    return search(top->left, wanted, from, top->start, address) ||
           search(top->right, wanted, top->start + top->size, to, address);
}

enum error region_find_gap(const struct region_tree *tree, uint32_t size, uint32_t align,
                           uint32_t low, uint32_t high, uint32_t *address)
{
    if (size == 0 || high > REGION_LIMIT || low >= high || size > high - low) {
        return ERROR_SIZE;
    }
    struct wanted wanted = {size, align, size + (align - PAGE_SIZE), low, high};
    if (wanted.room < size) {
        return ERROR_SIZE;
    }
    return search(tree->root, &wanted, 0, REGION_LIMIT, address) ? OK : ERROR_SIZE;
}
