/* SPDX-License-Identifier: MIT */
/*
 * Virtual interface control of the GIC (ARM IHI 0048B 5.3): each line a register, its offset, its
 * access and its section. There is one block for each CPU, at the same address.
 */
#ifndef ARM_GICH_H
#define ARM_GICH_H

#include <board.h>
#include <arm/mmio.h>

MMIO_RW(GICH_HCR, BOARD_GICH, 0x000)      /* 5.3.2: hypervisor control */
MMIO_RW(GICH_VMCR, BOARD_GICH, 0x008)     /* 5.3.4: virtual machine control */
MMIO_RO(GICH_ELSR0, BOARD_GICH, 0x030)    /* 5.3.7: empty list registers */
MMIO_RW(GICH_APR, BOARD_GICH, 0x0f0)      /* 5.3.9: active priorities */
MMIO_ARRAY_RW(GICH_LR, BOARD_GICH, 0x100) /* 5.3.8: list registers */

/* GICH_HCR */
#define GICH_HCR_EN             (1u << 0)
#define GICH_HCR_UIE            (1u << 1) /* maintenance interrupt on underflow */

/* GICH_LRn */
#define GICH_LR_PHYSICAL_SHIFT 10 /* of a hardware interrupt */
#define GICH_LR_PHYSICAL_MASK  (0x3ffu << GICH_LR_PHYSICAL_SHIFT)
#define GICH_LR_PENDING        (1u << 28)
#define GICH_LR_STATE_MASK     (3u << 28) /* pending, active */
#define GICH_LR_HW             (1u << 31)

#endif
