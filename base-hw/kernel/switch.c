/* SPDX-License-Identifier: MIT */
/*
 * The switch from the thread that is loaded to the current one: address space, timer right, VFP
 * access, thread pointer; and between a guest's world and the components' (vm/world.h).
 */
#include "switch.h"
#include <vm/vcpu.h>
#include <vm/world.h>
#include "irq.h"

/* Rounds of a switch under one hold of the lock. */
enum { ROUNDS_MAX = 8 };

/* If a guest's world is in the CPU, the components' replaces it. */
static void leave_guest(struct cpu *cpu)
{
    if (cpu->guest_world) {
        world_leave(cpu, cpu->loaded != NULL ? cpu->loaded->vcpu : NULL);
        cpu->loaded = NULL;
    }
}

/* Any switch. */
static void switch_to(struct cpu *cpu, struct thread *next)
{
    leave_guest(cpu);
    if (next->vcpu == NULL) {
        context_load_thread(cpu, next);
        return;
    }
    context_load_space(cpu, next->pd);
    cpu->loaded = next;
    world_enter(cpu, next);
    vfp_select(cpu, next);
}

/* Let another CPU have the lock, and take interrupts, as if the current thread ran in between. */
static void make_way(struct cpu *cpu)
{
    leave_guest(cpu);
    spinlock_release(&kernel_lock);
    spinlock_acquire(&kernel_lock);
    irq_handle(cpu);
}

/* Whatever must happen before `cpu->current` can be loaded may make another thread current. A VMM
 * can have as many vCPUs with an event as its quota allows: so the lock is given back at times. */
static __attribute__((noinline)) void context_switch_slow(struct cpu *cpu)
{
    for (unsigned round = 1;; round++) {
        struct thread *next;

        if (round % ROUNDS_MAX == 0) {
            make_way(cpu);
        }
        next = cpu->current;
        if ((next->vcpu == NULL || next->vcpu->events == 0) && next == cpu->loaded) {
            return;
        }
        if (next->vcpu == NULL) {
            switch_to(cpu, next);
        } else if (next->vcpu->events != 0) {
            vcpu_send_event(cpu, next);
        } else if (cpu->resident == NULL || cpu->resident == next) {
            switch_to(cpu, next);
        } else {
            leave_guest(cpu);
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
