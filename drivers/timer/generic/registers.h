/* SPDX-License-Identifier: MIT */
/*
 * The ARM generic timer's PL0 physical timer (ARM DDI 0406C, B8.1.3, registers in B8.2 and B4.1).
 * The counter may be read at PL0 by everyone; the timer by the domain to which it was granted.
 */
#ifndef TIMER_GENERIC_REGISTERS_H
#define TIMER_GENERIC_REGISTERS_H

#include <stdint.h>

/* CNTP_CTL */
#define CNTP_CTL_ENABLE (1u << 0)
#define CNTP_CTL_IMASK  (1u << 1) /* the interrupt is masked */

/* CNTFRQ, 32 bits, RO at PL0, B4.1.21: the counter's frequency in Hz. */
static inline uint32_t cntfrq_read(void)
{
    uint32_t value;
    __asm__ volatile("mrc p15, 0, %0, c14, c0, 0" : "=r"(value));
    return value;
}

/* CNTPCT, 64 bits, RO, B4.1.30: the counter. ISB: not read ahead of time (B8.1.2). */
static inline uint64_t cntpct_read(void)
{
    uint32_t low, high;
    __asm__ volatile("isb\n\tmrrc p15, 0, %0, %1, c14" : "=r"(low), "=r"(high) : : "memory");
    return (uint64_t)high << 32 | low;
}

/* CNTP_CVAL, 64 bits, RW, B4.1.28: the timer's condition is met when the counter reaches it. */
static inline void cntp_cval_write(uint64_t value)
{
    __asm__ volatile("mcrr p15, 2, %0, %1, c14"
                     :
                     : "r"((uint32_t)value), "r"((uint32_t)(value >> 32)));
}

/* CNTP_CTL, 3 bits, RW, B4.1.27: control. ISB: in effect before what follows. */
static inline void cntp_ctl_write(uint32_t value)
{
    __asm__ volatile("mcr p15, 0, %0, c14, c2, 1\n\tisb" : : "r"(value) : "memory");
}

#endif
