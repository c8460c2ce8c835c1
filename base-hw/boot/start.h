/* SPDX-License-Identifier: MIT */
/*
 * What start.S calls, in this order, and how the CPUs that wait in it are let go. Up to
 * hyp_tables_enable(), MMU and caches are off and .bss is not clear.
 */
#ifndef BOOT_START_H
#define BOOT_START_H

#include <stdint.h>
#include <stdnoreturn.h>

/* In the secure world only: give the normal world what it needs on CPU `cpu`, the calling one:
 * coprocessors and interrupts. */
void secure_open(uint32_t cpu);

/* On CPU 0, in Hyp, as what follows: make the tables of the kernel's own address space. */
void hyp_tables_build(void);

/* On each CPU: switch MMU and caches on. */
void hyp_tables_enable(void);

/* The kernel's C entry, on each CPU: on the CPU's own stack, interrupts masked, HVBAR at
 * fault_vectors. CPU 0 comes first, and another when CPU 0 has released it. Does not return. */
noreturn void kernel_main(uint32_t cpu);

/* Let the other CPUs call kernel_main(). What was written before is visible to them. */
void boot_release_secondaries(void);

#endif
