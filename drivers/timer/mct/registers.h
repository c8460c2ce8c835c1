/* SPDX-License-Identifier: MIT */
/*
 * Registers of the Exynos' multi-core timer, named as in Linux' exynos_mct.c. All are accessed as
 * 32-bit words; those not used by this driver are left out. There is one global counter; of local
 * timers there are two, MCT_LOCAL_SIZE apart.
 */
#ifndef TIMER_MCT_REGISTERS_H
#define TIMER_MCT_REGISTERS_H

/* Offsets in bytes: width of the contents, access. */
enum mct_register {
    G_CNT_L = 0x100, /* 32 bits, RO here: the global counter, which counts up */
    G_CNT_U = 0x104, /* 32 bits, RO here */
};

/* Of a local timer, from its place on. A write to one that has a bit in L_WSTAT takes effect when
 * that bit is set; writing 1 clears it. */
enum mct_local_register {
    L_TCNTB = 0x00,     /* 32 bits, RW: clock cycles of a tick, less one; L_WSTAT bit 0 */
    L_ICNTB = 0x08,     /* 31 bits, RW: ticks up to an interrupt; L_WSTAT bit 1 */
    L_TCON = 0x20,      /* 3 bits, RW: control; L_WSTAT bit 3 */
    L_INT_CSTAT = 0x30, /* 1 bit, RW: the interrupt is raised; writing 1 clears */
    L_INT_ENB = 0x34,   /* 1 bit, RW: it is let through */
    L_WSTAT = 0x40,     /* 4 bits, RW: writes that have taken effect */
};

#define MCT_LOCAL      0x300u
#define MCT_LOCAL_SIZE 0x100u

#define L_ICNTB_UPDATE (1u << 31) /* begin with the new value at once */
#define L_ICNTB_MAX    0x7fffffffu

/* L_TCON */
#define L_TCON_TICKS     (1u << 0)
#define L_TCON_INTERRUPT (1u << 1)
#define L_TCON_INTERVAL  (1u << 2) /* begin again after an interrupt */

#define L_INT_COUNT (1u << 0) /* in L_INT_CSTAT and L_INT_ENB */

/* L_WSTAT */
#define L_WSTAT_TCNTB (1u << 0)
#define L_WSTAT_ICNTB (1u << 1)
#define L_WSTAT_TCON  (1u << 3)

#endif
