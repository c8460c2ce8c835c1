/* SPDX-License-Identifier: MIT */
/*
 * The switch from the thread that is loaded to the current one: address space, timer right, VFP
 * access, thread pointer; and between a guest's world and the components' (vm/world.h).
 */
#include <arm/cp15.h>
#include <vm/vcpu.h>
#include <vm/world.h>
#include "cpu.h"
#include "vfp.h"

static inline void load_address_space(struct cpu *cpu, struct pd *pd)
{
    if (pd->vmid.value == VMID_NONE) {
        pd_assign_vmid(pd);
    }
    write_VTTBR(pd_vttbr(pd));
    if (pd->timer_right != cpu->timer_right) {
        cpu->timer_right = pd->timer_right;
        write_CNTKCTL(CNTKCTL_PL0PCTEN | (pd->timer_right ? CNTKCTL_PL0PTEN : 0));
    }
}

/* From one component's thread to another's. */
static inline void switch_threads(struct cpu *cpu, struct thread *previous, struct thread *next)
{
    previous->tpidrurw = read_TPIDRURW();
    write_TPIDRURW(next->tpidrurw);
    if (previous->pd != next->pd) {
        load_address_space(cpu, next->pd);
    }
    cpu->loaded = next;
    vfp_select(cpu, next);
}

/* Any switch. */
static void switch_to(struct cpu *cpu, struct thread *next)
{
    struct thread *previous = cpu->loaded;

    if (cpu->guest_world) {
        world_leave(cpu, previous);
    } else if (previous != NULL) {
        previous->tpidrurw = read_TPIDRURW();
    }
    load_address_space(cpu, next->pd);
    cpu->loaded = next;
    if (next->vcpu != NULL) {
        world_enter(cpu, next);
    } else {
        write_TPIDRURW(next->tpidrurw);
    }
    vfp_select(cpu, next);
}

static __attribute__((noinline)) void context_switch_slow(struct cpu *cpu)
{
    do {
        vcpu_deliver_pending(cpu);
        if (cpu->current != cpu->loaded) {
            switch_to(cpu, cpu->current);
        }
    } while (cpu->current != cpu->loaded || cpu->posted != NULL);
}

void context_switch(struct cpu *cpu)
{
    struct thread *previous = cpu->loaded;
    struct thread *next = cpu->current;

    if (previous == NULL || previous->vcpu != NULL || next->vcpu != NULL) {
        context_switch_slow(cpu);
        return;
    }
    switch_threads(cpu, previous, next);
}

void context_unload(struct cpu *cpu)
{
    if (cpu->loaded != NULL && !cpu->guest_world) {
        cpu->loaded->tpidrurw = read_TPIDRURW();
        cpu->loaded = NULL;
    }
}
