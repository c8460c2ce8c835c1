/* SPDX-License-Identifier: MIT */
/* Calls, replies, faults and notifications: who runs, on whose context, and what arrives. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <arm/cp15.h>
#include <hw/call_numbers.h>
#include <hw/core_values.h>
#include "model.h"

enum { CLIENT = 0, SERVER = 1, OTHER = 2, PRIORITY = 5, LABEL = 9, WORD = 77 };

static struct thread *thread_of(uint32_t number)
{
    return model[number].thread;
}

static uint32_t *r_of(uint32_t number)
{
    return thread_of(number)->registers->r;
}

static tag_t short_tag(uint32_t label)
{
    return tag_make(label, MESSAGE_CALL, 0, 1);
}

static void call(uint32_t client, uint32_t server, uint32_t word)
{
    model_call(client, CALL_CALL, MODEL_CAP_ENDPOINT + server, short_tag(LABEL), word);
}

static void reply(uint32_t server, uint32_t label, uint32_t word)
{
    model_call(server, CALL_REPLY_WAIT, 0, short_tag(label), word);
    model_check();
}

/* A server that waits on `server_cpu`, and a client that runs on CPU 0. */
static void begin(uint32_t server_cpu)
{
    model_start();
    model_create_waiting(SERVER, server_cpu, PRIORITY);
    model_create(CLIENT, 0, PRIORITY, CLIENT);
    model_run(CLIENT);
    model_go();
    assert_true(model_is_current(CLIENT));
}

static void test_call_and_reply(void **state)
{
    (void)state;
    begin(0);
    call(CLIENT, SERVER, WORD);
    model_check();
    assert_true(model_is_current(SERVER));
    assert_ptr_equal(thread_of(SERVER)->sc, &thread_of(CLIENT)->own_sc);
    assert_int_equal(r_of(SERVER)[0], CLIENT); /* the badge */
    assert_int_equal(r_of(SERVER)[1], short_tag(LABEL));
    assert_int_equal(r_of(SERVER)[2], WORD);
    reply(SERVER, 3, WORD + 1);
    assert_true(model_is_current(CLIENT));
    assert_int_equal(r_of(CLIENT)[0], OK);
    assert_int_equal(tag_label(r_of(CLIENT)[1]), 3);
    assert_int_equal(r_of(CLIENT)[2], WORD + 1);
    assert_int_equal(thread_of(SERVER)->state, THREAD_WAITING);
}

static void test_call_to_other_cpu(void **state)
{
    (void)state;
    begin(1);
    call(CLIENT, SERVER, WORD);
    model_check();
    assert_null(machine_current(0));
    machine_settle();
    assert_true(model_is_current(SERVER));
    assert_int_equal(thread_of(CLIENT)->own_sc.cpu, 1); /* lent */
    reply(SERVER, OK, 0);
    assert_null(machine_current(1));
    machine_settle();
    assert_true(model_is_current(CLIENT));
    assert_int_equal(thread_of(CLIENT)->own_sc.cpu, 0);
}

static void test_callers_queue_in_order(void **state)
{
    (void)state;
    begin(0);
    model_wake_core();
    model_create(OTHER, 0, PRIORITY, OTHER);
    model_run(OTHER);
    model_go();
    call(CLIENT, SERVER, 1); /* the server runs on the client's context */
    if (!model_is_current(SERVER)) {
        model_call(OTHER, CALL_YIELD, 0, 0, 0);
    }
    model_call(SERVER, CALL_YIELD, 0, 0, 0);
    call(OTHER, SERVER, 2);
    model_check();
    assert_int_equal(thread_of(OTHER)->state, THREAD_CALLING);
    assert_true(thread_of(SERVER)->attention);
    reply(SERVER, OK, 0);
    model_check();
    assert_int_equal(thread_of(CLIENT)->state, THREAD_RUNNABLE);
    assert_ptr_equal(thread_of(SERVER)->caller, thread_of(OTHER));
    assert_int_equal(r_of(SERVER)[2], 2);
}

static void test_wrong_calls(void **state)
{
    (void)state;
    begin(0);
    assert_int_equal(model_call(CLIENT, CALL_CALL, MODEL_CAPS + 1, 0, 0), ERROR_CAPABILITY);
    assert_int_equal(model_call(CLIENT, CALL_CALL, 0, 0, 0), ERROR_CAPABILITY);
    assert_int_equal(model_call(CLIENT, CALL_CALL, MODEL_CAP_FREE, 0, 0), ERROR_CAPABILITY);
    assert_int_equal(model_call(CLIENT, CALL_CALL, MODEL_CAP_NOTIFICATION + SERVER, 0, 0),
                     ERROR_CAPABILITY);
    assert_int_equal(model_call(CLIENT, CALL_CALL, MODEL_CAP_OWN_ENDPOINT, 0, 0), ERROR_INVALID);
    assert_int_equal(model_call(CLIENT, CALL_DESTROY, 1, 0, 0), ERROR_DENIED);
    assert_int_equal(model_call(CLIENT, CALL_SIGNAL, MODEL_CAP_ENDPOINT + SERVER, 0, 0),
                     ERROR_CAPABILITY);
    model_check();
}

static void test_wait_leaves_caller(void **state)
{
    (void)state;
    begin(0);
    call(CLIENT, SERVER, WORD);
    model_call(SERVER, CALL_WAIT, 0, 0, 0);
    model_check();
    assert_true(model_is_current(CLIENT));
    assert_int_equal(r_of(CLIENT)[0], ERROR_GONE);
}

/* Threads 0..n-1 wait on the CPUs that `homes` tells by bits; thread n, on CPU 0, calls n-1, that
 * n-2 ... */
static void chain(uint32_t n, uint32_t homes)
{
    model_start();
    for (uint32_t i = 0; i < n; i++) {
        model_create_waiting(i, homes >> i & 1, PRIORITY);
    }
    model_create(n, 0, PRIORITY, n);
    model_run(n);
    model_go();
    for (uint32_t i = n; i > 0; i--) {
        call(i, i - 1, i);
        machine_settle();
        model_check();
    }
    assert_true(model_is_current(0));
}

static void test_depth_is_limited(void **state)
{
    (void)state;
    chain(CALL_DEPTH_MAX, 0);
    call(0, CALL_DEPTH_MAX - 1, 0);
    assert_int_equal(r_of(0)[0], ERROR_INVALID);
    machine_trap(0, (uint32_t)HSR_EC_DATA << HSR_EC_SHIFT); /* nor does a fault go further */
    model_check();
    assert_int_equal(thread_of(0)->state, THREAD_STOPPED);
}

/* Any thread of a chain is destroyed: its caller gets ERROR_GONE, its callee goes on alone. */
static void destroy_in_chain(uint32_t victim, uint32_t homes)
{
    enum { LENGTH = 4 };

    chain(LENGTH, homes);
    model_wake_core();
    while (!model_destroy_step(victim, false)) {
        model_check();
        machine_interrupt(1);
    }
    model_go();
    if (victim < LENGTH) {
        assert_int_equal(thread_of(victim + 1)->state, THREAD_RUNNABLE);
        assert_int_equal(r_of(victim + 1)[0], ERROR_GONE);
    }
    if (victim > 0) {
        assert_int_equal(thread_of(0)->state, THREAD_RUNNABLE);
        assert_null(thread_of(victim - 1)->caller);
        if (victim == LENGTH) {
            assert_ptr_equal(thread_of(0)->sc, &thread_of(0)->own_sc);
        }
    }
    for (uint32_t steps = 0; steps < 3; steps++) { /* the rest comes to an end as if nothing was */
        for (uint32_t i = 0; i < LENGTH; i++) {
            if (i != victim && model_is_current(i)) {
                reply(i, OK, 0);
                machine_settle();
                model_check();
            }
        }
    }
}

static void test_destroy_in_chain(void **state)
{
    (void)state;
    for (uint32_t victim = 0; victim <= 4; victim++) {
        for (uint32_t homes = 0; homes < 16; homes++) {
            destroy_in_chain(victim, homes);
        }
    }
}

static void test_destroy_queued_and_endpoint(void **state)
{
    (void)state;
    begin(1);
    model_wake_core();
    model_create(OTHER, 0, PRIORITY, OTHER);
    model_run(OTHER);
    model_go();
    while (!model_is_current(CLIENT)) {
        model_call(OTHER, CALL_YIELD, 0, 0, 0);
    }
    call(CLIENT, SERVER, 1);
    call(OTHER, SERVER, 2);
    machine_settle();
    assert_int_equal(thread_of(OTHER)->state, THREAD_CALLING);
    model_wake_core();
    model_destroy(CLIENT); /* being served */
    model_check();
    while (model[SERVER].endpoint != NULL) { /* and the endpoint with its queue */
        model_destroy_step(SERVER, true);
    }
    model_go();
    assert_true(model_is_current(OTHER));
    assert_int_equal(r_of(OTHER)[0], ERROR_GONE);
    assert_int_equal(model_call(OTHER, CALL_CALL, MODEL_CAP_ENDPOINT + SERVER, 0, 0),
                     ERROR_CAPABILITY);
}

static void test_notifications_coalesce(void **state)
{
    (void)state;
    begin(0);
    call(CLIENT, SERVER, WORD);
    model_wake_core();
    model_create(OTHER, 0, PRIORITY + 1, OTHER);
    model_run(OTHER);
    model_go();
    assert_int_equal(model_call(OTHER, CALL_SIGNAL, MODEL_CAP_NOTIFICATION + SERVER, 0, 0), OK);
    assert_int_equal(model_call(OTHER, CALL_SIGNAL, MODEL_CAP_NOTIFICATION + SERVER, 0, 0), OK);
    assert_int_equal(model[SERVER].notification->flags, 1u << OTHER);
    assert_true(thread_of(SERVER)->attention);
    model_call(OTHER, CALL_WAIT, 0, 0, 0);
    reply(SERVER, OK, 0); /* the slow way: it finds the flags */
    while (!model_is_current(SERVER)) {
        model_call(CLIENT, CALL_YIELD, 0, 0, 0);
    }
    assert_int_equal(tag_kind(r_of(SERVER)[1]), MESSAGE_NOTIFICATION);
    assert_int_equal(r_of(SERVER)[2], 1u << OTHER);
    assert_int_equal(model[SERVER].notification->flags, 0);
    model_call(SERVER, CALL_WAIT_NOTIFICATION, 0, 0, 0);
    model_check();
    assert_int_equal(model_call(CLIENT, CALL_SIGNAL, MODEL_CAP_NOTIFICATION + SERVER, 0, 0), OK);
    while (!model_is_current(SERVER)) {
        model_call(CLIENT, CALL_YIELD, 0, 0, 0);
    }
    assert_int_equal(r_of(SERVER)[0], 1u << CLIENT);
    assert_int_equal(model_call(SERVER, CALL_POLL_NOTIFICATION, 0, 0, 0), 0);
}

/* Who signals without end keeps no queued caller waiting, and the other way round. */
static void test_flags_and_callers_take_turns(void **state)
{
    (void)state;
    begin(0);
    call(CLIENT, SERVER, 1);
    model_wake_core();
    model_create(OTHER, 0, PRIORITY + 1, OTHER);
    model_run(OTHER);
    model_go();
    assert_int_equal(model_call(OTHER, CALL_SIGNAL, MODEL_CAP_NOTIFICATION + SERVER, 0, 0), OK);
    call(OTHER, SERVER, 2); /* queued: the server is busy */
    assert_int_equal(thread_of(OTHER)->state, THREAD_CALLING);
    reply(SERVER, OK, 0);
    while (!model_is_current(SERVER)) {
        model_call(CLIENT, CALL_YIELD, 0, 0, 0);
    }
    assert_int_equal(tag_kind(r_of(SERVER)[1]), MESSAGE_NOTIFICATION);
    while (!model_is_current(CLIENT)) {
        model_call(SERVER, CALL_YIELD, 0, 0, 0);
    }
    assert_int_equal(model_call(CLIENT, CALL_SIGNAL, MODEL_CAP_NOTIFICATION + SERVER, 0, 0), OK);
    while (!model_is_current(SERVER)) {
        model_call(CLIENT, CALL_YIELD, 0, 0, 0);
    }
    model_call(SERVER, CALL_WAIT, 0, 0, 0);
    model_check();
    assert_ptr_equal(thread_of(SERVER)->caller, thread_of(OTHER));
    assert_int_equal(tag_kind(r_of(SERVER)[1]), MESSAGE_CALL);
    assert_int_equal(r_of(SERVER)[2], 2);
    reply(SERVER, OK, 0);
    while (!model_is_current(SERVER)) {
        const int running = model_is_current(CLIENT) ? CLIENT : OTHER;
        model_call(running, running == CLIENT ? CALL_YIELD : CALL_WAIT, 0, 0, 0);
    }
    assert_int_equal(tag_kind(r_of(SERVER)[1]), MESSAGE_NOTIFICATION);
    model_check();
}

/* A fault that found no handler is no message of a later call. */
static void test_unsent_fault_is_forgotten(void **state)
{
    (void)state;
    begin(0);
    machine_trap(0, (uint32_t)HSR_EC_DATA << HSR_EC_SHIFT);
    assert_int_equal(thread_of(CLIENT)->state, THREAD_STOPPED);
    model_wake_core();
    model_create(OTHER, 1, PRIORITY, OTHER);
    model_run(OTHER);
    assert_int_equal(
        machine_core(CALL_THREAD_RESUME, model_core_cap(CLIENT, OBJECT_THREAD), 0, 0, 0, 0, 0), OK);
    model_go();
    call(CLIENT, OTHER, WORD); /* which runs: the call is queued */
    model_check();
    model_call(OTHER, CALL_WAIT, 0, 0, 0);
    model_check();
    assert_int_equal(tag_kind(r_of(OTHER)[1]), MESSAGE_CALL);
    assert_int_equal(r_of(OTHER)[2], WORD);
    assert_int_equal(thread_of(CLIENT)->state, THREAD_CALLED);
}

static void test_fault_goes_to_handler(void **state)
{
    (void)state;
    begin(1);
    model_wake_core();
    assert_int_equal(machine_core(CALL_THREAD_HANDLER, model_core_cap(CLIENT, OBJECT_THREAD),
                                  model_core_cap(SERVER, OBJECT_ENDPOINT), 42, 0, 0, 0),
                     OK);
    model_go();
    machine_trap(0, (uint32_t)HSR_EC_PREFETCH << HSR_EC_SHIFT | HSR_FSC_TRANSLATION);
    machine_settle();
    assert_true(model_is_current(SERVER));
    assert_int_equal(r_of(SERVER)[0], 42);
    assert_int_equal(tag_kind(r_of(SERVER)[1]), MESSAGE_FAULT);
    assert_int_equal(tag_label(r_of(SERVER)[1]), FAULT_EXECUTE);
    reply(SERVER, OK, 0);
    machine_settle();
    assert_true(model_is_current(CLIENT));
}

/* An asynchronous abort, external or of parity, is nobody's: whoever runs goes on, core too. */
static void test_late_abort_is_dropped(void **state)
{
    static const uint32_t late[] = {0x11, 0x19};

    (void)state;
    begin(1);
    model_wake_core();
    assert_int_equal(machine_core(CALL_THREAD_HANDLER, model_core_cap(CLIENT, OBJECT_THREAD),
                                  model_core_cap(SERVER, OBJECT_ENDPOINT), 42, 0, 0, 0),
                     OK);
    for (uint32_t i = 0; i < sizeof(late) / sizeof(late[0]); i++) {
        machine_trap(0, (uint32_t)HSR_EC_DATA << HSR_EC_SHIFT | late[i]);
        assert_ptr_equal(machine_current(0), machine_core_thread);
    }
    model_go();
    for (uint32_t i = 0; i < sizeof(late) / sizeof(late[0]); i++) {
        machine_trap(0, (uint32_t)HSR_EC_DATA << HSR_EC_SHIFT | HSR_WNR | late[i]);
        model_check();
        assert_true(model_is_current(CLIENT));
        assert_int_equal(thread_of(SERVER)->state, THREAD_WAITING);
    }
    /* A synchronous one is its own. */
    machine_trap(0, (uint32_t)HSR_EC_DATA << HSR_EC_SHIFT | 0x10);
    machine_settle();
    model_check();
    assert_true(model_is_current(SERVER));
    assert_int_equal(tag_label(r_of(SERVER)[1]), FAULT_EXTERNAL);
}

static void test_bind(void **state)
{
    (void)state;
    begin(0);
    model_wake_core();
    assert_int_equal(
        machine_core(CALL_THREAD_BIND, model_core_cap(SERVER, OBJECT_THREAD), 0, 0, 0, 0, 0),
        ERROR_BUSY); /* it waits */
    assert_int_equal(machine_core(CALL_THREAD_BIND, model_core_cap(CLIENT, OBJECT_THREAD),
                                  model_core_cap(SERVER, OBJECT_ENDPOINT), 0, 0, 0, 0),
                     ERROR_BUSY); /* it is served */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_call_and_reply),
        cmocka_unit_test(test_call_to_other_cpu),
        cmocka_unit_test(test_callers_queue_in_order),
        cmocka_unit_test(test_wrong_calls),
        cmocka_unit_test(test_wait_leaves_caller),
        cmocka_unit_test(test_depth_is_limited),
        cmocka_unit_test(test_destroy_in_chain),
        cmocka_unit_test(test_destroy_queued_and_endpoint),
        cmocka_unit_test(test_notifications_coalesce),
        cmocka_unit_test(test_flags_and_callers_take_turns),
        cmocka_unit_test(test_unsent_fault_is_forgotten),
        cmocka_unit_test(test_fault_goes_to_handler),
        cmocka_unit_test(test_late_abort_is_dropped),
        cmocka_unit_test(test_bind),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
