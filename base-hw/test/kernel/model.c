/* SPDX-License-Identifier: MIT */
/* See model.h. The checks are in model_check.c. */
#include "model.h"

#include <assert.h>
#include <string.h>
#include <hw/call_numbers.h>
#include <hw/core_values.h>
#include <kernel/call.h>

enum {
    CORE_CAPS_EACH = 5,
    CORE_CAP_BASE = 16,
    CORE_CAP_IRQ = 8,
    CORE_CAP_WAKE = 9,
    WAKE_FLAG = 1,
};

struct model_thread model[MODEL_THREADS];

void model_start(void)
{
    machine_start();
    memset(model, 0, sizeof(model));
    assert(machine_core(CALL_IRQ_CREATE, CORE_CAP_IRQ,
                        machine_physical(machine_allocate(call_object_size[OBJECT_IRQ])), MODEL_IRQ,
                        IRQ_EDGE, 0, 0) == OK);
    assert(machine_core(CALL_CAP_GRANT, CORE_CAP_PD, CORE_CAP_WAKE, CORE_CAP_NOTIFICATION,
                        WAKE_FLAG, 0, 0) == OK);
    assert(machine_core(CALL_IRQ_BIND, CORE_CAP_IRQ, CORE_CAP_WAKE, 0, 0, 0, 0) == OK);
}

cap_t model_core_cap(uint32_t number, enum object_type type)
{
    static const uint8_t offset[OBJECT_TYPE_COUNT] = {[OBJECT_PD] = 0,
                                                      [OBJECT_THREAD] = 1,
                                                      [OBJECT_VCPU] = 1,
                                                      [OBJECT_ENDPOINT] = 2,
                                                      [OBJECT_NOTIFICATION] = 3};

    return CORE_CAP_BASE + number * CORE_CAPS_EACH + offset[type];
}

/* A capability in place `holder` to what is at `source` of core's, unless there is one. */
static void grant(uint32_t holder, cap_t target, cap_t source, uint32_t badge, bool owner)
{
    if (model[holder].caps[target].object == 0) {
        assert(machine_core(CALL_CAP_GRANT, model_core_cap(holder, OBJECT_PD), target, source,
                            badge, owner, 0) == OK);
    }
}

void model_grant_all(void)
{
    for (uint32_t holder = 0; holder < MODEL_THREADS; holder++) {
        if (model[holder].caps == NULL || model[holder].dying) {
            continue;
        }
        for (uint32_t i = 0; i < MODEL_THREADS; i++) {
            if (model[i].endpoint != NULL && !model[i].dying) {
                grant(holder, MODEL_CAP_ENDPOINT + i, model_core_cap(i, OBJECT_ENDPOINT), holder,
                      false);
                grant(holder, MODEL_CAP_NOTIFICATION + i, model_core_cap(i, OBJECT_NOTIFICATION),
                      1u << holder, false);
            }
        }
    }
}

static void create_pd(uint32_t number, bool is_vm)
{
    struct model_thread *place = &model[number];

    place->pd = machine_allocate(call_object_size[OBJECT_PD]);
    if (!is_vm) {
        place->caps = machine_allocate(MODEL_CAPS * sizeof(struct capability));
    }
    assert(machine_core(CALL_PD_CREATE, model_core_cap(number, OBJECT_PD),
                        machine_physical(place->pd), machine_physical(place->caps),
                        is_vm ? 0 : MODEL_CAPS, is_vm ? PD_IS_VM : 0, 0) == OK);
}

void model_create(uint32_t number, uint32_t cpu, uint32_t priority, uint32_t handler)
{
    struct model_thread *place = &model[number];
    cap_t pd = model_core_cap(number, OBJECT_PD);
    cap_t thread = model_core_cap(number, OBJECT_THREAD);
    cap_t endpoint = model_core_cap(number, OBJECT_ENDPOINT);
    cap_t notification = model_core_cap(number, OBJECT_NOTIFICATION);

    memset(place, 0, sizeof(*place));
    create_pd(number, false);
    place->thread = machine_allocate(call_object_size[OBJECT_THREAD]);
    place->endpoint = machine_allocate(call_object_size[OBJECT_ENDPOINT]);
    place->notification = machine_allocate(call_object_size[OBJECT_NOTIFICATION]);
    place->utcb = machine_allocate(PAGE_SIZE);
    assert(machine_core(CALL_THREAD_CREATE, thread, machine_physical(place->thread), pd,
                        machine_physical(place->utcb), cpu, 0) == OK);
    assert(machine_core(CALL_ENDPOINT_CREATE, endpoint, machine_physical(place->endpoint), 0, 0, 0,
                        0) == OK);
    assert(machine_core(CALL_NOTIFICATION_CREATE, notification,
                        machine_physical(place->notification), 0, 0, 0, 0) == OK);
    assert(machine_core(CALL_THREAD_BIND, thread, endpoint, notification, 0, 0, 0) == OK);
    if (handler != number) {
        assert(machine_core(CALL_THREAD_HANDLER, thread, model_core_cap(handler, OBJECT_ENDPOINT),
                            number, 0, 0, 0) == OK);
    }
    assert(machine_core(CALL_THREAD_SCHEDULE, thread, priority, 100, 0, 0, 0) == OK);
    grant(number, MODEL_CAP_OWN_ENDPOINT, endpoint, 0, true);
    grant(number, MODEL_CAP_OWN_NOTIFICATION, notification, 0, true);
    model_grant_all();
}

void model_create_vcpu(uint32_t number, uint32_t cpu, uint32_t priority, uint32_t vmm)
{
    struct model_thread *place = &model[number];
    cap_t vcpu = model_core_cap(number, OBJECT_VCPU);
    struct vcpu *object = machine_allocate(call_object_size[OBJECT_VCPU]);

    memset(place, 0, sizeof(*place));
    create_pd(number, true);
    place->thread = &object->thread;
    place->state = machine_allocate(PAGE_SIZE);
    assert(machine_core(CALL_VCPU_CREATE, vcpu, machine_physical(object),
                        model_core_cap(number, OBJECT_PD), machine_physical(place->state),
                        cpu | number << 8, model_core_cap(vmm, OBJECT_ENDPOINT)) == OK);
    assert(machine_core(CALL_THREAD_SCHEDULE, vcpu, priority, 100, 0, 0, 0) == OK);
    place->state->general.psr = PSR_MODE_SVC;
    grant(vmm, MODEL_CAP_VCPU + number, vcpu, 0, false);
}

void model_run(uint32_t number)
{
    assert(machine_core(CALL_THREAD_START, model_core_cap(number, OBJECT_THREAD), 0x1000, 0x2000, 0,
                        0, 0) == OK);
}

void model_create_waiting(uint32_t number, uint32_t cpu, uint32_t priority)
{
    model_create(number, cpu, priority, number);
    model_run(number);
    model_core_waits();
    machine_settle();
    while (!model_is_current(number)) {
        struct thread *other = machine_current(cpu);

        assert(other != NULL);
        machine_call(cpu, CALL_YIELD);
    }
    model_call(number, CALL_WAIT, 0, 0, 0);
    model_wake_core();
}

static void free_pd(struct model_thread *place)
{
    machine_free(place->pd);
    if (place->caps != NULL) {
        machine_free(place->caps);
    }
    memset(place, 0, sizeof(*place));
}

/* Destroy one part, and poison its memory. False: call again. */
static bool destroy_part(uint32_t number, enum object_type type, void *memory)
{
    enum error error = machine_core(CALL_DESTROY, model_core_cap(number, type), 0, 0, 0, 0, 0);

    assert(error == OK || error == ERROR_AGAIN);
    if (error == OK) {
        machine_free(memory);
    }
    return error == OK;
}

static void destroy_thread(uint32_t number)
{
    struct model_thread *place = &model[number];

    if (destroy_part(number, OBJECT_THREAD, place->thread)) {
        place->thread = NULL;
        machine_free(place->state != NULL ? (void *)place->state : (void *)place->utcb);
        place->state = NULL;
    }
}

bool model_destroy_step(uint32_t number, bool endpoint_first)
{
    struct model_thread *place = &model[number];

    place->dying = true;
    if (place->thread != NULL && (!endpoint_first || place->notification == NULL)) {
        destroy_thread(number);
    } else if (place->endpoint != NULL) {
        if (destroy_part(number, OBJECT_ENDPOINT, place->endpoint)) {
            place->endpoint = NULL;
        }
    } else if (place->notification != NULL) {
        if (destroy_part(number, OBJECT_NOTIFICATION, place->notification)) {
            place->notification = NULL;
        }
    } else {
        enum error error =
            machine_core(CALL_DESTROY, model_core_cap(number, OBJECT_PD), 0, 0, 0, 0, 0);

        assert(error == OK || error == ERROR_AGAIN);
        if (error == OK) {
            free_pd(place);
            return true;
        }
    }
    return false;
}

void model_destroy(uint32_t number)
{
    while (!model_destroy_step(number, false)) {
        machine_interrupt(1);
    }
}

uint32_t model_number(const struct thread *thread)
{
    uint32_t number = 0;

    while (number < MODEL_THREADS && (thread == NULL || model[number].thread != thread)) {
        number++;
    }
    return number;
}

void model_core_waits(void)
{
    assert(machine_current(0) == machine_core_thread);
    machine_call(0, CALL_WAIT);
}

void model_wake_core(void)
{
    gic_model_raise(0, MODEL_IRQ);
    machine_interrupt(0);
    if (machine_current(0) == machine_core_thread) {
        assert(machine_core(CALL_IRQ_ACK, CORE_CAP_IRQ, 0, 0, 0, 0, 0) == OK);
    }
}

void model_go(void)
{
    model_core_waits();
    machine_settle();
    model_check();
}

bool model_is_current(uint32_t number)
{
    return machine_current(model[number].thread->cpu) == model[number].thread;
}

uint32_t model_call(uint32_t number, uint32_t call, cap_t cap, tag_t tag, uint32_t word)
{
    struct thread *thread = model[number].thread;
    uint32_t *r = thread->registers->r;

    assert(model_is_current(number));
    r[0] = cap;
    r[1] = tag;
    r[2] = word;
    machine_call(thread->cpu, call);
    return r[0];
}
