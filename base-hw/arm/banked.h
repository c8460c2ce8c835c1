/* SPDX-License-Identifier: MIT */
/*
 * The registers of other modes, by name, from Hyp (ARM DDI 0406C B9.2.3, B9.3.9, B9.3.10), and
 * the floating-point control registers. Each line defines read_NAME() and write_NAME().
 *
 * SPSR_hyp has no banked name in Hyp itself: it is SPSR there.
 */
#ifndef ARM_BANKED_H
#define ARM_BANKED_H

#include <stdint.h>

#define BANKED_RW(name)                                                                            \
    static inline uint32_t read_##name(void)                                                       \
    {                                                                                              \
        uint32_t value;                                                                            \
        __asm__ volatile("mrs %0, " #name : "=r"(value));                                          \
        return value;                                                                              \
    }                                                                                              \
    static inline void write_##name(uint32_t value)                                                \
    {                                                                                              \
        __asm__ volatile("msr " #name ", %0" : : "r"(value));                                      \
    }

BANKED_RW(SP_svc)
BANKED_RW(LR_svc)
BANKED_RW(SPSR_svc)
BANKED_RW(SP_abt)
BANKED_RW(LR_abt)
BANKED_RW(SPSR_abt)
BANKED_RW(SP_und)
BANKED_RW(LR_und)
BANKED_RW(SPSR_und)
BANKED_RW(SP_irq)
BANKED_RW(LR_irq)
BANKED_RW(SPSR_irq)
BANKED_RW(R8_fiq)
BANKED_RW(R9_fiq)
BANKED_RW(R10_fiq)
BANKED_RW(R11_fiq)
BANKED_RW(R12_fiq)
BANKED_RW(SP_fiq)
BANKED_RW(LR_fiq)
BANKED_RW(SPSR_fiq)

#undef BANKED_RW

#endif
