/* SPDX-License-Identifier: MIT */
/*
 * The beginning and the end of a thread. See thread.h.
 */
#include <arm/cp15_bits.h>
#include "endpoint.h"
#include "schedule.h"
#include <vm/vcpu.h>

void thread_init(struct thread *thread, enum object_type type, struct pd *pd, struct utcb *utcb,
                 uint32_t cpu)
{
    *thread = (struct thread){
        .object = {.type = (uint32_t)type},
        .registers = &thread->own_registers,
        .psr = PSR_MODE_USR,
        .state = THREAD_STOPPED,
        .cpu = cpu,
        .pd = pd,
        .sc = &thread->own_sc,
        .own_sc = {.owner = thread, .runs = thread, .cpu = cpu},
        .utcb = utcb,
        .vfp = {.fpexc = FPEXC_EN},
    };
    pd->members++;
}

void thread_withdraw_context(struct cpu *cpu, struct schedule_context *sc, struct thread *first)
{
    struct thread *runner = sc->runs;
    struct cpu *payer = cpu_of(sc->cpu);
    struct thread *thread = first;

    schedule_remove(sc);
    for (unsigned i = 0; i <= CALL_DEPTH_MAX && thread != NULL && thread->sc == sc; i++) {
        if (&thread->own_sc != sc) {
            thread->sc = &thread->own_sc;
            thread->own_sc.runs = thread;
            thread->own_sc.cpu = thread->cpu;
        }
        thread = thread->peer;
    }
    if (runner->sc == sc) {
        return;
    }
    if (payer->active == sc) {
        schedule_substitute(cpu, sc, runner->sc);
    } else if (runner->state == THREAD_RUNNABLE) {
        schedule_ready(cpu, runner->sc);
    }
}

void thread_fail_call(struct cpu *cpu, struct thread *caller, enum error error)
{
    if (caller->peer != NULL) {
        if (caller->peer->sc == caller->sc) {
            thread_withdraw_context(cpu, caller->sc, caller->peer);
        } else {
            caller->sc = &caller->own_sc;
        }
        caller->peer->caller = NULL;
        caller->peer = NULL;
    }
    caller->sc->runs = caller;
    caller->sc->cpu = caller->cpu;
    if (caller->event_tag != 0 || caller->state == THREAD_STOPPED) {
        caller->event_tag = 0;
        caller->state = THREAD_STOPPED; /* a fault or an exit that nobody will resolve */
        return;
    }
    caller->registers->r[0] = error;
    caller->registers->r[1] = 0;
    caller->state = THREAD_RUNNABLE;
    schedule_ready(cpu, caller->sc);
}

/* Leave both sides of a call in progress. */
static void leave_calls(struct cpu *cpu, struct thread *thread)
{
    endpoint_dequeue(thread);
    if (thread->caller != NULL) {
        thread_fail_call(cpu, thread->caller, ERROR_GONE);
    }
    if (thread->peer != NULL) {
        if (thread->sc == &thread->own_sc && thread->peer->sc == thread->sc) {
            thread_withdraw_context(cpu, thread->sc, thread->peer);
        }
        thread->peer->caller = NULL;
        thread->peer = NULL;
    }
}

void thread_leave_dying(struct cpu *cpu)
{
    struct thread *thread = cpu->current;

    leave_calls(cpu, thread);
    thread->state = THREAD_STOPPED;
    schedule_next(cpu);
}

enum error thread_destroy_step(struct cpu *cpu, struct thread *thread)
{
    struct cpu *home = cpu_of(thread->cpu);

    if (home->current == thread) {
        cpu_kick(home->id);
        return ERROR_AGAIN;
    }
    leave_calls(cpu, thread);
    thread->state = THREAD_STOPPED;
    schedule_remove(&thread->own_sc);
    if (thread->endpoint != NULL) {
        thread->endpoint->receiver = NULL;
        thread->endpoint = NULL;
    }
    if (thread->notification != NULL) {
        thread->notification->waiter = NULL;
        thread->notification = NULL;
    }
    if (home->vfp_owner == thread) {
        home->vfp_owner = NULL;
    }
    if (home->loaded == thread) {
        home->loaded = NULL;
    }
    if (home->resident == thread) {
        home->resident = NULL;
    }
    capability_clear(&thread->handler);
    thread->pd->members--;
    return OK;
}
