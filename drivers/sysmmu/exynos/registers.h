/* SPDX-License-Identifier: MIT */
/*
 * Registers of the Exynos5250's SysMMU, 32 bits each (as Linux' exynos-iommu driver names and uses
 * them for the versions 1 to 3; no manual is public).
 */
#ifndef SYSMMU_EXYNOS_REGISTERS_H
#define SYSMMU_EXYNOS_REGISTERS_H

#include <stdint.h>

enum sysmmu_register {
    SYSMMU_CTRL = 0x00,          /* RW */
    SYSMMU_CFG = 0x04,           /* RW */
    SYSMMU_STATUS = 0x08,        /* RO */
    SYSMMU_FLUSH = 0x0c,         /* WO: empties the translation buffer */
    SYSMMU_PT_BASE = 0x14,       /* RW: physical address of the level-1 table, 16 KiB aligned */
    SYSMMU_INT_STATUS = 0x18,    /* RO: a bit for each fault, enum sysmmu_fault_bit */
    SYSMMU_INT_CLEAR = 0x1c,     /* WO */
    SYSMMU_PAGE_ADDRESS = 0x24,  /* RO: of a translation fault */
    SYSMMU_WRITE_ADDRESS = 0x28, /* RO: of a fault on the write channel */
    SYSMMU_READ_ADDRESS = 0x2c,  /* RO: of a fault on the read channel */
    SYSMMU_BUS_ADDRESS = 0x30,   /* RO: of a table that cannot be read */
    SYSMMU_VERSION = 0x34,       /* RO: bits 31:28 the major one */
};

/* CTRL: bit 0 enabled, bit 1 blocked, bit 2 interrupts */
#define SYSMMU_CTRL_OFF    0u
#define SYSMMU_CTRL_ENABLE 5u
#define SYSMMU_CTRL_BLOCK  7u

#define SYSMMU_CFG_LRU        1u         /* replace the entry least recently used */
#define SYSMMU_CFG_QOS        (15u << 7) /* most urgent */
#define SYSMMU_STATUS_BLOCKED 1u
#define SYSMMU_FLUSH_ALL      1u
#define SYSMMU_INT_ALL        0xffu

#define SYSMMU_VERSION_MAJOR(value) ((value) >> 28)
enum { SYSMMU_VERSION_LATEST = 3 }; /* of those with these registers */

enum sysmmu_fault_bit {
    SYSMMU_FAULT_TRANSLATION = 1 << 0,
    SYSMMU_FAULT_READ_MULTIPLE = 1 << 1, /* two entries of the buffer match */
    SYSMMU_FAULT_WRITE_MULTIPLE = 1 << 2,
    SYSMMU_FAULT_BUS = 1 << 3,
    SYSMMU_FAULT_READ_SECURITY = 1 << 4,
    SYSMMU_FAULT_READ_ACCESS = 1 << 5,
    SYSMMU_FAULT_WRITE_SECURITY = 1 << 6,
    SYSMMU_FAULT_WRITE_ACCESS = 1 << 7,
};

#endif
