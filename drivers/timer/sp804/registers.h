/* SPDX-License-Identifier: MIT */
/*
 * Registers of the SP804 dual timer (ARM DDI 0271, Dual-Timer Module technical reference manual,
 * section 3.3). All are accessed as 32-bit words. The two timers are alike, SP804_TIMER_SIZE apart.
 */
#ifndef TIMER_SP804_REGISTERS_H
#define TIMER_SP804_REGISTERS_H

/* Offsets in bytes: width of the contents, access, section. */
enum sp804_register {
    TIMER_LOAD = 0x00,    /* 32 bits, RW, 3.3.1: value to count down from */
    TIMER_VALUE = 0x04,   /* 32 bits, RO, 3.3.2: the counter */
    TIMER_CONTROL = 0x08, /* 8 bits, RW, 3.3.3 */
    TIMER_INTCLR = 0x0c,  /* WO, 3.3.4: any write clears the interrupt */
};

#define SP804_TIMER_SIZE 0x20u

/* TIMER_CONTROL */
#define TIMER_CONTROL_ONE_SHOT  (1u << 0)
#define TIMER_CONTROL_32_BITS   (1u << 1)
#define TIMER_CONTROL_INTERRUPT (1u << 5)
#define TIMER_CONTROL_ENABLE    (1u << 7) /* without it and with bit 6 clear: free running */

#endif
