/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the SysMMU checks share: registers, page tables, and a stage of memory to copy in.
 *
 * The engine's program lies at PROGRAM_ADDRESS, which setup maps; SOURCE holds the words that are
 * copied and TARGET is filled with others, so that what a transfer did can be told. I/O addresses
 * differ from physical ones, so that an untranslated access is noticed.
 */
#ifndef SYSMMU_H
#define SYSMMU_H

#include "board.h"
#include "sysmmu_test.h"

#define SYSMMU_CTRL          0x00u
#define SYSMMU_STATUS        0x08u
#define SYSMMU_FLUSH         0x0cu
#define SYSMMU_FLUSH_ENTRY   0x10u
#define SYSMMU_PT_BASE       0x14u
#define SYSMMU_INT_STATUS    0x18u
#define SYSMMU_INT_CLEAR     0x1cu
#define SYSMMU_PAGE_ADDRESS  0x24u
#define SYSMMU_WRITE_ADDRESS 0x28u
#define SYSMMU_READ_ADDRESS  0x2cu
#define SYSMMU_BUS_ADDRESS   0x30u
#define SYSMMU_VERSION       0x34u

#define CTRL_OFF       0u
#define CTRL_ON        5u
#define CTRL_ON_SILENT 1u
#define CTRL_BLOCKED   7u
#define FLUSH_NOW      1u

enum sysmmu_interrupt {
    INT_PAGE = 1 << 0,
    INT_READ_MULTI_HIT = 1 << 1,
    INT_WRITE_MULTI_HIT = 1 << 2,
    INT_BUS = 1 << 3,
    INT_READ_SECURITY = 1 << 4,
    INT_READ_ACCESS = 1 << 5,
    INT_WRITE_SECURITY = 1 << 6,
    INT_WRITE_ACCESS = 1 << 7,
    INT_ALL = 0xff,
};

enum access { NO_ACCESS, READ_ONLY, READ_WRITE };

/* I/O addresses: each is of another MiB, and not the physical one. */
#define PROGRAM_ADDRESS  0x10000000u
#define SOURCE_ADDRESS   0x20100000u
#define TARGET_ADDRESS   0x20200000u
#define UNMAPPED_ADDRESS 0x20300000u

/* Physical memory for the copies: two MiB each for source and target, in the middle of DRAM. */
#define SOURCE  0x50000000u
#define TARGET  0x50200000u
#define PROGRAM 0x50400000u

/* Fills source and target, empties the tables, maps the program, and turns the unit on. */
void stage_setup(const struct guarded_engine *unit);

/* Maps by a section, by a large page (64 KiB), by a small page. The tables only: no flush. */
void map_section(uint32_t address, uint32_t physical, enum access access);
void map_large(uint32_t address, uint32_t physical, enum access access);
void map_small(uint32_t address, uint32_t physical, enum access access);
void unmap_section(uint32_t address);
/* Makes the level-1 entry point to a level-2 table at PLACE. */
void point_to_table(uint32_t address, uint32_t place);

/* Address of the level-1 table. */
uint32_t table_address(void);

/* Fills the target anew and copies from one I/O address to another, until the engine has stopped
   or the unit holds it back; then the engine is stopped. */
void copy(const struct guarded_engine *unit, uint32_t from, uint32_t to);

/* The same, with the program at an I/O address of the caller's, leaving the engine as it is. */
void copy_begin(const struct guarded_engine *unit, uint32_t program, uint32_t from, uint32_t to);

/* Waits until the engine has stopped; false if it does not. */
bool copy_ends(const struct guarded_engine *unit);

/* Whether memory at PHYSICAL (below TARGET + 2 MiB) now holds the words of SOURCE + OFFSET, or
   still those that it was filled with. */
bool holds_source(uint32_t physical, uint32_t offset);
bool untouched(uint32_t physical);

/* Clears the fault and turns the unit on again. */
void resume(const struct guarded_engine *unit);

uint32_t unit_read(const struct guarded_engine *unit, uint32_t offset);
void unit_write(const struct guarded_engine *unit, uint32_t offset, uint32_t value);

#endif
