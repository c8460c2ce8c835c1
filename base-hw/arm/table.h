/* SPDX-License-Identifier: MIT */
/*
 * Access to translation tables, which the CPUs walk while they are changed.
 *
 * An entry is written as one 64-bit store, which is single-copy atomic (ARM DDI 0406C A3.5.3).
 * The walks are inner-shareable and cacheable (HTCR, VTCR), so that no table needs cleaning from
 * the caches. The kernel's virtual addresses are the physical ones.
 */
#ifndef ARM_TABLE_H
#define ARM_TABLE_H

#include <stdint.h>
#include <arm/barrier.h>

enum { TABLE_ENTRIES = 512 };

/* The table at physical address `table`. */
static inline uint64_t *table_at(uint32_t table)
{
    return (uint64_t *)table;
}

static inline void table_write(uint64_t *entry, uint64_t value)
{
    __asm__ volatile("strd %Q1, %R1, %0" : "=Q"(*entry) : "r"(value));
}

/* Make the entries written so far visible to the table walks of all CPUs. */
static inline void table_publish(void)
{
    dsb_ishst();
}

#endif
