/* SPDX-License-Identifier: MIT */
/*
 * Physical pages: a buddy allocator over one span of physical memory.
 *
 * A free block of order n has 2^n pages and begins at a multiple of its size. Its links are kept
 * in its first page; `orders` holds, for the first page of each free block, its order + 1, else 0.
 * Single pages are first put aside, up to a bound, and join with their buddies only when they are
 * too many or a larger block is missing; so taking and giving one page is O(1), anything else
 * O(log n).
 */
#ifndef MEMORY_PAGE_ALLOCATOR_H
#define MEMORY_PAGE_ALLOCATOR_H

#include <stddef.h>
#include <stdint.h>
#include <hw/boot_info.h>

enum { PAGE_ORDERS = 20, PAGES_ASIDE_MAX = 64 };

/* What the first bytes of a free block hold. */
struct free_block {
    struct free_block *next, *previous;
};

struct page_allocator {
    uintptr_t base;     /* address of the first page of the span */
    size_t page_count;  /* pages in the span */
    uint8_t *orders;    /* one for each page */
    uint32_t available; /* bit n: lists[n] is not empty */
    struct free_block *lists[PAGE_ORDERS];
    struct free_block *aside; /* single pages, linked by `next` */
    uint32_t aside_count;
};

/* Start with nothing free in the span of `page_count` pages from `base`; `orders` has an element
 * for each. */
void page_allocator_init(struct page_allocator *allocator, uintptr_t base, size_t page_count,
                         uint8_t *orders);

/* Take `size` bytes of contiguous pages that begin at a multiple of `align` (a power of two); both
 * are multiples of the page size. The content is arbitrary. 0: there are none. */
uintptr_t page_allocator_take(struct page_allocator *allocator, size_t size, size_t align);

/* Give pages to the allocator, at first or again; whole pages within the span. */
void page_allocator_give(struct page_allocator *allocator, uintptr_t address, size_t size);

#endif
