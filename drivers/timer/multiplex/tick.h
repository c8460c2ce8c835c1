/* SPDX-License-Identifier: MIT */
/*
 * From hardware counters to microseconds of a 64-bit clock.
 */
#ifndef TIMER_MULTIPLEX_TICK_H
#define TIMER_MULTIPLEX_TICK_H

#include <stdint.h>

#define MICROSECONDS_PER_SECOND 1000000u

/* A 32-bit counter that counts up and wraps, made 64 bits wide. */
struct wide_counter {
    uint64_t value; /* at the last reading */
};

/* The 64-bit value, given that the counter reads `reading` now and was given to this function less
 * than 2^32 counts ago. */
static inline uint64_t wide_counter_update(struct wide_counter *counter, uint32_t reading)
{
    counter->value += (uint32_t)(reading - (uint32_t)counter->value);
    return counter->value;
}

/* `ticks` of a counter of `frequency` Hz in microseconds, rounded down. Seconds and the rest are
 * converted apart: the product of all ticks would not fit after a few days. `frequency` not 0. */
static inline uint64_t ticks_to_microseconds(uint64_t ticks, uint32_t frequency)
{
    return ticks / frequency * MICROSECONDS_PER_SECOND +
           ticks % frequency * MICROSECONDS_PER_SECOND / frequency;
}

/* The first tick at which ticks_to_microseconds() reaches `microseconds`. */
static inline uint64_t microseconds_to_ticks(uint64_t microseconds, uint32_t frequency)
{
    return microseconds / MICROSECONDS_PER_SECOND * frequency +
           (microseconds % MICROSECONDS_PER_SECOND * frequency + MICROSECONDS_PER_SECOND - 1) /
               MICROSECONDS_PER_SECOND;
}

#endif
