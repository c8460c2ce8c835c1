/* SPDX-License-Identifier: MIT */
/*
 * Idling: what a CPU does while nothing is ready.
 */
#ifndef KERNEL_IDLE_H
#define KERNEL_IDLE_H

struct cpu;

/* Give the kernel lock back, sleep until an interrupt is pending, take the lock, handle it.
 * `cpu->current` and `cpu->active` are NULL meanwhile. */
void idle_wait(struct cpu *cpu);

#endif
