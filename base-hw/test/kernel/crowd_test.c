/* SPDX-License-Identifier: MIT */
/*
 * A VMM with as many vCPUs as there can be, each with an event: what a switch does about them is
 * bounded, and lets interrupts and the other CPU in.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <hw/call_numbers.h>
#include "model.h"

enum {
    VMM = 0,
    CROWD = 1, /* the first of many vCPUs */
    CROWD_END = MODEL_THREADS,
    ROUNDS = 8, /* of a switch under one hold of the lock */
    PRIORITY = 5,
};

static uint32_t vmm_call(uint32_t call, uint32_t number)
{
    return model_call(VMM, call, MODEL_CAP_VCPU + number, 0, 0);
}

/* The VMM runs on CPU 0. Each of its many vCPUs, on `cpu`, was started and recalled, and none has
 * run yet. */
static void begin_crowd(uint32_t cpu)
{
    model_start();
    model_create(VMM, 0, PRIORITY, VMM);
    model_run(VMM);
    for (uint32_t i = CROWD; i < CROWD_END; i++) {
        model_create_vcpu(i, cpu, PRIORITY - 1, VMM);
    }
    model_go();
    for (uint32_t i = CROWD; i < CROWD_END; i++) {
        assert_int_equal(vmm_call(CALL_VCPU_RESUME, i), OK);
        assert_int_equal(vmm_call(CALL_VCPU_RECALL, i), OK);
    }
}

/* How many of them have sent their exit. */
static uint32_t crowd_exits(void)
{
    uint32_t count = 0;

    for (uint32_t i = CROWD; i < CROWD_END; i++) {
        count += model[i].thread != NULL && model[i].thread->state == THREAD_CALLING ? 1 : 0;
    }
    return count;
}

/* A switch takes interrupts after a bounded number of exits, though more are due. */
static void test_switch_is_bounded(void **state)
{
    (void)state;
    begin_crowd(0);
    gic_model_raise(0, MODEL_IRQ);
    model_call(VMM, CALL_WAIT_NOTIFICATION, 0, 0, 0);
    model_check();
    assert_ptr_equal(machine_current(0), machine_core_thread);
    assert_in_range(crowd_exits(), 1, ROUNDS);
    model_go(); /* the rest of them, and then nothing is left to run */
    assert_null(machine_current(0));
    assert_int_equal(crowd_exits(), CROWD_END - CROWD);
}

/* Meanwhile the other CPU has its turn, and may destroy what the switch is about. */
static void test_switch_lets_others_in(void **state)
{
    uint32_t due;

    (void)state;
    begin_crowd(1);
    model_wake_core();
    machine_pauses = true;
    machine_interrupt(1);
    assert_true(machine_paused(1));
    assert_in_range(crowd_exits(), 1, ROUNDS);
    model_check();
    while (!model_destroy_step(CROWD, false)) { /* its exit is queued */
        model_check();
    }
    while (!model_destroy_step(CROWD_END - 1, false)) { /* it is ready to run */
        model_check();
    }
    due = model_number(cpu_of(1)->current);
    assert_false(model_destroy_step(due, false)); /* this one has to leave first */
    assert_non_null(model[due].thread);
    machine_interrupt(1);
    model_check();
    while (!model_destroy_step(due, false)) {
        model_check();
    }
    machine_settle();
    model_go();
    assert_true(model_is_current(VMM));
    assert_null(machine_current(1));
    assert_int_equal(crowd_exits(), CROWD_END - CROWD - 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_switch_is_bounded),
        cmocka_unit_test(test_switch_lets_others_in),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
