/* SPDX-License-Identifier: MIT */
/* The host's stand-in for arm/barrier.h: unit tests run on one CPU, and need no barriers. */
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

#endif
