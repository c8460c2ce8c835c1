/* SPDX-License-Identifier: MIT */
/*
 * What the entry code calls, beside the system calls. The kernel lock is held.
 */
#ifndef KERNEL_TRAP_H
#define KERNEL_TRAP_H

#include <arm/cp15_bits.h>
#include "cpu.h"

/* Whether an abort is asynchronous: the bus refused a write that had been posted before (or memory
 * tells of a parity error as late), by the thread that runs now or by another. Blamed on whoever
 * runs, component or guest, a driver's write could bring down others, and with core the system. So
 * it is nobody's fault, and is dropped: the write had no effect, who was interrupted goes on. */
static inline bool trap_is_late_abort(uint32_t hsr)
{
    return (hsr & HSR_FSC_LATE_MASK) == HSR_FSC_LATE;
}

/* A trap of `current` that is no system call; `hsr` tells which. */
void trap_handle(struct cpu *cpu, struct thread *current, uint32_t hsr);

/* Interrupts are pending. */
void interrupt_handle(struct cpu *cpu);

#endif
