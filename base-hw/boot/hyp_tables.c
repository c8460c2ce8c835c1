/* SPDX-License-Identifier: MIT */
/*
 * The kernel's own address space: one-to-one, made once, never changed (ARM DDI 0406C B3.6).
 *
 * RAM and the kernel's devices in blocks of 2 MiB, never executable. The one that holds the
 * kernel, from kernel_text_start on, in pages: text read-execute, rodata read-only, data
 * writeable, the stacks' guard pages not at all. HSCTLR.WXN forbids what would be both writeable
 * and executable.
 */
#include <stddef.h>
#include <stdint.h>
#include <arm/barrier.h>
#include <arm/cp15.h>
#include <boot/start.h>
#include <boot/layout.h>

enum {
    ENTRIES = 512,
    GIB_COUNT = 4,
    GIB_SHIFT = 30,
    BLOCK_SHIFT = 21,
    BLOCK_SIZE = 1 << BLOCK_SHIFT,
};

/* Descriptors of Hyp's stage 1 (B3.6.1, B3.6.2) */
#define BLOCK         (1ull << 0)
#define TABLE         (3ull << 0)
#define PAGE          (3ull << 0)
#define ATTR_NORMAL   (0ull << 2) /* index into HMAIR */
#define ATTR_DEVICE   (1ull << 2)
#define AP_RES1       (1ull << 6) /* AP[1] */
#define AP_READ_ONLY  (1ull << 7)
#define SH_INNER      (3ull << 8)
#define ACCESSED      (1ull << 10)
#define EXECUTE_NEVER (1ull << 54)

#define NORMAL    (ATTR_NORMAL | AP_RES1 | SH_INNER | ACCESSED)
#define NORMAL_RW (NORMAL | EXECUTE_NEVER)
#define NORMAL_RO (NORMAL | EXECUTE_NEVER | AP_READ_ONLY)
#define NORMAL_RX (NORMAL | AP_READ_ONLY)
#define DEVICE_RW (ATTR_DEVICE | AP_RES1 | ACCESSED | EXECUTE_NEVER)

#define HMAIR0_NORMAL_WBWA 0xffu        /* attribute 0: inner and outer write-back */
#define HMAIR0_DEVICE      (0x04u << 8) /* attribute 1 */

static _Alignas(32) uint64_t root[GIB_COUNT];
static _Alignas(PAGE_SIZE) uint64_t level2[GIB_COUNT][ENTRIES];
static _Alignas(PAGE_SIZE) uint64_t level3[ENTRIES]; /* of the kernel's block */

static void map_block(uint32_t address, uint64_t attributes)
{
    level2[address >> GIB_SHIFT][address >> BLOCK_SHIFT & (ENTRIES - 1)] =
        address | attributes | BLOCK;
}

/* Pages of the kernel's block; `start` and `end` lie in it. */
static void map_pages(const char *start, const char *end, uint64_t attributes)
{
    for (uint32_t address = (uint32_t)start; address < (uint32_t)end; address += PAGE_SIZE) {
        level3[(address - (uint32_t)kernel_text_start) / PAGE_SIZE] = address | attributes | PAGE;
    }
}

void hyp_tables_build(void)
{
    static const uint32_t devices[] = BOARD_DEVICE_BLOCKS;

    for (uint32_t gib = 0; gib < GIB_COUNT; gib++) {
        root[gib] = (uint32_t)level2[gib] | TABLE;
    }
    for (size_t i = 0; i < sizeof(devices) / sizeof(devices[0]); i++) {
        map_block(devices[i], DEVICE_RW);
    }
    for (uint32_t offset = 0; offset < BOARD_RAM_SIZE; offset += BLOCK_SIZE) {
        map_block(BOARD_RAM_BASE + offset, NORMAL_RW);
    }
    uint32_t image = (uint32_t)kernel_text_start;
    level2[image >> GIB_SHIFT][image >> BLOCK_SHIFT & (ENTRIES - 1)] = (uint32_t)level3 | TABLE;
    map_pages(kernel_text_start, kernel_text_start + BLOCK_SIZE, NORMAL_RW);
    map_pages(kernel_text_start, kernel_text_end, NORMAL_RX);
    map_pages(kernel_rodata_start, kernel_rodata_end, NORMAL_RO);
    for (uint32_t cpu = 0; cpu < BOARD_CPU_COUNT; cpu++) {
        level3[((uint32_t)boot_stacks[cpu].guard - image) / PAGE_SIZE] = 0;
    }
    dsb_sy();
}

void hyp_tables_enable(void)
{
    write_ACTLR(read_ACTLR() | ACTLR_SMP);
    write_HMAIR0(HMAIR0_NORMAL_WBWA | HMAIR0_DEVICE);
    write_HMAIR1(0);
    write_HTCR(HTCR_RES1 | TCR_SH0_INNER | TCR_ORGN0_WBWA | TCR_IRGN0_WBWA);
    write_HTTBR((uint32_t)root);
    write_TLBIALLH(0);
    write_TLBIALLNSNH(0);
    write_ICIALLU(0);
    write_BPIALL(0);
    dsb_sy();
    isb();
    write_HSCTLR(HSCTLR_RES1 | HSCTLR_CP15BEN | HSCTLR_WXN | HSCTLR_I | HSCTLR_C | HSCTLR_M);
    isb();
}
