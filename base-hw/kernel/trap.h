/* SPDX-License-Identifier: MIT */
/*
 * What the entry code calls, beside the system calls. The kernel lock is held.
 */
#ifndef KERNEL_TRAP_H
#define KERNEL_TRAP_H

#include "cpu.h"

/* A trap of `current` that is no system call; `hsr` tells which. */
void trap_handle(struct cpu *cpu, struct thread *current, uint32_t hsr);

/* Interrupts are pending. */
void interrupt_handle(struct cpu *cpu);

#endif
