/* SPDX-License-Identifier: MIT */
/* What a session attaches; see guard.h. */
#include <stdlib.h>
#include <hw/core_values.h>
#include <session/dma_client.h>
#include "guard.h"

enum { TABLES_IN_PAGE = TABLE_PAGE / TABLE_LEVEL2_SIZE };

static bool overlap(struct table_range one, struct table_range other)
{
    return one.address - other.address < other.size || other.address - one.address < one.size;
}

/* Get a page of level-2 tables, paid by the session. */
static enum error add_tables(struct guard *guard)
{
    uint32_t address = 0;
    uint32_t size = 0;
    uint32_t flags = 0;
    if (guard->ram < IOMMU_TABLES_RAM) {
        return ERROR_RAM;
    }
    if (guard->caps < IOMMU_TABLES_CAPS) {
        return ERROR_CAPS;
    }
    struct table_page *page = calloc(1, sizeof(*page));
    enum error error =
        page == NULL ? ERROR_RAM : memory_allocate(TABLE_PAGE, RAM_UNCACHED, &page->memory);
    if (error) {
        free(page);
        return error;
    }
    error = dma_pin(guard->unit.dma, cap_plain(page->memory.dataspace), &page->pin, &address, &size,
                    &flags);
    if (error) {
        memory_free(&page->memory);
        free(page);
        return error;
    }
    guard->ram -= IOMMU_TABLES_RAM;
    guard->caps -= IOMMU_TABLES_CAPS;
    page->next = guard->table_pages;
    guard->table_pages = page;
    for (uint32_t offset = 0; offset < TABLE_PAGE; offset += TABLE_LEVEL2_SIZE) {
        table_give(&guard->table, (uint32_t *)page->memory.address + offset / sizeof(uint32_t),
                   address + offset);
    }
    return OK;
}

/* Have enough tables to map `range`. */
static enum error provide_tables(struct guard *guard, struct table_range range, uint32_t physical)
{
    uint32_t missing = table_missing(&guard->table, range, physical);
    enum error error = OK;
    for (uint32_t have = 0; have < missing && !error; have += TABLES_IN_PAGE) {
        error = add_tables(guard);
    }
    return error;
}

static enum error check_range(const struct guard *guard, struct table_range range)
{
    for (const struct attachment *other = guard->attachments; other != NULL; other = other->next) {
        if (overlap(range, other->range)) {
            return ERROR_EXISTS;
        }
    }
    return guard->attachment_count == IOMMU_ATTACHMENTS_MAX ? ERROR_SIZE : OK;
}

/* Map a part of the dataspace that was pinned at `physical`, `whole` bytes with rights `given`. */
static enum error map(struct guard *guard, struct attachment *attachment, uint32_t offset,
                      uint32_t physical, uint32_t whole, uint32_t flags, uint32_t given)
{
    struct table_range *range = &attachment->range;
    if (offset >= whole || range->size > whole - offset) {
        return ERROR_INVALID;
    }
    range->size = range->size == 0 ? whole - offset : range->size;
    if (range->size % TABLE_PAGE != 0 || range->size - 1 > UINT32_MAX - range->address) {
        return ERROR_INVALID;
    }
    if (flags & ~given) {
        return ERROR_DENIED;
    }
    enum error error = check_range(guard, *range);
    if (!error) {
        error = provide_tables(guard, *range, physical + offset);
    }
    if (!error) {
        table_map(&guard->table, *range, physical + offset, flags & MAP_WRITE);
        unit_barrier();
    }
    return error;
}

enum error guard_attach(struct guard *guard, uint32_t address, uint32_t offset, uint32_t size,
                        uint32_t flags, const struct cap_item *dataspace)
{
    uint32_t physical = 0;
    uint32_t whole = 0;
    uint32_t given = 0;
    if ((address | offset) % TABLE_PAGE != 0 || !(flags & MAP_READ) ||
        (flags & ~(uint32_t)(MAP_READ | MAP_WRITE)) != 0) {
        return ERROR_INVALID;
    }
    if (dataspace->cap == CAP_NULL || dataspace->cap == CAP_OWN) {
        return ERROR_CAPABILITY;
    }
    struct attachment *attachment = calloc(1, sizeof(*attachment));
    if (attachment == NULL) {
        return ERROR_RAM;
    }
    attachment->range = (struct table_range){address, size};
    enum error error = dma_pin(guard->unit.dma, cap_plain(dataspace->cap), &attachment->pin,
                               &physical, &whole, &given);
    if (error) {
        free(attachment);
        return error;
    }
    error = map(guard, attachment, offset, physical, whole, flags, given);
    if (error) {
        (void)dma_release(guard->unit.dma, attachment->pin);
        free(attachment);
        return error;
    }
    attachment->next = guard->attachments;
    guard->attachments = attachment;
    guard->attachment_count++;
    return OK;
}

enum error guard_detach(struct guard *guard, uint32_t address)
{
    struct attachment **at = &guard->attachments;
    while (*at != NULL && (*at)->range.address != address) {
        at = &(*at)->next;
    }
    struct attachment *attachment = *at;
    if (attachment == NULL) {
        return ERROR_NOT_FOUND;
    }
    if (!unit_block(&guard->unit)) {
        return ERROR_BUSY;
    }
    table_unmap(&guard->table, attachment->range);
    unit_flush(&guard->unit);
    (void)dma_release(guard->unit.dma, attachment->pin);
    *at = attachment->next;
    guard->attachment_count--;
    free(attachment);
    /* With other memory that has ended it stays blocked, until that is detached too. */
    (void)unit_settle(&guard->unit);
    return OK;
}

void guard_detach_all(struct guard *guard)
{
    table_clear(&guard->table);
    unit_flush(&guard->unit);
    while (guard->attachments != NULL) {
        struct attachment *attachment = guard->attachments;
        guard->attachments = attachment->next;
        (void)dma_release(guard->unit.dma, attachment->pin);
        free(attachment);
    }
    guard->attachment_count = 0;
    while (guard->table_pages != NULL) {
        struct table_page *page = guard->table_pages;
        guard->table_pages = page->next;
        (void)dma_release(guard->unit.dma, page->pin);
        memory_free(&page->memory);
        free(page);
    }
}
