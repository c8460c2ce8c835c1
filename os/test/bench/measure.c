/* SPDX-License-Identifier: MIT */
/* Loops, and conversion of ticks. */
#include <runtime/counter.h>
#include <runtime/log.h>
#include "measure.h"

#define NANOSECONDS_PER_SECOND 1000000000ull

enum { PHASES = 64 }; /* several ticks' worth of the loop in measure_shift_phase() */

void measure_report(const char *name, uint64_t ticks, uint32_t count)
{
    const uint64_t divisor = (uint64_t)counter_frequency() * count;
    const uint64_t value = (ticks * NANOSECONDS_PER_SECOND + divisor / 2) / divisor;
    log_printf("bench: %s %u\n", name, (unsigned int)value);
}

static void do_nothing(void *context)
{
    __asm__ volatile("" : : "r"(context) : "memory");
}

static uint64_t run(void (*operation)(void *), void *context)
{
    operation(context);
    const uint64_t start = counter_read();
    for (uint32_t i = 0; i < MEASURE_ROUNDS; i++) {
        operation(context);
    }
    return counter_read() - start;
}

uint64_t measure_loop(void (*operation)(void *context), void *context)
{
    const uint64_t empty = run(do_nothing, NULL);
    const uint64_t full = run(operation, context);
    return full > empty ? full - empty : 0;
}

void measure_shift_phase(uint32_t round)
{
    for (uint32_t i = 0; i < round % PHASES; i++) {
        __asm__ volatile("" : : : "memory");
    }
}
