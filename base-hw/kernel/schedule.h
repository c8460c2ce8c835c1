/* SPDX-License-Identifier: MIT */
/*
 * The scheduler: fixed priorities, round robin with time slices within one, tickless.
 *
 * The Hyp timer runs only while a second context of the same priority is ready. All operations
 * are O(1). Locking: the kernel lock.
 */
#ifndef KERNEL_SCHEDULE_H
#define KERNEL_SCHEDULE_H

#include "cpu.h"

/* Put a context whose thread is RUNNABLE into the ready queue of its CPU, at the tail or (it was
 * interrupted) at the head. Another CPU that should run it at once is kicked. */
void schedule_ready(struct cpu *cpu, struct schedule_context *sc);
void schedule_ready_first(struct cpu *cpu, struct schedule_context *sc);

/* Make a context ready, and run its thread at once if it is more urgent than the active one. */
void schedule_wake(struct cpu *cpu, struct schedule_context *sc);

/* Take a context out of its ready queue, if it is in one. */
void schedule_remove(struct schedule_context *sc);

/* The active context cannot go on: run the next one, or idle until there is one. */
void schedule_next(struct cpu *cpu);

/* `active`, which is active on its CPU, is replaced by `sc`, on which the same thread goes on. It is
 * charged for what it used of its slice. On another CPU than `cpu`, that one is kicked; here the
 * caller lets others preempt. */
void schedule_substitute(struct cpu *cpu, struct schedule_context *active,
                         struct schedule_context *sc);

/* Let a more urgent ready context preempt the active one. */
void schedule_preempt(struct cpu *cpu);

/* The active context gives the rest of its slice away. */
void schedule_yield(struct cpu *cpu);

/* The Hyp timer's interrupt. */
void schedule_timer(struct cpu *cpu);

/* Change priority and slice of a context, wherever it is. */
void schedule_set(struct cpu *cpu, struct schedule_context *sc, uint32_t priority,
                  uint32_t budget_ticks);

#endif
