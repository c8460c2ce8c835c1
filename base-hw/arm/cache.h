/* SPDX-License-Identifier: MIT */
/*
 * Cache maintenance by the kernel's own addresses, which are the physical ones (ARM DDI 0406C
 * B2.2.6, B4.2.1).
 */
#ifndef ARM_CACHE_H
#define ARM_CACHE_H

#include <stdint.h>
#include <arm/barrier.h>
#include <arm/cp15.h>

enum { CACHE_LINE = 64 }; /* Cortex-A15; CTR.DminLine and CCSIDR agree */

/* Clean and invalidate the data caches' lines of `size` bytes from `physical` on to the point of
 * coherency, on both CPUs. */
static inline void cache_clean_range(uint32_t physical, uint32_t size)
{
    uint32_t end = physical + size;
    for (uint32_t line = physical & ~(uint32_t)(CACHE_LINE - 1); line < end; line += CACHE_LINE) {
        write_DCCIMVAC(line);
    }
    dsb_sy();
}

/* Invalidate the instruction caches and branch predictors of both CPUs. */
static inline void cache_invalidate_instructions(void)
{
    dsb_ish();
    write_ICIALLUIS(0);
    write_BPIALLIS(0);
    dsb_ish();
    isb();
}

#endif
