/* SPDX-License-Identifier: MIT */
/*
 * The ARM generic timer's PL0 physical timer (ARM DDI 0406C, B8.1.3, registers in B8.2 and B4.1).
 * Only the domain to which core granted it may use the timer; <runtime/counter.h> has the counter.
 */
#ifndef TIMER_GENERIC_REGISTERS_H
#define TIMER_GENERIC_REGISTERS_H

#include <stdint.h>

/* CNTP_CTL */
#define CNTP_CTL_ENABLE (1u << 0)
#define CNTP_CTL_IMASK  (1u << 1) /* the interrupt is masked */

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
