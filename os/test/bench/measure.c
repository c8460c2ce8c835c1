/* SPDX-License-Identifier: MIT */
/* Loops, and conversion of ticks. */
#include <runtime/counter.h>
#include <runtime/log.h>
#include "measure.h"

enum {
    PHASES = 64,         /* several ticks' worth of the loop in measure_shift_phase() */
    SECOND = 1000000000, /* ns */
};

void measure_report(const char *name, uint64_t ticks, uint32_t count)
{
    /* QEMU counts in whole nanoseconds: a tick of 24 MHz takes it 41. */
    const uint32_t tick = (uint32_t)SECOND / counter_frequency();
    const uint64_t value = (ticks * tick + count / 2) / count;
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
