/* SPDX-License-Identifier: MIT */
/*
 * The ARM generic timer's physical counter, which every component may read (ARM DDI 0406C, B8.1.1).
 */
#ifndef RUNTIME_COUNTER_H
#define RUNTIME_COUNTER_H

#include <stdint.h>

/* CNTFRQ, 32 bits, read-only at PL0, B4.1.21: the counter's frequency in Hz. */
static inline uint32_t counter_frequency(void)
{
    uint32_t value;
    __asm__ volatile("mrc p15, 0, %0, c14, c0, 0" : "=r"(value));
    return value;
}

/* CNTPCT, 64 bits, read-only, B4.1.30: the counter. ISB: not read ahead of time (B8.1.2). */
static inline uint64_t counter_read(void)
{
    uint32_t low, high;
    __asm__ volatile("isb\n\tmrrc p15, 0, %0, %1, c14" : "=r"(low), "=r"(high) : : "memory");
    return (uint64_t)high << 32 | low;
}

#endif
