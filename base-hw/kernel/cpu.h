/* SPDX-License-Identifier: MIT */
/*
 * The state of one CPU, found through HTPIDR, and the kernel lock.
 *
 * `current` is the thread that the CPU returns to when it leaves the kernel; `loaded` the one
 * whose address space, coprocessor access and PL0 state are in the hardware. They differ only
 * between a decision and the next context_switch(). `active` is the context that pays:
 * current->sc, or NULL while the CPU is idle.
 *
 * Locking: one ticket lock protects the whole kernel. Entry takes it; exit, idling, and a switch
 * that takes long (switch.c) give it back; every path in between is bounded.
 */
#ifndef KERNEL_CPU_H
#define KERNEL_CPU_H

#include <board.h>
#include <arm/spinlock.h>
#include "thread.h"

extern struct spinlock kernel_lock;

struct cpu {
    struct thread *current;
    struct thread *loaded;
    uint32_t stack_top;
    uint32_t id;
    struct schedule_context *active;
    uint32_t ready_mask; /* bit p: ready[p] is not empty */
    struct schedule_context *ready[PRIORITY_COUNT]; /* head of each ring */
    bool slice_armed;   /* the Hyp timer runs for the active context */
    uint64_t slice_end; /* in ticks of CNTPCT */
    struct thread *vfp_owner;
    struct thread *resident; /* vCPU whose PL1 state is in the CPU, or NULL */
    bool evict_wanted;       /* another CPU asks for the resident vCPU's state */
    bool guest_world;        /* HCR and PL0 state are a guest's */
    bool timer_right;        /* the PL0 physical timer is open */
    uint32_t private_enabled; /* PPIs that are to be enabled here */
};

extern struct cpu cpus[BOARD_CPU_COUNT];

/* Set when CPU `id` has entered kernel_main(). */
static inline struct cpu *cpu_of(uint32_t id)
{
    return &cpus[id];
}

/* Load what `cpu->current` needs, if it is not loaded, after pending events of a vCPU were
 * delivered. It may give the lock back meanwhile. */
void context_switch(struct cpu *cpu);

/* Tell another CPU to look at its state: its schedule, its dying thread, its vCPU's events. */
void cpu_kick(uint32_t id);

#endif
