/* SPDX-License-Identifier: MIT */
/* The CPUs' stacks, and the flag that all but CPU 0 wait for, with caches off: apart from .bss,
 * since they are in use when that is cleared. */
#include <arm/cache.h>
#include <boot/start.h>
#include <boot/layout.h>

_Alignas(PAGE_SIZE)
    __attribute__((section(".bss.stacks"))) struct boot_stack boot_stacks[BOARD_CPU_COUNT];

/* For start.S. */
__attribute__((section(".data"))) volatile uint32_t cpus_released;

void boot_release_secondaries(void)
{
    cpus_released = 1;
    dsb_sy();
    cache_clean_range((uint32_t)&cpus_released, sizeof(cpus_released));
    sev();
}
