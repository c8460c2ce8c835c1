/* SPDX-License-Identifier: MIT */
/* The factor from microseconds to ticks; see arm/hyp_timer.h. */
#include <arm/hyp_timer.h>

enum { MICROSECONDS_PER_SECOND = 1000000 };

uint32_t hyp_timer_scale;

void hyp_timer_init_scale(void)
{
    uint32_t frequency = read_CNTFRQ();
    uint32_t quotient = frequency / MICROSECONDS_PER_SECOND;
    uint32_t rest = frequency % MICROSECONDS_PER_SECOND;

    for (uint32_t i = 0; i < HYP_TIMER_SCALE_SHIFT; i++) {
        rest <<= 1;
        quotient = quotient << 1 | (rest >= MICROSECONDS_PER_SECOND);
        rest -= rest >= MICROSECONDS_PER_SECOND ? MICROSECONDS_PER_SECOND : 0;
    }
    hyp_timer_scale = quotient;
}
