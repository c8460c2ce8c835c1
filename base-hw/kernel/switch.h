/* SPDX-License-Identifier: MIT */
/*
 * Parts of the switch from one thread to another, inline for the short paths; switch.c puts them
 * together.
 */
#ifndef KERNEL_SWITCH_H
#define KERNEL_SWITCH_H

#include <arm/cp15.h>
#include "cpu.h"
#include "vfp.h"

static inline void context_load_timer_right(struct cpu *cpu, const struct pd *pd)
{
    if (pd->timer_right != cpu->timer_right) {
        cpu->timer_right = pd->timer_right;
        write_CNTKCTL(CNTKCTL_PL0PCTEN | (pd->timer_right ? CNTKCTL_PL0PTEN : 0));
    }
}

/* The right was granted or taken while the component was loaded. */
static inline void context_sync_timer_right(struct cpu *cpu)
{
    if (cpu->loaded != NULL && !cpu->guest_world) {
        context_load_timer_right(cpu, cpu->loaded->pd);
    }
}

static inline void context_load_space(struct cpu *cpu, struct pd *pd)
{
    if (pd->vmid.value == VMID_NONE) {
        pd_assign_vmid(pd);
    }
    write_VTTBR(pd_vttbr(pd));
    context_load_timer_right(cpu, pd);
}

/* The thread pointer. TPIDRURW, which PL0 can write, carries nothing from thread to thread. */
static inline void context_load_pointers(const struct thread *next)
{
    write_TPIDRURO(next->thread_pointer);
    write_TPIDRURW(0);
}

/* Load a component's thread, when nothing of another one is left to be saved. */
static inline void context_load_thread(struct cpu *cpu, struct thread *next)
{
    context_load_space(cpu, next->pd);
    context_load_pointers(next);
    cpu->loaded = next;
    vfp_select(cpu, next);
}

#endif
