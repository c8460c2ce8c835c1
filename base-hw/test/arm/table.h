/* SPDX-License-Identifier: MIT */
/*
 * The host's stand-in for arm/table.h: physical memory is an array of the test's, which begins at
 * physical address TABLE_MEMORY_BASE.
 */
#ifndef ARM_TABLE_H
#define ARM_TABLE_H

#include <assert.h>
#include <stdint.h>

#define TABLE_MEMORY_BASE 0x80000000u

enum { TABLE_ENTRIES = 512, TABLE_MEMORY_PAGES = 16 };

extern uint64_t table_memory[TABLE_MEMORY_PAGES][TABLE_ENTRIES];

static inline uint64_t *table_at(uint32_t table)
{
    uint32_t page = (table - TABLE_MEMORY_BASE) / (TABLE_ENTRIES * sizeof(uint64_t));
    assert(table % (TABLE_ENTRIES * sizeof(uint64_t)) == 0 && page < TABLE_MEMORY_PAGES);
    return table_memory[page];
}

static inline void table_write(uint64_t *entry, uint64_t value)
{
    *entry = value;
}

static inline void table_publish(void)
{
}

#endif
