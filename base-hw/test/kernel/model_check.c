/* SPDX-License-Identifier: MIT */
/* What must hold whenever no CPU is in the kernel; see model.h. */
#include <stdio.h>
#include <stdlib.h>
#include "model.h"

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: thread %u: %s\n", __FILE__, __LINE__, subject, #condition);    \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

static uint32_t subject; /* what is checked, for the message */

/* Every thread that exists, core's last. */
static struct thread *thread_at(uint32_t number)
{
    return number < MODEL_THREADS ? model[number].thread : machine_core_thread;
}

static bool exists(const struct thread *thread)
{
    return thread == machine_core_thread || model_number(thread) < MODEL_THREADS;
}

static void check_context(const struct schedule_context *sc)
{
    const struct thread *runs = sc->runs;
    const struct cpu *cpu = cpu_of(sc->cpu);

    CHECK(exists(sc->owner) && sc == &sc->owner->own_sc);
    CHECK(exists(runs));
    for (uint32_t i = 0; i < MACHINE_CPUS; i++) {
        CHECK(cpu_of(i)->active != sc || i == sc->cpu);
    }
    if (sc->owner->sc != sc) { /* the owner runs on one lent to it: its own one rests */
        CHECK(runs == sc->owner && !sc->queued && cpu->active != sc);
        return;
    }
    CHECK(runs->sc == sc && runs->cpu == sc->cpu);
    CHECK(sc->queued == (runs->state == THREAD_RUNNABLE && cpu->active != sc));
}

static void check_caller(const struct thread *thread)
{
    const struct thread *caller = thread->caller;
    unsigned depth = 0;

    if (thread->peer != NULL) {
        CHECK(exists(thread->peer) && thread->peer->caller == thread);
        CHECK(thread->state == THREAD_CALLED || thread->state == THREAD_STOPPED);
    }
    CHECK(thread->state != THREAD_CALLED || thread->peer != NULL);
    if (caller != NULL) {
        CHECK(exists(caller) && caller->peer == thread);
    }
    CHECK(thread->sc == &thread->own_sc || (caller != NULL && caller->sc == thread->sc));
    for (; caller != NULL; caller = caller->caller) {
        depth++;
    }
    CHECK(depth <= thread->depth && depth <= CALL_DEPTH_MAX);
}

static void check_waiting(const struct thread *thread)
{
    const struct notification *notification = thread->notification;
    const struct endpoint *endpoint = thread->endpoint;
    bool flags = notification != NULL && notification->flags != 0;
    bool callers = endpoint != NULL && endpoint->queue != NULL;

    CHECK(endpoint == NULL || endpoint->receiver == thread);
    CHECK(notification == NULL || notification->waiter == thread);
    if (thread->state == THREAD_WAITING) {
        CHECK(thread->sc == &thread->own_sc && thread->caller == NULL);
        CHECK(!flags && !callers);
    } else if (thread->state == THREAD_WAITING_NOTIFICATION) {
        CHECK(!flags);
        CHECK(!callers || thread->attention);
    } else {
        CHECK(!(flags || callers) || thread->attention);
    }
    CHECK(thread->event_tag == 0 || thread->state == THREAD_CALLING);
}

static void check_queue(const struct endpoint *endpoint)
{
    const struct thread *caller = endpoint->queue;

    if (caller == NULL) {
        return;
    }
    do {
        CHECK(exists(caller) && caller->queued_at == endpoint);
        CHECK(caller->queue_next->queue_previous == caller);
        caller = caller->queue_next;
    } while (caller != endpoint->queue);
}

static void check_thread(const struct thread *thread)
{
    bool found = false;

    check_context(&thread->own_sc);
    check_caller(thread);
    check_waiting(thread);
    CHECK((thread->state == THREAD_CALLING) == (thread->queued_at != NULL));
    if (thread->queued_at != NULL) {
        const struct thread *caller = thread->queued_at->queue;

        do {
            found = found || caller == thread;
            caller = caller->queue_next;
        } while (caller != thread->queued_at->queue);
        CHECK(found);
    }
}

static void check_ready(const struct cpu *cpu)
{
    uint32_t count = 0;

    for (uint32_t priority = 0; priority < PRIORITY_COUNT; priority++) {
        const struct schedule_context *sc = cpu->ready[priority];

        CHECK((sc != NULL) == ((cpu->ready_mask >> priority & 1) != 0));
        if (sc == NULL) {
            continue;
        }
        do {
            CHECK(sc->queued && sc->cpu == cpu->id && sc->priority == priority);
            CHECK(sc->next->previous == sc);
            count++;
            sc = sc->next;
        } while (sc != cpu->ready[priority]);
    }
    for (uint32_t i = 0; i <= MODEL_THREADS; i++) {
        const struct thread *thread = thread_at(i);

        if (thread != NULL && thread->own_sc.queued && thread->own_sc.cpu == cpu->id) {
            count--;
        }
    }
    CHECK(count == 0);
}

static void check_cpu(const struct cpu *cpu)
{
    const struct schedule_context *active = cpu->active;

    subject = cpu->id;
    check_ready(cpu);
    CHECK((cpu->current == NULL) == (active == NULL));
    CHECK(cpu->loaded == NULL || (exists(cpu->loaded) && cpu->loaded->cpu == cpu->id));
    CHECK(cpu->vfp_owner == NULL || (exists(cpu->vfp_owner) && cpu->vfp_owner->cpu == cpu->id));
    CHECK(cpu->resident == NULL || (exists(cpu->resident) && cpu->resident->cpu == cpu->id));
    if (active == NULL) {
        CHECK(cpu->ready_mask == 0 || gic_model_sgi_pending(cpu->id));
        return;
    }
    CHECK(exists(cpu->current) && cpu->current->state == THREAD_RUNNABLE);
    CHECK(active == cpu->current->sc && active->runs == cpu->current && active->cpu == cpu->id);
    if (machine_paused(cpu->id)) { /* it has not loaded the current thread yet */
        CHECK(!cpu->guest_world);
    } else {
        CHECK(cpu->loaded == cpu->current);
        CHECK(cpu->guest_world == (cpu->current->vcpu != NULL));
        CHECK(!cpu->guest_world || cpu->resident == cpu->current);
    }
    if (!gic_model_sgi_pending(cpu->id)) {
        CHECK(cpu->ready_mask >> active->priority <= 1);
        CHECK(cpu->slice_armed || active->budget == 0 || cpu->ready[active->priority] == NULL);
    }
}

static void check_capabilities(const struct object *object)
{
    struct capability *const *link = &object->capabilities;

    while (*link != NULL) {
        const struct capability *capability = *link;

        CHECK(capability->link == link && capability_object(capability) == object);
        link = (struct capability *const *)&capability->next;
    }
}

static void check_place(const struct model_thread *place)
{
    if (place->pd != NULL) {
        check_capabilities(&place->pd->object);
        CHECK(place->pd->members == (place->thread != NULL ? 1 : 0));
    }
    if (place->thread != NULL) {
        check_thread(place->thread);
        check_capabilities(&place->thread->object);
    }
    if (place->endpoint != NULL) {
        check_queue(place->endpoint);
        check_capabilities(&place->endpoint->object);
    }
    if (place->notification != NULL) {
        check_capabilities(&place->notification->object);
    }
}

void model_check(void)
{
    for (uint32_t id = 0; id < MACHINE_CPUS; id++) {
        check_cpu(cpu_of(id));
    }
    for (subject = 0; subject < MODEL_THREADS; subject++) {
        check_place(&model[subject]);
    }
    check_thread(machine_core_thread);
    check_queue(machine_core_thread->endpoint);
}
