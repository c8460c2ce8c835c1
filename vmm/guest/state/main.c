/* SPDX-License-Identifier: MIT */
/*
 * guest_state: a guest that sets whatever a component could feel to the worst, and gives way again
 * and again, so that components run in between: by exits, by waiting, and by being preempted.
 */
#include "guest.h"

#define SCTLR_A       (1u << 1)  /* alignment checks */
#define SCTLR_CP15BEN (1u << 5)  /* barriers by CP15 */
#define SCTLR_SW      (1u << 10) /* SWP */
#define SCTLR_Z       (1u << 11)
#define SCTLR_V       (1u << 13) /* high vectors: nothing is there */
#define SCTLR_EE      (1u << 25)
#define SCTLR_TE      (1u << 30)
#define CPACR_NONE    0xc0000000u /* ASEDIS, D32DIS, no coprocessor at all */
#define CNTKCTL_OPEN  0x3ffu      /* timers, counters and a fast event stream for PL0 */

enum { ROUNDS_A_LINE = 1000 };

static uint32_t sctlr_normal;

/* All but what this guest itself runs on: it takes no exceptions meanwhile. */
static void set_worst(uint32_t seed)
{
    uint32_t sctlr = sctlr_normal | SCTLR_A | SCTLR_SW | SCTLR_V | SCTLR_EE | SCTLR_TE;
    sctlr &= ~(SCTLR_CP15BEN | SCTLR_Z);
    __asm__ volatile("mcr p15, 0, %0, c1, c0, 0" : : "r"(sctlr));         /* SCTLR */
    __asm__ volatile("mcr p15, 0, %0, c1, c0, 2" : : "r"(CPACR_NONE));    /* CPACR */
    __asm__ volatile("mcr p15, 0, %0, c14, c1, 0" : : "r"(CNTKCTL_OPEN)); /* CNTKCTL */
    __asm__ volatile("mcr p15, 0, %0, c9, c14, 0" : : "r"(1));            /* PMUSERENR */
    __asm__ volatile("mcr p14, 6, %0, c0, c0, 0" : : "r"(seed & 1));      /* TEECR */
    __asm__ volatile("mcr p15, 0, %0, c13, c0, 2" : : "r"(seed));         /* TPIDRURW */
    __asm__ volatile("mcr p15, 0, %0, c13, c0, 3" : : "r"(~seed));        /* TPIDRURO */
    __asm__ volatile("mcr p15, 0, %0, c14, c3, 0" : : "r"(seed % 64));    /* CNTV_TVAL */
    __asm__ volatile("mcr p15, 0, %0, c14, c3, 1\n\tisb" : : "r"(1));     /* CNTV_CTL */
}

void guest_main(uint32_t tree)
{
    (void)tree;
    guest_initialize();
    guest_enable(INTERRUPT_VIRTUAL_TIMER, 0x80);
    __asm__ volatile("mrc p15, 0, %0, c1, c0, 0" : "=r"(sctlr_normal));
    for (uint32_t round = 0;; round++) {
        set_worst(round * 0x01234567);
        (void)guest_psci(PSCI_VERSION, 0, 0);
        if (round % 4 == 0) {
            guest_wait(); /* the timer's interrupt is pending soon; it is never taken */
            uint32_t acknowledged = read32(GICC_BASE + GICC_IAR);
            guest_timer_stop();
            write32(GICC_BASE + GICC_EOIR, acknowledged);
        }
        if (round % ROUNDS_A_LINE == 0) {
            guest_print("guest: at its worst\n");
        }
    }
}
