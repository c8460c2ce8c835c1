/* SPDX-License-Identifier: MIT */
/*
 * The GICv2's distributor and CPU interface as the kernel, in the normal world, sees them
 * (ARM IHI 0048B 4.3, 4.4). Each register is a line: its offset, access and section.
 *
 * All interrupts are in group 1. The end of an interrupt is split: gic_end() drops the running
 * priority at once, so that others come through; gic_deactivate() lets the same one be raised
 * again, when its driver has acknowledged it, or, for a list register linked to the hardware,
 * when the guest ends it.
 *
 * Locking: gic_enable() for shared interrupts is the caller's to serialise; all else is not shared.
 */
#ifndef ARM_GIC_H
#define ARM_GIC_H

#include <stdbool.h>
#include <board.h>
#include <arm/mmio.h>

MMIO_RW(GICD_CTLR, BOARD_GICD, 0x000)             /* 4.3.1: control */
MMIO_RO(GICD_TYPER, BOARD_GICD, 0x004)            /* 4.3.2: number of lines */
MMIO_ARRAY_RW(GICD_IGROUPR, BOARD_GICD, 0x080)    /* 4.3.4: group; secure access only */
MMIO_ARRAY_RW(GICD_ISENABLER, BOARD_GICD, 0x100)  /* 4.3.5: enable, a bit each */
MMIO_ARRAY_RW(GICD_ICENABLER, BOARD_GICD, 0x180)  /* 4.3.6: disable */
MMIO_ARRAY_RW(GICD_ICPENDR, BOARD_GICD, 0x280)    /* 4.3.8: clear pending */
MMIO_ARRAY_RW(GICD_ISACTIVER, BOARD_GICD, 0x300)  /* 4.3.9: set active */
MMIO_ARRAY_RW(GICD_ICACTIVER, BOARD_GICD, 0x380)  /* 4.3.10: clear active */
MMIO_BYTES_WO(GICD_IPRIORITYR, BOARD_GICD, 0x400) /* 4.3.11: priority, a byte each */
MMIO_BYTES_WO(GICD_ITARGETSR, BOARD_GICD, 0x800)  /* 4.3.12: set of CPUs, a byte each */
MMIO_ARRAY_RW(GICD_ICFGR, BOARD_GICD, 0xc00)      /* 4.3.13: level or edge, two bits each */
MMIO_WO(GICD_SGIR, BOARD_GICD, 0xf00)             /* 4.3.15: raise an SGI */

MMIO_RW(GICC_CTLR, BOARD_GICC, 0x000) /* 4.4.1: control */
MMIO_RW(GICC_PMR, BOARD_GICC, 0x004)  /* 4.4.2: priority mask */
MMIO_RW(GICC_BPR, BOARD_GICC, 0x008)  /* 4.4.3: binary point */
MMIO_RO(GICC_IAR, BOARD_GICC, 0x00c)  /* 4.4.4: acknowledge */
MMIO_WO(GICC_EOIR, BOARD_GICC, 0x010) /* 4.4.5: end of interrupt */
MMIO_WO(GICC_DIR, BOARD_GICC, 0x1000) /* 4.4.15: deactivate */

#define GICD_CTLR_ENABLE_GROUP1_NS (1u << 0) /* seen from the normal world */
#define GICD_CTLR_ENABLE_GROUPS    (3u << 0) /* seen from the secure world: 0 and 1 */
#define GICD_TYPER_LINES_MASK      0x1fu /* interrupts / 32 - 1 */
#define GICD_SGIR_TARGETS_SHIFT    16
#define GICD_SGIR_OTHERS           (1u << 24) /* to all CPUs but this one */

#define GICC_CTLR_ENABLE_GROUP1_NS (1u << 0) /* seen from the normal world */
#define GICC_CTLR_EOIMODE_NS       (1u << 9)
#define GICC_IAR_INTID_MASK        0x3ffu
#define GICC_PMR_ALL               0xffu

enum {
    GIC_PRIVATE_COUNT = 32, /* SGIs and PPIs: below this number, banked for each CPU */
    GIC_SGI_COUNT = 16,
    GIC_SPURIOUS = 1020,     /* this and the numbers above it: nothing to handle */
    GIC_SGI_KERNEL = 1,      /* the kernel's message to another CPU */
    GIC_SGI_STOP = 2,        /* a panic elsewhere: see arm/panic.h */
    GIC_PRIORITY_ALL = 0xa0, /* one priority for all: none preempts another */
};

/* Once, on one CPU: all shared interrupts disabled, of one priority; the distributor on. */
void gic_init_distributor(void);

/* On each CPU: its private interrupts disabled but for the SGIs; its interface on. */
void gic_init_cpu(void);

/* Number of interrupt lines that the distributor has. */
uint32_t gic_line_count(void);

/* Set the trigger and the one CPU of `intid` (below gic_line_count()), and enable it. A private
 * one is enabled on the calling CPU, and `cpu` must be that. */
void gic_enable(uint32_t intid, bool edge, uint32_t cpu);

void gic_disable(uint32_t intid);

/* Take the interrupt of highest priority that is pending. The result goes to gic_end(); its
 * number is gic_intid() of it, GIC_SPURIOUS or above if there is none (then no gic_end()). */
static inline uint32_t gic_acknowledge(void)
{
    return read_GICC_IAR();
}

static inline uint32_t gic_intid(uint32_t acknowledged)
{
    return acknowledged & GICC_IAR_INTID_MASK;
}

/* Priority drop; the interrupt stays active. */
static inline void gic_end(uint32_t acknowledged)
{
    write_GICC_EOIR(acknowledged);
}

/* Let the interrupt, on this CPU, be raised again. For an SGI: the whole value acknowledged. */
static inline void gic_deactivate(uint32_t intid)
{
    write_GICC_DIR(intid);
}

/* Deactivate it on whatever CPU it was taken (private: on this one). */
static inline void gic_clear_active(uint32_t intid)
{
    write_GICD_ICACTIVER(intid / 32, 1u << intid % 32);
}

/* Make it active without having been raised: a virtual timer that is pending in a list register
 * moves with its vCPU. */
static inline void gic_set_active(uint32_t intid)
{
    write_GICD_ISACTIVER(intid / 32, 1u << intid % 32);
}

/* Raise GIC_SGI_KERNEL on `cpu`. What was written before is visible to it. */
void gic_send_ipi(uint32_t cpu);

/* Raise GIC_SGI_STOP on all other CPUs. */
void gic_stop_others(void);

#endif
