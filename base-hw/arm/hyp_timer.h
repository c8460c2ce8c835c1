/* SPDX-License-Identifier: MIT */
/*
 * The kernel's clock and alarm: CNTPCT and the Hyp timer of each CPU (ARM DDI 0406C B8.1).
 *
 * Time is in ticks of CNTPCT, the same on all CPUs. The timer raises BOARD_INTID_HYP_TIMER, by
 * level, from its deadline on until the deadline is moved or the timer disabled. Microseconds are
 * converted by a factor made once at the start.
 */
#ifndef ARM_HYP_TIMER_H
#define ARM_HYP_TIMER_H

#include <stdint.h>
#include <arm/barrier.h>
#include <arm/cp15.h>

enum { HYP_TIMER_SCALE_SHIFT = 16 };
extern uint32_t hyp_timer_scale; /* ticks in a microsecond, times 2^HYP_TIMER_SCALE_SHIFT */

/* Once, before the others: the scale, from CNTFRQ. */
void hyp_timer_init_scale(void);

/* On each CPU: the timer disabled. */
static inline void hyp_timer_disable(void)
{
    write_CNTHP_CTL(0);
}

static inline uint64_t hyp_timer_now(void)
{
    isb(); /* else the counter might be read early (B8.1.2) */
    return read_CNTPCT();
}

/* Raise the interrupt from `deadline` on. */
static inline void hyp_timer_set(uint64_t deadline)
{
    write_CNTHP_CVAL(deadline);
    write_CNTHP_CTL(CNT_CTL_ENABLE);
}

static inline uint64_t hyp_timer_ticks(uint32_t microseconds)
{
    return (uint64_t)microseconds * hyp_timer_scale >> HYP_TIMER_SCALE_SHIFT;
}

#endif
