/* SPDX-License-Identifier: MIT */
/*
 * The switch from the thread that is loaded to the current one: address space, timer right, VFP
 * access, thread pointer; and between a guest's world and the components' (vm/world.h).
 */
#include "switch.h"
#include <vm/vcpu.h>
#include <vm/world.h>

/* Any switch. */
static void switch_to(struct cpu *cpu, struct thread *next)
{
    struct thread *previous = cpu->loaded;

    if (cpu->guest_world) {
        world_leave(cpu, previous);
    } else if (previous != NULL) {
        previous->tpidrurw = read_TPIDRURW();
    }
    if (next->vcpu == NULL) {
        context_load_thread(cpu, next);
        return;
    }
    context_load_space(cpu, next->pd);
    cpu->loaded = next;
    world_enter(cpu, next);
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

    if (previous == NULL || previous->vcpu != NULL) {
        context_switch_slow(cpu);
        return;
    }
    if (next->vcpu == NULL) {
        previous->tpidrurw = read_TPIDRURW();
        write_TPIDRURW(next->tpidrurw);
        if (previous->pd != next->pd) {
            context_load_space(cpu, next->pd);
        }
        cpu->loaded = next;
        vfp_select(cpu, next);
        return;
    }
    if (next->vcpu->events != 0 || cpu->resident != next) {
        context_switch_slow(cpu);
        return;
    }
    previous->tpidrurw = read_TPIDRURW();
    context_load_space(cpu, next->pd);
    cpu->loaded = next;
    world_enter(cpu, next);
    vfp_select(cpu, next);
}

void context_unload(struct cpu *cpu)
{
    if (cpu->loaded != NULL && !cpu->guest_world) {
        cpu->loaded->tpidrurw = read_TPIDRURW();
        cpu->loaded = NULL;
    }
}
