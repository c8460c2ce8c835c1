/* SPDX-License-Identifier: MIT */
/* Messages beyond the registers: words, capabilities and their limits; the capability space. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>
#include <hw/call_numbers.h>
#include <hw/core_values.h>
#include "model.h"

enum { CLIENT = 0, SERVER = 1, PRIORITY = 5, TARGET = MODEL_CAP_FREE, BADGE = 1234 };

static struct utcb *utcb_of(uint32_t number)
{
    return model[number].utcb;
}

static void begin(void)
{
    model_start();
    model_create_waiting(SERVER, 0, PRIORITY);
    model_create(CLIENT, 0, PRIORITY, CLIENT);
    model_run(CLIENT);
    model_go();
    utcb_of(SERVER)->receive[0] = TARGET;
}

static uint32_t send(uint32_t caps, uint32_t words)
{
    uint32_t error = model_call(CLIENT, CALL_CALL, MODEL_CAP_ENDPOINT + SERVER,
                                tag_make(0, MESSAGE_CALL, caps, words), 0);

    model_check();
    return error;
}

static void send_cap(cap_t cap, uint32_t badge)
{
    utcb_of(CLIENT)->send[0] = (struct cap_item){cap, badge};
    send(1, 0);
    assert_true(model_is_current(SERVER));
}

static const struct cap_item *received(void)
{
    return &utcb_of(SERVER)->received[0];
}

static void test_words(void **state)
{
    (void)state;
    begin();
    for (uint32_t i = 0; i < MESSAGE_WORDS; i++) {
        utcb_of(CLIENT)->words[i] = i * 3;
    }
    send(0, 100);
    assert_true(model_is_current(SERVER));
    for (uint32_t i = MESSAGE_REGISTERS; i < MESSAGE_WORDS; i++) {
        assert_int_equal(utcb_of(SERVER)->words[i], i < 100 ? i * 3 : 0);
    }
}

static void test_limits(void **state)
{
    (void)state;
    begin();
    assert_int_equal(send(0, MESSAGE_WORDS + 1), ERROR_SIZE);
    assert_int_equal(send(MESSAGE_CAPS + 1, 0), ERROR_SIZE);
    utcb_of(CLIENT)->send[0].cap = TARGET; /* nothing is there */
    assert_int_equal(send(1, 0), ERROR_CAPABILITY);
    utcb_of(CLIENT)->send[0].cap = CAP_OWN;
    assert_int_equal(send(1, 0), ERROR_CAPABILITY);
    utcb_of(CLIENT)->send[0].cap = CAP_MINT | (MODEL_CAP_ENDPOINT + SERVER); /* not the owner */
    assert_int_equal(send(1, 0), ERROR_CAPABILITY);
    assert_true(model_is_current(CLIENT));
}

static void test_plain_capability(void **state)
{
    const struct capability *arrived;

    (void)state;
    begin();
    send_cap(MODEL_CAP_NOTIFICATION + CLIENT, 0);
    assert_int_equal(received()->cap, TARGET);
    arrived = &model[SERVER].caps[TARGET];
    assert_ptr_equal(capability_object(arrived), &model[CLIENT].notification->object);
    assert_int_equal(arrived->badge, 1u << CLIENT); /* the one that was sent */
}

static void test_minted_capability(void **state)
{
    const struct capability *arrived = NULL;

    (void)state;
    begin();
    send_cap(CAP_MINT | MODEL_CAP_OWN_ENDPOINT, BADGE);
    arrived = &model[SERVER].caps[TARGET];
    assert_int_equal(received()->cap, TARGET);
    assert_int_equal(arrived->badge, BADGE);
    assert_int_equal(arrived->object & CAPABILITY_OWNER, 0); /* it cannot mint in turn */
}

static void test_own_endpoint(void **state)
{
    (void)state;
    begin();
    send_cap(MODEL_CAP_ENDPOINT + SERVER, 0);
    assert_int_equal(received()->cap, CAP_OWN);
    assert_int_equal(received()->badge, CLIENT);
    assert_int_equal(model[SERVER].caps[TARGET].object, 0);
}

static void test_no_free_index(void **state)
{
    const cap_t targets[] = {CAP_NULL, MODEL_CAP_OWN_ENDPOINT, MODEL_CAPS, UINT32_MAX};

    (void)state;
    for (uint32_t i = 0; i < sizeof(targets) / sizeof(targets[0]); i++) {
        begin();
        utcb_of(SERVER)->receive[0] = targets[i];
        send_cap(MODEL_CAP_NOTIFICATION + CLIENT, 0);
        assert_int_equal(received()->cap, CAP_NULL);
    }
}

/* The sender's list changes, or what it names ceases to exist, while the call is queued. */
static void test_vanished(void **state)
{
    (void)state;
    for (uint32_t round = 0; round < 2; round++) {
        model_start();
        model_create(SERVER, 1, PRIORITY, SERVER);
        model_run(SERVER);
        model_create(CLIENT, 0, PRIORITY, CLIENT);
        model_run(CLIENT);
        model_go();
        utcb_of(SERVER)->receive[0] = TARGET;
        utcb_of(CLIENT)->send[0] = (struct cap_item){MODEL_CAP_NOTIFICATION + CLIENT, 0};
        send(1, 0);
        if (round == 0) {
            utcb_of(CLIENT)->send[0] =
                (struct cap_item){CAP_MINT | (MODEL_CAP_ENDPOINT + SERVER), BADGE};
        } else {
            model_wake_core();
            assert_int_equal(machine_core(CALL_DESTROY, model_core_cap(CLIENT, OBJECT_NOTIFICATION),
                                          0, 0, 0, 0, 0),
                             OK);
            model[CLIENT].notification = NULL;
        }
        model_call(SERVER, CALL_WAIT, 0, 0, 0);
        model_check();
        assert_ptr_equal(model[SERVER].thread->caller, model[CLIENT].thread);
        assert_int_equal(received()->cap, CAP_NULL);
        assert_int_equal(model[SERVER].caps[TARGET].object, 0);
    }
}

static void test_bad_reply_reaches_caller(void **state)
{
    (void)state;
    begin();
    send(0, 1);
    model_call(SERVER, CALL_REPLY_WAIT, 0, tag_make(0, MESSAGE_CALL, 1, 0), 0);
    assert_true(model_is_current(CLIENT));
    assert_int_equal(model[CLIENT].thread->registers->r[0], ERROR_CAPABILITY);
    assert_int_equal(model[CLIENT].thread->registers->r[1], 0);
}

static void test_revocation_in_batches(void **state)
{
    enum { COUNT = 3 * DESTROY_BATCH };
    static struct object object;
    static struct capability capabilities[COUNT];
    uint32_t calls = 1;

    (void)state;
    memset(&object, 0, sizeof(object));
    memset(capabilities, 0, sizeof(capabilities));
    for (uint32_t i = 0; i < COUNT; i++) {
        capability_set(&capabilities[i], &object, i, i % 2 == 0);
        assert_ptr_equal(capability_object(&capabilities[i]), &object);
    }
    for (uint32_t i = 0; i < COUNT; i += 5) {
        capability_clear(&capabilities[i]);
        capability_clear(&capabilities[i]); /* again is fine */
    }
    while (!object_revoke(&object, &capabilities[7])) {
        calls++;
    }
    assert_int_equal(calls, COUNT * 4 / 5 / DESTROY_BATCH + 1);
    for (uint32_t i = 0; i < COUNT; i++) {
        assert_int_equal(capabilities[i].object != 0, i == 7);
    }
    assert_ptr_equal(object.capabilities, &capabilities[7]);
    object.type = OBJECT_ENDPOINT | OBJECT_DYING;
    assert_null(capability_typed(&capabilities[7], OBJECT_ENDPOINT));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_plain_capability),
        cmocka_unit_test(test_minted_capability),
        cmocka_unit_test(test_own_endpoint),
        cmocka_unit_test(test_no_free_index),
        cmocka_unit_test(test_vanished),
        cmocka_unit_test(test_bad_reply_reaches_caller),
        cmocka_unit_test(test_revocation_in_batches),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
