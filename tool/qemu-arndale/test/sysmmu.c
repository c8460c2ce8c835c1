/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Page tables and the stage for the SysMMU checks; see sysmmu.h. */
#include "sysmmu.h"
#include "dma.h"

#define LEVEL1_ENTRIES 4096
#define LEVEL2_ENTRIES 256
#define LEVEL2_TABLES  8
#define TYPE_MASK      3u
#define SECTION        2u
#define TABLE          1u
#define LARGE          1u
#define SMALL          2u
#define LARGE_REPEATED 16
#define SMALL_SIZE     0x1000u
#define LARGE_SIZE     0x10000u
#define POLLS_MAX      100000u
#define STAGE_SIZE     0x200000u
/* A word of the source is its own offset with this mark; the target is filled with another. */
#define SOURCE_MARK 0xa5000000u
#define TARGET_MARK 0x5a5a5a5au

static uint32_t level1[LEVEL1_ENTRIES] __attribute__((aligned(0x4000)));
static uint32_t level2[LEVEL2_TABLES][LEVEL2_ENTRIES] __attribute__((aligned(0x400)));
static unsigned level2_used;

uint32_t unit_read(const struct guarded_engine *unit, uint32_t offset)
{
    return read32(unit->sysmmu + offset);
}

void unit_write(const struct guarded_engine *unit, uint32_t offset, uint32_t value)
{
    write32(unit->sysmmu + offset, value);
}

uint32_t table_address(void)
{
    return (uint32_t)level1;
}

static uint32_t section_bits(enum access access)
{
    switch (access) {
    case READ_ONLY:
        return 1u << 15 | 1u << 10;
    case READ_WRITE:
        return 1u << 10;
    default:
        return 0;
    }
}

static uint32_t page_bits(enum access access)
{
    switch (access) {
    case READ_ONLY:
        return 1u << 9 | 1u << 4;
    case READ_WRITE:
        return 1u << 4;
    default:
        return 0;
    }
}

void map_section(uint32_t address, uint32_t physical, enum access access)
{
    level1[address >> 20] = physical | section_bits(access) | SECTION;
    barrier();
}

void unmap_section(uint32_t address)
{
    level1[address >> 20] = 0;
    barrier();
}

void point_to_table(uint32_t address, uint32_t place)
{
    level1[address >> 20] = place | TABLE;
    barrier();
}

/* The level-2 entry of ADDRESS; a fresh table replaces whatever else the level-1 entry held. */
static uint32_t *level2_entry(uint32_t address)
{
    uint32_t *entry = &level1[address >> 20];

    if ((*entry & TYPE_MASK) != TABLE) {
        *entry = (uint32_t)level2[level2_used++ % LEVEL2_TABLES] | TABLE;
    }
    return (uint32_t *)(*entry & ~0x3ffu) + (address >> 12) % LEVEL2_ENTRIES;
}

void map_small(uint32_t address, uint32_t physical, enum access access)
{
    *level2_entry(address) = (physical & ~(SMALL_SIZE - 1)) | page_bits(access) | SMALL;
    barrier();
}

void map_large(uint32_t address, uint32_t physical, enum access access)
{
    uint32_t *entry = level2_entry(address & ~(LARGE_SIZE - 1));

    for (unsigned i = 0; i < LARGE_REPEATED; i++) {
        entry[i] = (physical & ~(LARGE_SIZE - 1)) | page_bits(access) | LARGE;
    }
    barrier();
}

static void fill_target(void)
{
    for (uint32_t offset = 0; offset < STAGE_SIZE; offset += SMALL_SIZE) {
        for (uint32_t word = 0; word < DMA_UNIT; word += 4) {
            write32(TARGET + offset + word, TARGET_MARK);
        }
    }
}

void stage_setup(const struct guarded_engine *unit)
{
    dma_kill(unit->engine);
    unit_write(unit, SYSMMU_CTRL, CTRL_OFF);
    unit_write(unit, SYSMMU_INT_CLEAR, INT_ALL);
    for (uint32_t offset = 0; offset < STAGE_SIZE; offset += SMALL_SIZE) {
        for (uint32_t word = 0; word < DMA_UNIT; word += 4) {
            write32(SOURCE + offset + word, SOURCE_MARK | (offset + word));
        }
    }
    fill_target();
    for (unsigned i = 0; i < LEVEL1_ENTRIES; i++) {
        level1[i] = 0;
    }
    for (unsigned i = 0; i < LEVEL2_TABLES; i++) {
        for (unsigned j = 0; j < LEVEL2_ENTRIES; j++) {
            level2[i][j] = 0;
        }
    }
    level2_used = 0;
    map_small(PROGRAM_ADDRESS, PROGRAM, READ_ONLY);
    unit_write(unit, SYSMMU_PT_BASE, table_address());
    unit_write(unit, SYSMMU_FLUSH, FLUSH_NOW);
    unit_write(unit, SYSMMU_CTRL, CTRL_ON);
}

void copy_begin(const struct guarded_engine *unit, uint32_t program, uint32_t from, uint32_t to)
{
    fill_target();
    dma_write_program((uint8_t *)PROGRAM, from, to);
    dma_start(unit->engine, program);
    for (unsigned i = 0; i < POLLS_MAX; i++) {
        if (dma_stopped(unit->engine) || unit_read(unit, SYSMMU_STATUS)) {
            break;
        }
    }
    barrier();
}

bool copy_ends(const struct guarded_engine *unit)
{
    for (unsigned i = 0; i < POLLS_MAX; i++) {
        if (dma_stopped(unit->engine)) {
            return true;
        }
    }
    return false;
}

void copy(const struct guarded_engine *unit, uint32_t from, uint32_t to)
{
    copy_begin(unit, PROGRAM_ADDRESS, from, to);
    dma_kill(unit->engine);
}

bool holds_source(uint32_t physical, uint32_t offset)
{
    for (uint32_t word = 0; word < DMA_UNIT; word += 4) {
        if (read32(physical + word) != (SOURCE_MARK | (offset + word))) {
            return false;
        }
    }
    return true;
}

bool untouched(uint32_t physical)
{
    for (uint32_t word = 0; word < DMA_UNIT; word += 4) {
        if (read32(physical + word) != TARGET_MARK) {
            return false;
        }
    }
    return true;
}

void resume(const struct guarded_engine *unit)
{
    unit_write(unit, SYSMMU_INT_CLEAR, INT_ALL);
    unit_write(unit, SYSMMU_CTRL, CTRL_ON);
}
