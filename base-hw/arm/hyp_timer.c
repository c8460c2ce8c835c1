/* SPDX-License-Identifier: MIT */
/* The factors between ticks and microseconds; see arm/hyp_timer.h. */
#include <arm/hyp_timer.h>

enum { MICROSECONDS_PER_SECOND = 1000000 };

struct hyp_timer_scale hyp_timer_scale;

/* (`numerator` << `shift`) / `denominator`, by long division: done twice, at the start. */
static uint32_t scaled_quotient(uint32_t numerator, uint32_t denominator, uint32_t shift)
{
    uint32_t quotient = numerator / denominator;
    uint64_t rest = numerator % denominator;
    for (uint32_t i = 0; i < shift; i++) {
        rest <<= 1;
        quotient <<= 1;
        if (rest >= denominator) {
            rest -= denominator;
            quotient |= 1;
        }
    }
    return quotient;
}

void hyp_timer_init_scale(void)
{
    uint32_t frequency = read_CNTFRQ();
    hyp_timer_scale.ticks =
        scaled_quotient(frequency, MICROSECONDS_PER_SECOND, HYP_TIMER_TICKS_SHIFT);
    hyp_timer_scale.microseconds =
        scaled_quotient(MICROSECONDS_PER_SECOND, frequency, HYP_TIMER_MICROSECONDS_SHIFT);
}
