/* SPDX-License-Identifier: MIT */
/*
 * Ready queues and preemption. See schedule.h and the invariants in thread.h.
 */
#include "schedule.h"
#include <arm/barrier.h>
#include <arm/hyp_timer.h>
#include "idle.h"

static void ring_insert(struct cpu *owner, struct schedule_context *sc, bool first)
{
    struct schedule_context *head = owner->ready[sc->priority];

    sc->queued = true;
    if (head == NULL) {
        sc->next = sc;
        sc->previous = sc;
        owner->ready[sc->priority] = sc;
        owner->ready_mask |= 1u << sc->priority;
        return;
    }
    sc->next = head;
    sc->previous = head->previous;
    head->previous->next = sc;
    head->previous = sc;
    if (first) {
        owner->ready[sc->priority] = sc;
    }
}

void schedule_remove(struct schedule_context *sc)
{
    struct cpu *owner = cpu_of(sc->cpu);

    if (!sc->queued) {
        return;
    }
    sc->queued = false;
    if (sc->next == sc) {
        owner->ready[sc->priority] = NULL;
        owner->ready_mask &= ~(1u << sc->priority);
        return;
    }
    sc->next->previous = sc->previous;
    sc->previous->next = sc->next;
    if (owner->ready[sc->priority] == sc) {
        owner->ready[sc->priority] = sc->next;
    }
}

/* Start or stop the slice's timer: it is needed while the active context has a rival. */
static void slice_update(struct cpu *cpu)
{
    const struct schedule_context *sc = cpu->active;

    if (sc->budget != 0 && cpu->ready[sc->priority] != NULL) {
        if (!cpu->slice_armed) {
            cpu->slice_armed = true;
            cpu->slice_end = hyp_timer_now() + sc->remaining;
            hyp_timer_set(cpu->slice_end);
        }
    } else if (cpu->slice_armed) {
        cpu->slice_armed = false;
        hyp_timer_disable();
    }
}

/* The active context stops being active: keep what is left of its slice. */
static void slice_suspend(struct cpu *cpu)
{
    uint64_t now;

    if (!cpu->slice_armed) {
        return;
    }
    cpu->slice_armed = false;
    hyp_timer_disable();
    now = hyp_timer_now();
    cpu->active->remaining =
        now < cpu->slice_end ? (uint32_t)(cpu->slice_end - now) : cpu->active->budget;
}

static void activate(struct cpu *cpu, struct schedule_context *sc)
{
    cpu->active = sc;
    cpu->current = sc->runs;
    slice_update(cpu);
}

static struct schedule_context *pop_most_urgent(struct cpu *cpu)
{
    uint32_t priority = 31u - (uint32_t)__builtin_clz(cpu->ready_mask);
    struct schedule_context *sc = cpu->ready[priority];

    schedule_remove(sc);
    return sc;
}

static void make_ready(struct cpu *cpu, struct schedule_context *sc, bool first)
{
    struct cpu *owner = cpu_of(sc->cpu);

    ring_insert(owner, sc, first);
    if (owner != cpu) {
        if (owner->active == NULL || owner->active->priority <= sc->priority) {
            cpu_kick(owner->id);
        }
    } else if (cpu->active != NULL && cpu->active->priority == sc->priority) {
        slice_update(cpu);
    }
}

void schedule_ready(struct cpu *cpu, struct schedule_context *sc)
{
    make_ready(cpu, sc, false);
}

void schedule_ready_first(struct cpu *cpu, struct schedule_context *sc)
{
    make_ready(cpu, sc, true);
}

void schedule_wake(struct cpu *cpu, struct schedule_context *sc)
{
    struct schedule_context *active = cpu->active;

    if (sc->cpu != cpu->id || active == NULL || sc->priority <= active->priority) {
        make_ready(cpu, sc, false);
        return;
    }
    slice_suspend(cpu);
    ring_insert(cpu, active, true);
    activate(cpu, sc);
}

void schedule_next(struct cpu *cpu)
{
    if (cpu->active != NULL) {
        slice_suspend(cpu);
    }
    while (cpu->ready_mask == 0) {
        cpu->active = NULL;
        cpu->current = NULL;
        idle_wait(cpu);
    }
    activate(cpu, pop_most_urgent(cpu));
}

void schedule_substitute(struct cpu *cpu, struct schedule_context *active,
                         struct schedule_context *sc)
{
    struct cpu *owner = cpu_of(active->cpu);

    if (owner != cpu) {
        owner->active = sc;
        cpu_kick(owner->id);
        return;
    }
    slice_suspend(cpu);
    cpu->active = sc;
    slice_update(cpu);
}

void schedule_preempt(struct cpu *cpu)
{
    struct schedule_context *active = cpu->active;

    if (active == NULL || cpu->ready_mask >> active->priority <= 1) {
        if (active != NULL) {
            slice_update(cpu);
        }
        return;
    }
    slice_suspend(cpu);
    ring_insert(cpu, active, true);
    activate(cpu, pop_most_urgent(cpu));
}

void schedule_yield(struct cpu *cpu)
{
    struct schedule_context *active = cpu->active;

    if (cpu->ready[active->priority] == NULL) {
        return;
    }
    slice_suspend(cpu);
    active->remaining = active->budget;
    ring_insert(cpu, active, false);
    activate(cpu, pop_most_urgent(cpu));
}

void schedule_timer(struct cpu *cpu)
{
    cpu->slice_armed = false;
    hyp_timer_disable();
    if (cpu->active == NULL) {
        return;
    }
    cpu->active->remaining = cpu->active->budget;
    schedule_yield(cpu);
}

void schedule_set(struct cpu *cpu, struct schedule_context *sc, uint32_t priority,
                  uint32_t budget_ticks)
{
    bool queued = sc->queued;

    if (cpu->active == sc) {
        slice_suspend(cpu);
    }
    schedule_remove(sc);
    sc->priority = priority;
    sc->budget = budget_ticks;
    sc->remaining = budget_ticks;
    if (queued) {
        schedule_ready(cpu, sc);
    } else if (sc->cpu != cpu->id) {
        cpu_kick(sc->cpu);
    }
    schedule_preempt(cpu);
}
