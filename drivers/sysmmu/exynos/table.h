/* SPDX-License-Identifier: MIT */
/*
 * Translation tables of a SysMMU: what is mapped, with the largest entries that fit.
 *
 * Level 1 has an entry for each MiB: nothing, a section of 1 MiB, or the address of a level-2
 * table. That has an entry for each 4 KiB; a large page of 64 KiB fills sixteen. Level-2 tables are
 * given beforehand, as many as table_missing() tells, so that mapping cannot fail half-way; they
 * stay until table_clear().
 * The hardware reads the tables in memory, not in the cache: they must be mapped uncached. What is
 * taken out counts once the translation buffer was emptied.
 */
#ifndef SYSMMU_EXYNOS_TABLE_H
#define SYSMMU_EXYNOS_TABLE_H

#include <stdbool.h>
#include <stdint.h>

enum {
    TABLE_MIBS = 4096, /* entries of level 1 */
    TABLE_PAGES = 256, /* entries of level 2 */
    TABLE_LEVEL1_SIZE = TABLE_MIBS * 4,
    TABLE_LEVEL2_SIZE = TABLE_PAGES * 4,
    TABLE_PAGE = 4096,
};

/* A level-2 table that is not in use. */
struct table_spare {
    struct table_spare *next;
    uint32_t physical;
};

struct table {
    uint32_t *level1;
    uint32_t *level2[TABLE_MIBS]; /* where the level-2 table of a MiB is, NULL: it has none */
    struct table_spare *spare;
    uint32_t spare_count;
};

/* A piece of the device's addresses, in whole pages; it ends at 2^32 at the latest. */
struct table_range {
    uint32_t address;
    uint32_t size; /* > 0 */
};

/* Start an empty table; `level1` is zero, TABLE_LEVEL1_SIZE bytes aligned to as much. */
void table_init(struct table *table, uint32_t *level1);

/* How many more level-2 tables are to be given before `range` can be mapped to `physical`. */
uint32_t table_missing(const struct table *table, struct table_range range, uint32_t physical);

/* Give a level-2 table: TABLE_LEVEL2_SIZE bytes at `words`, at the physical address, aligned to as
 * much. */
void table_give(struct table *table, uint32_t *words, uint32_t physical);

/* Map `range`, of which nothing is mapped, to whole pages at `physical`. */
void table_map(struct table *table, struct table_range range, uint32_t physical, bool writeable);

/* Take out all of `range`, which was mapped by one table_map(). */
void table_unmap(struct table *table, struct table_range range);

/* Take out everything, and forget all level-2 tables, spare ones too. */
void table_clear(struct table *table);

#endif
