/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Page tables and translation buffer of a SysMMU.
 *
 * Level 1 has 4096 entries for 1 MiB each (low bits 10: section, 01: level-2 table), level 2 has
 * 256 entries for 4 KiB each (bit 1: small page; low bits 01: large page of 64 KiB, its entry
 * repeated 16 times). An entry grants nothing unless its access bit is set, and reading alone if
 * its read-only bit is set too.
 */
#ifndef SYSMMU_TABLE_H
#define SYSMMU_TABLE_H

#define SYSMMU_TLB_ENTRIES 32

typedef struct SysmmuMapping {
    uint32_t input;  /* first address that is translated */
    uint32_t output; /* what it becomes */
    uint32_t mask;   /* size - 1 */
    bool valid;
    bool readable;
    bool writable;
} SysmmuMapping;

enum sysmmu_walk_result {
    SYSMMU_WALK_OK,
    SYSMMU_WALK_INVALID,   /* an entry maps nothing: *PLACE is the address asked for */
    SYSMMU_WALK_BUS_ERROR, /* no memory answers where a table should be: *PLACE is there */
};

/* Looks ADDRESS up in the tables at BASE, in memory. */
enum sysmmu_walk_result sysmmu_walk(uint32_t base, uint32_t address, SysmmuMapping *mapping,
                                    uint32_t *place);

/* The translation buffer. Nothing but the flush functions ever takes an entry out, save that a
   new one replaces the oldest when it is full. */
typedef struct SysmmuTlb {
    SysmmuMapping entry[SYSMMU_TLB_ENTRIES];
    unsigned next;
} SysmmuTlb;

/* Returns how many entries translate ADDRESS, and one of them through MAPPING. */
unsigned sysmmu_tlb_find(const SysmmuTlb *tlb, uint32_t address, const SysmmuMapping **mapping);
const SysmmuMapping *sysmmu_tlb_insert(SysmmuTlb *tlb, const SysmmuMapping *mapping);
void sysmmu_tlb_flush(SysmmuTlb *tlb);
void sysmmu_tlb_flush_entry(SysmmuTlb *tlb, uint32_t address);

#endif
