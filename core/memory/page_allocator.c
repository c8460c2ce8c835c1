/* SPDX-License-Identifier: MIT */
/* Buddy allocator of physical pages, see page_allocator.h. */
#include "memory/page_allocator.h"

#include <stdbool.h>
#include <string.h>

static size_t block_size(uint32_t order)
{
    return (size_t)PAGE_SIZE << order;
}

static uint8_t *order_of(const struct page_allocator *allocator, uintptr_t address)
{
    return &allocator->orders[(address - allocator->base) / PAGE_SIZE];
}

static void list_insert(struct page_allocator *allocator, uintptr_t address, uint32_t order)
{
    struct free_block *block = (struct free_block *)address;
    block->previous = NULL;
    block->next = allocator->lists[order];
    if (block->next != NULL) {
        block->next->previous = block;
    }
    allocator->lists[order] = block;
    allocator->available |= 1u << order;
    *order_of(allocator, address) = (uint8_t)(order + 1);
}

static void list_remove(struct page_allocator *allocator, uintptr_t address, uint32_t order)
{
    struct free_block *block = (struct free_block *)address;
    if (block->next != NULL) {
        block->next->previous = block->previous;
    }
    if (block->previous != NULL) {
        block->previous->next = block->next;
    } else {
        allocator->lists[order] = block->next;
        if (block->next == NULL) {
            allocator->available &= ~(1u << order);
        }
    }
    *order_of(allocator, address) = 0;
}

/* Whether a free block of exactly `order` begins at `address`, which may lie beyond the span. */
static bool is_free(const struct page_allocator *allocator, uintptr_t address, uint32_t order)
{
    return address >= allocator->base &&
           (address - allocator->base) / PAGE_SIZE < allocator->page_count &&
           *order_of(allocator, address) == order + 1;
}

static void give_block(struct page_allocator *allocator, uintptr_t address, uint32_t order)
{
    while (order + 1 < PAGE_ORDERS) {
        uintptr_t buddy = address ^ block_size(order);
        if (!is_free(allocator, buddy, order)) {
            break;
        }
        list_remove(allocator, buddy, order);
        address &= ~block_size(order);
        order++;
    }
    list_insert(allocator, address, order);
}

/* Give a range as the largest aligned blocks that it consists of. */
static void give_range(struct page_allocator *allocator, uintptr_t address, size_t size)
{
    while (size > 0) {
        uint32_t order = 0;
        while (order + 1 < PAGE_ORDERS && block_size(order + 1) <= size &&
               address % block_size(order + 1) == 0) {
            order++;
        }
        give_block(allocator, address, order);
        address += block_size(order);
        size -= block_size(order);
    }
}

static void give_aside(struct page_allocator *allocator)
{
    while (allocator->aside != NULL) {
        struct free_block *block = allocator->aside;
        allocator->aside = block->next;
        give_block(allocator, (uintptr_t)block, 0);
    }
    allocator->aside_count = 0;
}

static uintptr_t take_block(struct page_allocator *allocator, uint32_t order)
{
    uint32_t candidates = allocator->available >> order << order;
    if (candidates == 0) {
        return 0;
    }
    uint32_t found = (uint32_t)__builtin_ctz(candidates);
    uintptr_t address = (uintptr_t)allocator->lists[found];
    list_remove(allocator, address, found);
    while (found > order) {
        found--;
        list_insert(allocator, address + block_size(found), found);
    }
    return address;
}

void page_allocator_init(struct page_allocator *allocator, uintptr_t base, size_t page_count,
                         uint8_t *orders)
{
    *allocator = (struct page_allocator){
        .base = base,
        .page_count = page_count,
        .orders = orders,
    };
    memset(orders, 0, page_count);
}

uintptr_t page_allocator_take(struct page_allocator *allocator, size_t size, size_t align)
{
    if (size == PAGE_SIZE && align == PAGE_SIZE && allocator->aside != NULL) {
        struct free_block *block = allocator->aside;
        allocator->aside = block->next;
        allocator->aside_count--;
        return (uintptr_t)block;
    }
    uint32_t order = 0;
    while (order < PAGE_ORDERS && (block_size(order) < size || block_size(order) < align)) {
        order++;
    }
    if (order == PAGE_ORDERS) {
        return 0;
    }
    uintptr_t address = take_block(allocator, order);
    if (address == 0) {
        give_aside(allocator);
        address = take_block(allocator, order);
    }
    if (address != 0) {
        give_range(allocator, address + size, block_size(order) - size);
    }
    return address;
}

void page_allocator_give(struct page_allocator *allocator, uintptr_t address, size_t size)
{
    if (size != PAGE_SIZE) {
        give_range(allocator, address, size);
        return;
    }
    if (allocator->aside_count == PAGES_ASIDE_MAX) {
        give_aside(allocator);
    }
    struct free_block *block = (struct free_block *)address;
    block->next = allocator->aside;
    allocator->aside = block;
    allocator->aside_count++;
}
