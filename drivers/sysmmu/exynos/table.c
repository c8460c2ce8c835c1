/* SPDX-License-Identifier: MIT */
/* Translation tables of a SysMMU; see table.h. */
#include <string.h>
#include "table.h"

enum { MIB = 1 << 20, MIB_SHIFT = 20, LARGE = 64 << 10, PAGE_SHIFT = 12 };

/* Entries. Older drivers set no access bits, newer ones these for reading and writing; the bit that
 * takes writing away is beside them. */
#define SECTION           2u
#define SECTION_ACCESS    (1u << 10)
#define SECTION_READ_ONLY (1u << 15)
#define LEVEL2            1u
#define LARGE_PAGE        1u
#define SMALL_PAGE        2u
#define PAGE_ACCESS       (1u << 4)
#define PAGE_READ_ONLY    (1u << 9)

/* How much of a mapping lies in the MiB where it begins. */
static uint32_t part_of(struct table_range range)
{
    uint32_t rest = MIB - range.address % MIB;
    return range.size < rest ? range.size : rest;
}

static struct table_range behind(struct table_range range, uint32_t part)
{
    return (struct table_range){range.address + part, range.size - part};
}

/* Can the first MiB of a mapping be a section? */
static bool is_section(const struct table *table, struct table_range range, uint32_t physical)
{
    return range.address % MIB == 0 && physical % MIB == 0 && range.size >= MIB &&
           table->level2[range.address >> MIB_SHIFT] == NULL;
}

void table_init(struct table *table, uint32_t *level1)
{
    memset(table, 0, sizeof(*table));
    table->level1 = level1;
}

uint32_t table_missing(const struct table *table, struct table_range range, uint32_t physical)
{
    uint32_t needed = 0;
    while (range.size > 0) {
        uint32_t part = part_of(range);
        if (!is_section(table, range, physical) &&
            table->level2[range.address >> MIB_SHIFT] == NULL) {
            needed++;
        }
        range = behind(range, part);
        physical += part;
    }
    return needed > table->spare_count ? needed - table->spare_count : 0;
}

void table_give(struct table *table, uint32_t *words, uint32_t physical)
{
    struct table_spare *spare = (struct table_spare *)(void *)words;
    spare->next = table->spare;
    spare->physical = physical;
    table->spare = spare;
    table->spare_count++;
}

/* The level-2 table of the MiB that holds `address`, a spare one if there was none. */
static uint32_t *level2_of(struct table *table, uint32_t address)
{
    uint32_t number = address >> MIB_SHIFT;
    if (table->level2[number] == NULL) {
        struct table_spare *spare = table->spare;
        uint32_t physical = spare->physical;
        table->spare = spare->next;
        table->spare_count--;
        memset(spare, 0, TABLE_LEVEL2_SIZE);
        table->level2[number] = (uint32_t *)(void *)spare;
        table->level1[number] = physical | LEVEL2;
    }
    return table->level2[number];
}

/* Map pages within one MiB. */
static void map_pages(uint32_t *level2, struct table_range range, uint32_t physical, uint32_t bits)
{
    uint32_t index = range.address >> PAGE_SHIFT & (TABLE_PAGES - 1);
    uint32_t end = index + (range.size >> PAGE_SHIFT);
    while (index < end) {
        uint32_t address = index << PAGE_SHIFT;
        bool large =
            address % LARGE == 0 && physical % LARGE == 0 && end - index >= LARGE / TABLE_PAGE;
        uint32_t entries = large ? LARGE / TABLE_PAGE : 1;
        for (uint32_t i = 0; i < entries; i++) {
            level2[index + i] = physical | bits | (large ? LARGE_PAGE : SMALL_PAGE);
        }
        index += entries;
        physical += entries * TABLE_PAGE;
    }
}

void table_map(struct table *table, struct table_range range, uint32_t physical, bool writeable)
{
    while (range.size > 0) {
        uint32_t part = part_of(range);
        if (is_section(table, range, physical)) {
            table->level1[range.address >> MIB_SHIFT] =
                physical | SECTION_ACCESS | SECTION | (writeable ? 0 : SECTION_READ_ONLY);
        } else {
            map_pages(level2_of(table, range.address), (struct table_range){range.address, part},
                      physical, PAGE_ACCESS | (writeable ? 0 : PAGE_READ_ONLY));
        }
        range = behind(range, part);
        physical += part;
    }
}

void table_unmap(struct table *table, struct table_range range)
{
    while (range.size > 0) {
        uint32_t part = part_of(range);
        uint32_t number = range.address >> MIB_SHIFT;
        if (table->level2[number] == NULL) {
            table->level1[number] = 0;
        } else {
            uint32_t index = range.address >> PAGE_SHIFT & (TABLE_PAGES - 1);
            memset(&table->level2[number][index], 0, (part >> PAGE_SHIFT) * sizeof(uint32_t));
        }
        range = behind(range, part);
    }
}

void table_clear(struct table *table)
{
    memset(table->level1, 0, TABLE_LEVEL1_SIZE);
    memset(table->level2, 0, sizeof(table->level2));
    table->spare = NULL;
    table->spare_count = 0;
}
