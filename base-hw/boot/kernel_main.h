/* SPDX-License-Identifier: MIT */
/*
 * Where the start code hands over: on each CPU, in Hyp, on the CPU's own stack, MMU and caches on,
 * interrupts masked, HVBAR at fault_vectors, .bss clear. CPU 0 comes first: another CPU calls
 * when CPU 0 has called boot_release_secondaries().
 */
#ifndef BOOT_KERNEL_MAIN_H
#define BOOT_KERNEL_MAIN_H

#include <stdint.h>
#include <stdnoreturn.h>

/* The kernel's C entry. Does not return. */
noreturn void kernel_main(uint32_t cpu);

/* Let the other CPUs call kernel_main(). What was written before is visible to them. */
void boot_release_secondaries(void);

#endif
