/* SPDX-License-Identifier: MIT */
/*
 * The two worlds that a CPU runs below the kernel: components (PL0, HCR.TGE) and guests.
 *
 * PL1's state stays in the CPU when a guest exits: cpu->resident tells whose it is. It is
 * exchanged only when another vCPU is to run. What PL0 can see of it is exchanged at each change
 * of worlds; what it could see but no component needs is trapped instead: the performance
 * monitors for both worlds (HDCR.TPM), ThumbEE's and the implementation-defined registers for
 * components (HSTR).
 */
#ifndef VM_WORLD_H
#define VM_WORLD_H

#include <kernel/cpu.h>

/* Traps that are the same for both worlds, and the components' world: once on each CPU. */
void world_init(struct cpu *cpu);

/* From the guest that is `thread` (NULL: it ceased to exist) to the components' world. */
void world_leave(struct cpu *cpu, struct thread *thread);

/* From the components' world to the guest `thread`, whose address space is loaded. */
void world_enter(struct cpu *cpu, struct thread *thread);

/* Take the PL1 state of the resident vCPU, if any, out of the CPU. Its guest is not running. */
void world_evict(struct cpu *cpu);

#endif
