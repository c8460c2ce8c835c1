/* SPDX-License-Identifier: MIT */
/*
 * What the secure world must open before it is left for good. Runs on each CPU in secure SVC,
 * with the MMU off, before .bss is clear.
 */
#include <arm/barrier.h>
#include <arm/cp15.h>
#include <arm/gic.h>
#include <boot/start.h>

void secure_open(uint32_t cpu)
{
    /* VFP and NEON, and the A15's control bits that Hyp may set */
    write_NSACR(read_NSACR() | NSACR_CP10 | NSACR_CP11 | NSACR_NS_L2ERR | NSACR_NS_SMP);

    /* All interrupts to group 1: word 0 is banked, so each CPU does its own. The priority mask
     * must be open here, or the normal world could not open it. */
    write_GICD_IGROUPR(0, UINT32_MAX);
    write_GICC_PMR(GICC_PMR_ALL);
    if (cpu == 0) {
        uint32_t words = (read_GICD_TYPER() & GICD_TYPER_LINES_MASK) + 1;
        for (uint32_t word = 1; word < words; word++) {
            write_GICD_IGROUPR(word, UINT32_MAX);
        }
    }
    dsb_sy();
}
