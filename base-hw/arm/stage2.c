/* SPDX-License-Identifier: MIT */
/*
 * Stage-2 translation tables; arm/stage2.h tells how they are kept. Descriptors: ARM DDI 0406C
 * B3.6.1 (format), B3.6.2 (attributes).
 */
#include <stdbool.h>
#include <stddef.h>
#include <arm/stage2.h>
#include <arm/table.h>

/* Bits of a descriptor. Of one that points to a table the hardware ignores bits 11:2: they hold
 * the number of entries in use there. */
#define DESCRIPTOR_KIND_MASK            3u
#define DESCRIPTOR_BLOCK                1u /* levels 1 and 2 */
#define DESCRIPTOR_TABLE                3u /* levels 1 and 2 */
#define DESCRIPTOR_PAGE                 3u /* level 3 */
#define DESCRIPTOR_USED_SHIFT           2
#define DESCRIPTOR_USED_ONE             (1u << DESCRIPTOR_USED_SHIFT)
#define DESCRIPTOR_USED_MASK            (0x3ffu << DESCRIPTOR_USED_SHIFT)
#define DESCRIPTOR_ATTR_MASK            (0xfu << 2)
#define DESCRIPTOR_ATTR_DEVICE          (1u << 2)
#define DESCRIPTOR_ATTR_NORMAL_UNCACHED (5u << 2)
#define DESCRIPTOR_ATTR_NORMAL          (0xfu << 2) /* write-back, inner and outer */
#define DESCRIPTOR_READ                 (1u << 6)
#define DESCRIPTOR_WRITE                (2u << 6)
#define DESCRIPTOR_SH_INNER             (3u << 8)
#define DESCRIPTOR_ACCESSED             (1u << 10)
#define DESCRIPTOR_XN                   (1ull << 54)
#define DESCRIPTOR_ADDRESS              0xfffff000u

enum {
    PAGE_SHIFT = 12,
    BLOCK_SHIFT = 21,
    ROOT_SHIFT = 30,
    MAP_FLAGS_ALL = MAP_READ | MAP_WRITE | MAP_EXECUTE | MAP_DEVICE | MAP_UNCACHED,
};

/* What is left to do in a call, and its bound. */
struct span {
    uint32_t ipa, pa, left;
    uint32_t steps;
};

static uint64_t *entry_of(uint32_t table, uint32_t ipa, uint32_t shift)
{
    return &table_at(table)[ipa >> shift & (TABLE_ENTRIES - 1)];
}

static uint32_t kind_of(uint64_t descriptor)
{
    return (uint32_t)descriptor & DESCRIPTOR_KIND_MASK;
}

static uint32_t address_of(uint64_t descriptor)
{
    return (uint32_t)descriptor & DESCRIPTOR_ADDRESS;
}

/* Whether the range is one that can be mapped or unmapped at all. */
static bool range_valid(uint32_t address, uint32_t size)
{
    return size != 0 && ((address | size) & (PAGE_SIZE - 1)) == 0 &&
           address <= UINT32_MAX - (size - 1);
}

static bool flags_valid(uint32_t flags)
{
    bool special = (flags & (MAP_DEVICE | MAP_UNCACHED)) != 0;
    return (flags & ~(uint32_t)MAP_FLAGS_ALL) == 0 && (flags & MAP_READ) != 0 &&
           (flags & (MAP_DEVICE | MAP_UNCACHED)) != (MAP_DEVICE | MAP_UNCACHED) &&
           !(special && (flags & MAP_EXECUTE) != 0);
}

/* All of a descriptor but the address and the kind. */
static uint64_t attributes_of(uint32_t flags)
{
    uint64_t attributes = DESCRIPTOR_ACCESSED | DESCRIPTOR_SH_INNER | DESCRIPTOR_READ;
    if ((flags & MAP_WRITE) != 0) {
        attributes |= DESCRIPTOR_WRITE;
    }
    if ((flags & MAP_EXECUTE) == 0) {
        attributes |= DESCRIPTOR_XN;
    }
    if ((flags & MAP_DEVICE) != 0) {
        return attributes | DESCRIPTOR_ATTR_DEVICE;
    }
    return attributes |
           ((flags & MAP_UNCACHED) != 0 ? DESCRIPTOR_ATTR_NORMAL_UNCACHED : DESCRIPTOR_ATTR_NORMAL);
}

/* Put a page that is all zero but for its first word into the list. */
static void spare_push(struct stage2 *space, uint32_t page)
{
    *table_at(page) = space->spare;
    space->spare = page;
}

/* The table that `entry` points to, made from a spare one if there is none. 0: no spare page, or
 * a block is mapped there. */
static enum error table_of(struct stage2 *space, uint64_t *entry, uint32_t *table)
{
    uint32_t kind = kind_of(*entry);
    if (kind == DESCRIPTOR_TABLE) {
        *table = address_of(*entry);
        return OK;
    }
    if (kind == DESCRIPTOR_BLOCK) {
        return ERROR_EXISTS;
    }
    if (space->spare == 0) {
        return ERROR_RAM;
    }
    *table = space->spare;
    uint64_t *first = table_at(*table);
    space->spare = (uint32_t)*first;
    *first = 0;
    table_publish(); /* the table is clear before a walk can reach it */
    table_write(entry, *table | DESCRIPTOR_TABLE);
    return OK;
}

static void advance(struct span *span, uint32_t size)
{
    span->ipa += size;
    span->pa += size;
    span->left -= size;
    span->steps--;
}

static bool fits_block(const struct span *span)
{
    return ((span->ipa | span->pa) & (STAGE2_BLOCK_SIZE - 1)) == 0 &&
           span->left >= STAGE2_BLOCK_SIZE;
}

/* Map pages up to the end of the third-level table that `parent` points to. */
static enum error map_pages(struct stage2 *space, uint64_t *parent, struct span *span,
                            uint64_t attributes)
{
    uint32_t table = 0, used = 0;
    enum error error = table_of(space, parent, &table);
    if (error != OK) {
        return error;
    }
    do {
        uint64_t *entry = entry_of(table, span->ipa, PAGE_SHIFT);
        if (kind_of(*entry) != 0) {
            error = ERROR_EXISTS;
            break;
        }
        table_write(entry, span->pa | attributes | DESCRIPTOR_PAGE);
        used += DESCRIPTOR_USED_ONE;
        advance(span, PAGE_SIZE);
    } while (span->left != 0 && span->steps != 0 && (span->ipa & (STAGE2_BLOCK_SIZE - 1)) != 0);
    table_write(parent, *parent + used);
    return error;
}

enum error stage2_map(struct stage2 *space, uint32_t ipa, uint32_t pa, uint32_t size,
                      uint32_t flags, uint32_t *done)
{
    *done = 0;
    if (!range_valid(ipa, size) || !range_valid(pa, size) || !flags_valid(flags)) {
        return ERROR_INVALID;
    }
    struct span span = {.ipa = ipa, .pa = pa, .left = size, .steps = STAGE2_STEPS};
    uint64_t attributes = attributes_of(flags);
    enum error error = OK;
    while (error == OK && span.left != 0) {
        uint32_t table = 0;
        error = span.steps == 0 ? ERROR_AGAIN
                                : table_of(space, &space->root[span.ipa >> ROOT_SHIFT], &table);
        if (error != OK) {
            break;
        }
        uint64_t *entry = entry_of(table, span.ipa, BLOCK_SHIFT);
        if (!fits_block(&span)) {
            error = map_pages(space, entry, &span, attributes);
        } else if (kind_of(*entry) != 0) {
            error = ERROR_EXISTS;
        } else {
            table_write(entry, span.pa | attributes | DESCRIPTOR_BLOCK);
            advance(&span, STAGE2_BLOCK_SIZE);
        }
    }
    table_publish();
    *done = size - span.left;
    return error;
}

/* Go on to the next multiple of 1 << `shift`, or to the end of the span. */
static void skip(struct span *span, uint32_t shift)
{
    uint32_t size = (1u << shift) - (span->ipa & ((1u << shift) - 1));
    advance(span, size < span->left ? size : span->left);
}

/* Unmap pages up to the end of the third-level table that `parent` points to, and take the table
 * back if nothing is left in it. */
static void unmap_pages(struct stage2 *space, uint64_t *parent, struct span *span)
{
    uint32_t table = address_of(*parent), used = 0;
    do {
        uint64_t *entry = entry_of(table, span->ipa, PAGE_SHIFT);
        if (kind_of(*entry) != 0) {
            table_write(entry, 0);
            used += DESCRIPTOR_USED_ONE;
        }
        advance(span, PAGE_SIZE);
    } while (span->left != 0 && span->steps != 0 && (span->ipa & (STAGE2_BLOCK_SIZE - 1)) != 0);
    uint64_t rest = *parent - used;
    if ((rest & DESCRIPTOR_USED_MASK) != 0) {
        table_write(parent, rest);
    } else {
        table_write(parent, 0);
        spare_push(space, table);
    }
}

enum error stage2_unmap(struct stage2 *space, uint32_t ipa, uint32_t size, uint32_t *done)
{
    *done = 0;
    if (!range_valid(ipa, size)) {
        return ERROR_INVALID;
    }
    struct span span = {.ipa = ipa, .left = size, .steps = STAGE2_STEPS};
    enum error error = OK;
    while (span.left != 0) {
        if (span.steps == 0) {
            error = ERROR_AGAIN;
            break;
        }
        uint64_t root = space->root[span.ipa >> ROOT_SHIFT];
        if (kind_of(root) == 0) {
            skip(&span, ROOT_SHIFT);
            continue;
        }
        uint64_t *entry = entry_of(address_of(root), span.ipa, BLOCK_SHIFT);
        uint32_t kind = kind_of(*entry);
        if (kind == DESCRIPTOR_TABLE) {
            unmap_pages(space, entry, &span);
        } else if (kind == DESCRIPTOR_BLOCK) {
            if ((span.ipa & (STAGE2_BLOCK_SIZE - 1)) != 0 || span.left < STAGE2_BLOCK_SIZE) {
                error = ERROR_INVALID;
                break;
            }
            table_write(entry, 0);
            advance(&span, STAGE2_BLOCK_SIZE);
        } else {
            skip(&span, BLOCK_SHIFT);
        }
    }
    table_publish();
    *done = size - span.left;
    return error;
}

enum error stage2_lookup(const struct stage2 *space, uint32_t ipa, uint32_t *pa)
{
    uint64_t descriptor = space->root[ipa >> ROOT_SHIFT];
    if (kind_of(descriptor) == 0) {
        return ERROR_NOT_FOUND;
    }
    descriptor = *entry_of(address_of(descriptor), ipa, BLOCK_SHIFT);
    uint32_t size = STAGE2_BLOCK_SIZE;
    if (kind_of(descriptor) == DESCRIPTOR_TABLE) {
        descriptor = *entry_of(address_of(descriptor), ipa, PAGE_SHIFT);
        size = PAGE_SIZE;
    }
    if (kind_of(descriptor) == 0) {
        return ERROR_NOT_FOUND;
    }
    *pa = address_of(descriptor) + (ipa & (size - 1));
    return OK;
}

void stage2_initialize(struct stage2 *space)
{
    *space = (struct stage2){.spare = 0};
}

enum error stage2_donate(struct stage2 *space, uint32_t page)
{
    if (page == 0 || (page & (PAGE_SIZE - 1)) != 0) {
        return ERROR_INVALID;
    }
    __builtin_memset(table_at(page), 0, PAGE_SIZE);
    spare_push(space, page);
    return OK;
}
