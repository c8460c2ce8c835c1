/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Table walk and translation buffer of a SysMMU; the formats are those of sysmmu_table.h. */
#include "qemu/osdep.h"

#include "exec/address-spaces.h"
#include "exec/memory.h"
#include "sysmmu_table.h"

#define TYPE_MASK      3u
#define LEVEL1_TABLE   1u
#define LEVEL1_SECTION 2u
#define LEVEL2_LARGE   1u
#define LEVEL2_SMALL   2u

#define SECTION_SIZE 0x100000u
#define LARGE_SIZE   0x10000u
#define SMALL_SIZE   0x1000u

#define LEVEL1_BASE_MASK 0xffffc000u
#define LEVEL2_BASE_MASK 0xfffffc00u

/* Access and read-only bit, by level. */
#define SECTION_ACCESS    (1u << 10)
#define SECTION_READ_ONLY (1u << 15)
#define PAGE_ACCESS       (1u << 4)
#define PAGE_READ_ONLY    (1u << 9)

static bool read_entry(uint32_t place, uint32_t *entry)
{
    MemTxResult result;

    *entry = address_space_ldl_le(&address_space_memory, place, MEMTXATTRS_UNSPECIFIED, &result);
    return result == MEMTX_OK;
}

static void fill(SysmmuMapping *mapping, uint32_t address, uint32_t entry, uint32_t size,
                 bool access, bool read_only)
{
    mapping->mask = size - 1;
    mapping->input = address & ~mapping->mask;
    mapping->output = entry & ~mapping->mask;
    mapping->valid = true;
    mapping->readable = access;
    mapping->writable = access && !read_only;
}

enum sysmmu_walk_result sysmmu_walk(uint32_t base, uint32_t address, SysmmuMapping *mapping,
                                    uint32_t *place)
{
    uint32_t entry;

    *place = (base & LEVEL1_BASE_MASK) + (address >> 20) * 4;
    if (!read_entry(*place, &entry)) {
        return SYSMMU_WALK_BUS_ERROR;
    }
    if ((entry & TYPE_MASK) == LEVEL1_SECTION) {
        fill(mapping, address, entry, SECTION_SIZE, entry & SECTION_ACCESS,
             entry & SECTION_READ_ONLY);
        return SYSMMU_WALK_OK;
    }
    if ((entry & TYPE_MASK) != LEVEL1_TABLE) {
        *place = address;
        return SYSMMU_WALK_INVALID;
    }

    *place = (entry & LEVEL2_BASE_MASK) + (address >> 12 & 0xff) * 4;
    if (!read_entry(*place, &entry)) {
        return SYSMMU_WALK_BUS_ERROR;
    }
    if (entry & LEVEL2_SMALL) {
        fill(mapping, address, entry, SMALL_SIZE, entry & PAGE_ACCESS, entry & PAGE_READ_ONLY);
        return SYSMMU_WALK_OK;
    }
    if ((entry & TYPE_MASK) == LEVEL2_LARGE) {
        fill(mapping, address, entry, LARGE_SIZE, entry & PAGE_ACCESS, entry & PAGE_READ_ONLY);
        return SYSMMU_WALK_OK;
    }
    *place = address;
    return SYSMMU_WALK_INVALID;
}

static bool covers(const SysmmuMapping *mapping, uint32_t address)
{
    return mapping->valid && (address & ~mapping->mask) == mapping->input;
}

unsigned sysmmu_tlb_find(const SysmmuTlb *tlb, uint32_t address, const SysmmuMapping **mapping)
{
    unsigned hits = 0;

    for (unsigned i = 0; i < SYSMMU_TLB_ENTRIES; i++) {
        if (covers(&tlb->entry[i], address)) {
            *mapping = &tlb->entry[i];
            hits++;
        }
    }
    return hits;
}

const SysmmuMapping *sysmmu_tlb_insert(SysmmuTlb *tlb, const SysmmuMapping *mapping)
{
    SysmmuMapping *entry = &tlb->entry[tlb->next];

    tlb->next = (tlb->next + 1) % SYSMMU_TLB_ENTRIES;
    *entry = *mapping;
    return entry;
}

void sysmmu_tlb_flush(SysmmuTlb *tlb)
{
    memset(tlb, 0, sizeof(*tlb));
}

void sysmmu_tlb_flush_entry(SysmmuTlb *tlb, uint32_t address)
{
    for (unsigned i = 0; i < SYSMMU_TLB_ENTRIES; i++) {
        if (covers(&tlb->entry[i], address)) {
            tlb->entry[i].valid = false;
        }
    }
}
