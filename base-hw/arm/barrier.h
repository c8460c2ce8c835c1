/* SPDX-License-Identifier: MIT */
/*
 * Barriers and hints (ARM DDI 0406C A3.8.3, A8.8.43..44, A8.8.53, B1.8.13).
 *
 * The compiler moves no memory access across any of them. `_ish`: for the inner shareable domain,
 * which holds both CPUs and the table walks; `_sy`: for the whole system, devices too.
 */
#ifndef ARM_BARRIER_H
#define ARM_BARRIER_H

#define BARRIER_DEFINE(name, instruction)                                                          \
    static inline void name(void)                                                                  \
    {                                                                                              \
        __asm__ volatile(instruction : : : "memory");                                              \
    }

BARRIER_DEFINE(isb, "isb")
BARRIER_DEFINE(dsb_sy, "dsb sy")
BARRIER_DEFINE(dsb_ish, "dsb ish")
BARRIER_DEFINE(dsb_ishst, "dsb ishst")
BARRIER_DEFINE(dmb_sy, "dmb sy")
BARRIER_DEFINE(dmb_ish, "dmb ish")
BARRIER_DEFINE(dmb_ishst, "dmb ishst")
BARRIER_DEFINE(wfe, "wfe")
BARRIER_DEFINE(wfi, "wfi")
BARRIER_DEFINE(sev, "sev")

#undef BARRIER_DEFINE

#endif
