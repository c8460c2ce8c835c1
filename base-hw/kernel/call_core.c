/* SPDX-License-Identifier: MIT */
/*
 * Core's calls on address spaces, capabilities, threads and interrupts that exist. Contracts:
 * core/core_call.h.
 */
#include <arm/hyp_timer.h>
#include <board/power.h>
#include <hw/core_values.h>
#include "call.h"
#include "endpoint.h"
#include "irq.h"
#include "schedule.h"
#include "switch.h"

static struct pd *argument_pd(const struct thread *current)
{
    return pd_lookup(current->pd, current->registers->r[0], OBJECT_PD);
}

/* The thread or vCPU that r0 names. */
static struct thread *argument_thread(const struct thread *current)
{
    struct thread *thread = pd_lookup(current->pd, current->registers->r[0], OBJECT_THREAD);

    return thread != NULL ? thread : pd_lookup(current->pd, current->registers->r[0], OBJECT_VCPU);
}

void call_map(struct cpu *cpu, struct thread *current)
{
    struct general_registers *r = current->registers;
    struct pd *pd = argument_pd(current);
    uint32_t done = 0;

    (void)cpu;
    r->r[0] = pd != NULL ? pd_map(pd, r->r[1], r->r[2], r->r[3], r->r[4], &done) : ERROR_CAPABILITY;
    r->r[1] = done;
}

void call_unmap(struct cpu *cpu, struct thread *current)
{
    struct general_registers *r = current->registers;
    struct pd *pd = argument_pd(current);
    uint32_t done = 0;

    (void)cpu;
    r->r[0] = pd != NULL ? pd_unmap(pd, r->r[1], r->r[2], &done) : ERROR_CAPABILITY;
    r->r[1] = done;
}

void call_pd_donate_table(struct cpu *cpu, struct thread *current)
{
    struct general_registers *r = current->registers;
    struct pd *pd = argument_pd(current);

    (void)cpu;
    if (pd == NULL) {
        r->r[0] = ERROR_CAPABILITY;
    } else if (call_page(r->r[1]) == NULL) {
        r->r[0] = ERROR_INVALID;
    } else {
        r->r[0] = stage2_donate(&pd->stage2, r->r[1]);
    }
}

void call_pd_timer_right(struct cpu *cpu, struct thread *current)
{
    struct pd *pd = argument_pd(current);

    current->registers->r[0] = pd != NULL ? OK : ERROR_CAPABILITY;
    if (pd == NULL) {
        return;
    }
    pd->timer_right = current->registers->r[1] != 0;
    context_sync_timer_right(cpu);
    for (uint32_t id = 0; id < BOARD_CPU_COUNT; id++) {
        if (id != cpu->id) {
            cpu_kick(id);
        }
    }
}

void call_cap_grant(struct cpu *cpu, struct thread *current)
{
    struct general_registers *r = current->registers;
    struct pd *pd = argument_pd(current);
    struct capability *target = pd != NULL ? pd_free_capability(pd, r->r[1]) : NULL;
    const struct capability *source = pd_capability(current->pd, r->r[2]);

    (void)cpu;
    if (pd == NULL || source == NULL || source->object == 0 ||
        (capability_object(source)->type & OBJECT_DYING) != 0) {
        r->r[0] = ERROR_CAPABILITY;
    } else if (target == NULL) {
        r->r[0] = r->r[1] < pd->cap_count && r->r[1] != CAP_NULL ? ERROR_EXISTS : ERROR_INVALID;
    } else {
        bool is_owner = (source->object & CAPABILITY_OWNER) != 0;

        capability_set(target, capability_object(source), is_owner ? r->r[3] : source->badge,
                       is_owner && r->r[4] != 0);
        r->r[0] = OK;
    }
}

void call_thread_bind(struct cpu *cpu, struct thread *current)
{
    struct general_registers *r = current->registers;
    struct thread *thread = pd_lookup(current->pd, r->r[0], OBJECT_THREAD);
    struct endpoint *endpoint = pd_lookup(current->pd, r->r[1], OBJECT_ENDPOINT);
    struct notification *notification = pd_lookup(current->pd, r->r[2], OBJECT_NOTIFICATION);

    (void)cpu;
    if (thread == NULL || (r->r[1] != CAP_NULL && endpoint == NULL) ||
        (r->r[2] != CAP_NULL && notification == NULL)) {
        r->r[0] = ERROR_CAPABILITY;
        return;
    }
    if (thread->state == THREAD_WAITING || thread->state == THREAD_WAITING_NOTIFICATION ||
        (endpoint != NULL && (endpoint->receiver != NULL || thread->endpoint != NULL)) ||
        (notification != NULL && (notification->waiter != NULL || thread->notification != NULL))) {
        r->r[0] = ERROR_BUSY;
        return;
    }
    if (endpoint != NULL) {
        endpoint->receiver = thread;
        thread->endpoint = endpoint;
    }
    if (notification != NULL) {
        notification->waiter = thread;
        thread->notification = notification;
    }
    thread->attention = true;
    r->r[0] = OK;
}

void call_thread_handler(struct cpu *cpu, struct thread *current)
{
    struct general_registers *r = current->registers;
    struct thread *thread = argument_thread(current);
    struct endpoint *endpoint = pd_lookup(current->pd, r->r[1], OBJECT_ENDPOINT);

    (void)cpu;
    if (thread == NULL || endpoint == NULL) {
        r->r[0] = ERROR_CAPABILITY;
        return;
    }
    capability_clear(&thread->handler);
    capability_set(&thread->handler, &endpoint->object, r->r[2], false);
    r->r[0] = OK;
}

void call_thread_start(struct cpu *cpu, struct thread *current)
{
    struct general_registers *r = current->registers;
    struct thread *thread = pd_lookup(current->pd, r->r[0], OBJECT_THREAD);

    if (thread == NULL) {
        r->r[0] = ERROR_CAPABILITY;
        return;
    }
    if (thread->state != THREAD_STOPPED || thread->peer != NULL || r->r[1] % 4 != 0) {
        r->r[0] =
            thread->state == THREAD_STOPPED && thread->peer == NULL ? ERROR_INVALID : ERROR_BUSY;
        return;
    }
    *thread->registers = (struct general_registers){
        .r = {r->r[3], r->r[4]},
        .sp_usr = r->r[2],
        .pc = r->r[1],
    };
    thread->psr = PSR_MODE_USR;
    thread->thread_pointer = 0;
    thread->state = THREAD_RUNNABLE;
    r->r[0] = OK;
    schedule_wake(cpu, thread->sc);
}

void call_thread_resume(struct cpu *cpu, struct thread *current)
{
    struct thread *thread = pd_lookup(current->pd, current->registers->r[0], OBJECT_THREAD);

    if (thread == NULL) {
        current->registers->r[0] = ERROR_CAPABILITY;
    } else if (thread->state != THREAD_STOPPED || thread->peer != NULL) {
        current->registers->r[0] = ERROR_BUSY;
    } else {
        current->registers->r[0] = OK;
        thread->state = THREAD_RUNNABLE;
        schedule_wake(cpu, thread->sc);
    }
}

/* Longest time slice, so that its ticks fit 32 bits at any frequency of the counter. */
enum { BUDGET_MICROSECONDS_MAX = 1000000 };

void call_thread_schedule(struct cpu *cpu, struct thread *current)
{
    struct general_registers *r = current->registers;
    struct thread *thread = argument_thread(current);

    if (thread == NULL) {
        r->r[0] = ERROR_CAPABILITY;
    } else if (r->r[1] > PRIORITY_MAX || r->r[2] > BUDGET_MICROSECONDS_MAX) {
        r->r[0] = ERROR_INVALID;
    } else {
        r->r[0] = OK;
        schedule_set(cpu, &thread->own_sc, r->r[1], (uint32_t)hyp_timer_ticks(r->r[2]));
    }
}

void call_irq_bind(struct cpu *cpu, struct thread *current)
{
    struct general_registers *r = current->registers;
    struct irq *irq = pd_lookup(current->pd, r->r[0], OBJECT_IRQ);
    const struct capability *notification = pd_capability(current->pd, r->r[1]);

    if (irq == NULL || capability_typed(notification, OBJECT_NOTIFICATION) == NULL) {
        r->r[0] = ERROR_CAPABILITY;
        return;
    }
    irq_bind(cpu, irq, notification);
    r->r[0] = OK;
}

void call_power(struct cpu *cpu, struct thread *current)
{
    uint32_t action = current->registers->r[0];

    (void)cpu;
    if (action == POWER_OFF) {
        power_off();
    } else if (action == POWER_RESET) {
        power_reset();
    }
    current->registers->r[0] = ERROR_INVALID;
}
