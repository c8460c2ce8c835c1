/* SPDX-License-Identifier: MIT */
/* A piece of the host's memory that stands for physical memory in tests. */
#ifndef MEMORY_TEST_POOL_H
#define MEMORY_TEST_POOL_H

#include <stdlib.h>
#include "memory/page_allocator.h"

enum { POOL_PAGES = 4096, POOL_ALIGN = POOL_PAGES * PAGE_SIZE };

struct pool {
    struct page_allocator allocator;
    void *memory;
    uint8_t orders[POOL_PAGES];
};

/* All of the pool's pages are free. */
static inline void pool_init(struct pool *pool)
{
    pool->memory = aligned_alloc(POOL_ALIGN, (size_t)POOL_PAGES * PAGE_SIZE);
    page_allocator_init(&pool->allocator, (uintptr_t)pool->memory, POOL_PAGES, pool->orders);
    page_allocator_give(&pool->allocator, (uintptr_t)pool->memory, (size_t)POOL_PAGES * PAGE_SIZE);
}

static inline void pool_free(struct pool *pool)
{
    free(pool->memory);
}

#endif
