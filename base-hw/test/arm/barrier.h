/* SPDX-License-Identifier: MIT */
/*
 * The host's stand-in for arm/barrier.h: tests run one simulated CPU at a time, and need no
 * barriers. A CPU that waits for an interrupt gives way to the test (kernel/machine.c).
 */
#ifndef ARM_BARRIER_H
#define ARM_BARRIER_H

static inline void isb(void)
{
}

static inline void dsb_sy(void)
{
}

static inline void dsb_ish(void)
{
}

static inline void dsb_ishst(void)
{
}

static inline void dmb_ish(void)
{
}

static inline void dmb_ishst(void)
{
}

static inline void dmb_sy(void)
{
}

static inline void sev(void)
{
}

static inline void wfe(void)
{
}

void fake_wfi(void);

static inline void wfi(void)
{
    fake_wfi();
}

#endif
