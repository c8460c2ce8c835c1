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

/* Whatever must happen before `cpu->current` can be loaded may make another thread current. */
static __attribute__((noinline)) void context_switch_slow(struct cpu *cpu)
{
    for (;;) {
        struct thread *next = cpu->current;

        if (next == cpu->loaded && (next->vcpu == NULL || next->vcpu->events == 0)) {
            return;
        }
        if (next->vcpu == NULL) {
            switch_to(cpu, next);
        } else if (next->vcpu->events != 0) {
            vcpu_send_event(cpu, next);
        } else if (cpu->resident == NULL || cpu->resident == next) {
            switch_to(cpu, next);
        } else {
            if (cpu->guest_world) {
                world_leave(cpu, cpu->loaded);
                cpu->loaded = NULL;
            }
            world_evict(cpu);
        }
    }
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
        context_load_pointers(next);
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
    context_load_space(cpu, next->pd);
    cpu->loaded = next;
    world_enter(cpu, next);
    vfp_select(cpu, next);
}
