/* SPDX-License-Identifier: MIT */
/*
 * Measuring with the counter. Under QEMU's -icount shift=0 an instruction takes a nanosecond of
 * virtual time, so that nanoseconds are instructions. The counter's tick is longer than that: an
 * operation is repeated, or, where its ends lie in two threads, begun at every phase of a tick.
 */
#ifndef TEST_BENCH_MEASURE_H
#define TEST_BENCH_MEASURE_H

#include <stdint.h>

enum { MEASURE_ROUNDS = 4096 };

/* Print the nanoseconds of one of `count` operations that took `ticks`, as "bench: NAME VALUE". */
void measure_report(const char *name, uint64_t ticks, uint32_t count);

/* Ticks that MEASURE_ROUNDS runs of `operation` take, without those of the loop itself. */
uint64_t measure_loop(void (*operation)(void *context), void *context);

/* Let a part of a tick pass that differs from round to round. */
void measure_shift_phase(uint32_t round);

#endif
