/* SPDX-License-Identifier: MIT */
/* Who runs when: priorities, time slices, preemption, other CPUs; and interrupts as objects. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <arm/cp15.h>
#include <hw/call_numbers.h>
#include <hw/core_values.h>
#include <kernel/call.h>
#include "model.h"

enum {
    A = 0,
    B = 1,
    SERVER = 2,
    PRIORITY = 5,
    SLICE_TICKS = 100 * 24 + 1, /* of 100 microseconds, a little more */
    PPI = 30,
    CORE_CAP_PPI = 10,
};

/* Two threads that run on `cpu`. */
static void begin(uint32_t cpu, uint32_t priority_b)
{
    model_start();
    model_create_waiting(SERVER, cpu, PRIORITY);
    model_create(A, cpu, PRIORITY, A);
    model_run(A);
    model_create(B, cpu, priority_b, B);
    model_run(B);
    model_go();
}

static void test_priority(void **state)
{
    (void)state;
    begin(0, PRIORITY + 1);
    assert_true(model_is_current(B));
    model_call(B, CALL_YIELD, 0, 0, 0); /* to no one of its priority */
    assert_true(model_is_current(B));
    machine_advance(10 * SLICE_TICKS);
    machine_settle();
    assert_true(model_is_current(B));
    model_call(B, CALL_WAIT, 0, 0, 0);
    assert_true(model_is_current(A));
    model_call(A, CALL_SIGNAL, MODEL_CAP_NOTIFICATION + B, 0, 0); /* preempts at once */
    assert_true(model_is_current(B));
    model_check();
}

static void test_round_robin(void **state)
{
    (void)state;
    begin(0, PRIORITY);
    for (uint32_t i = 0; i < 10; i++) {
        uint32_t runs = model_is_current(A) ? A : B;

        machine_advance(SLICE_TICKS / 2);
        machine_settle();
        assert_true(model_is_current(runs));
        machine_advance(SLICE_TICKS);
        machine_settle();
        assert_true(model_is_current(A + B - runs));
        model_check();
    }
}

/* The bits of ITSTATE where a PSR has them. */
static uint32_t psr_it(uint32_t it)
{
    return (it & 0xfc) << 8 | (it & 3) << 25;
}

/* WFI and WFE give the slice away; the thread goes on behind them, in the IT block too. */
static void test_wait_instruction(void **state)
{
    static const uint32_t sequences[][5] = {{0xc1, 0xc2, 0xc4, 0xc8, 0},
                                            {0x1d, 0x1a, 0x14, 0x08, 0}};
    const uint32_t flags = 0xf8000000 | PSR_T | PSR_MODE_USR;
    struct thread *thread;

    (void)state;
    begin(0, PRIORITY);
    while (!model_is_current(A)) {
        model_call(B, CALL_YIELD, 0, 0, 0);
    }
    machine_trap(0, (uint32_t)HSR_EC_WFI << HSR_EC_SHIFT | HSR_IL);
    assert_true(model_is_current(B));
    thread = model[A].thread;
    assert_int_equal(thread->registers->pc, 0x1004);
    assert_int_equal(thread->psr, PSR_MODE_USR);
    thread = model[B].thread;
    thread->registers->pc = 0x1000;
    for (uint32_t i = 0; i < sizeof(sequences) / sizeof(sequences[0]); i++) {
        for (uint32_t k = 1; k < 5; k++) {
            thread->psr = flags | psr_it(sequences[i][k - 1]);
            while (!model_is_current(B)) {
                model_call(A, CALL_YIELD, 0, 0, 0);
            }
            machine_trap(0, (uint32_t)HSR_EC_WFI << HSR_EC_SHIFT);
            assert_int_equal(thread->psr, flags | psr_it(sequences[i][k]));
        }
    }
    assert_int_equal(thread->registers->pc, 0x1000 + 2 * 8);
    model_check();
}

/* A thread cannot stretch its slice by calls that go the long way. */
static void test_calls_are_charged(void **state)
{
    uint32_t calls = 0;

    (void)state;
    begin(0, PRIORITY);
    while (!model_is_current(A)) {
        model_call(B, CALL_YIELD, 0, 0, 0);
    }
    while (!model_is_current(B)) {
        model_call(A, CALL_CALL, MODEL_CAP_ENDPOINT + SERVER, tag_make(0, MESSAGE_CALL, 0, 20), 0);
        machine_advance(SLICE_TICKS / 8);
        machine_settle();
        if (model_is_current(SERVER)) {
            model_call(SERVER, CALL_REPLY_WAIT, 0, tag_make(0, MESSAGE_CALL, 0, 20), 0);
        }
        model_check();
        assert_true(++calls < 20);
    }
}

static void test_wake_on_other_cpu(void **state)
{
    (void)state;
    begin(1, PRIORITY);
    model_wake_core();
    assert_int_equal(machine_core(CALL_THREAD_SCHEDULE, model_core_cap(A, OBJECT_THREAD),
                                  PRIORITY + 1, 0, 0, 0, 0),
                     OK);
    machine_settle();
    assert_true(model_is_current(A));
    assert_int_equal(
        machine_core(CALL_THREAD_SCHEDULE, model_core_cap(A, OBJECT_THREAD), 0, 0, 0, 0, 0), OK);
    machine_settle(); /* lowered while it runs there */
    assert_true(model_is_current(B));
    model_check();
}

static enum error create_ppi(uint32_t cpu)
{
    void *memory = machine_allocate(call_object_size[OBJECT_IRQ]);

    return machine_core(CALL_IRQ_CREATE, CORE_CAP_PPI, machine_physical(memory), PPI, 0, cpu, 0);
}

static void bind_ppi(void)
{
    assert_int_equal(machine_core(CALL_IRQ_BIND, CORE_CAP_PPI,
                                  model_core_cap(SERVER, OBJECT_NOTIFICATION), 0, 0, 0, 0),
                     OK);
}

static void test_private_interrupt(void **state)
{
    (void)state;
    begin(1, PRIORITY);
    model_wake_core();
    assert_int_equal(create_ppi(1), OK);
    assert_int_equal(create_ppi(0), ERROR_EXISTS);
    bind_ppi();
    machine_settle();
    assert_true(gic_model_enabled(1, PPI));
    assert_false(gic_model_enabled(0, PPI));
    gic_model_raise(1, PPI);
    machine_settle();
    assert_true(gic_model_active(1, PPI));
    assert_int_equal(machine_core(CALL_IRQ_ACK, CORE_CAP_PPI, 0, 0, 0, 0, 0), ERROR_INVALID);
    /* The driver is killed with the interrupt active, and the line claimed again at once. */
    assert_int_equal(machine_core(CALL_DESTROY, CORE_CAP_PPI, 0, 0, 0, 0, 0), OK);
    assert_int_equal(create_ppi(1), OK);
    bind_ppi();
    machine_settle();
    assert_false(gic_model_active(1, PPI));
    assert_true(gic_model_enabled(1, PPI));
    model_check();
}

/* What is bound last is signalled. */
static void test_interrupt_bound_again(void **state)
{
    const cap_t signal = CORE_CAP_PPI + 1;
    const uint32_t flags = 1u << 5;

    (void)state;
    begin(1, PRIORITY);
    model_wake_core();
    assert_int_equal(create_ppi(1), OK);
    bind_ppi();
    assert_int_equal(machine_core(CALL_CAP_GRANT, CORE_CAP_PD, signal,
                                  model_core_cap(B, OBJECT_NOTIFICATION), flags, 0, 0),
                     OK);
    assert_int_equal(machine_core(CALL_IRQ_BIND, CORE_CAP_PPI, signal, 0, 0, 0, 0), OK);
    machine_settle();
    gic_model_raise(1, PPI);
    machine_settle();
    assert_true(gic_model_active(1, PPI));
    assert_int_equal(model[B].notification->flags, flags);
    assert_int_equal(model[SERVER].notification->flags, 0);
    assert_int_equal(model[SERVER].thread->state, THREAD_WAITING);
    model_check();
}

static void test_interrupt_claims(void **state)
{
    static const uint32_t refused[] = {
        0,    15,        BOARD_INTID_HYP_TIMER, BOARD_INTID_VIRTUAL_TIMER, BOARD_INTID_MAINTENANCE,
        1019, UINT32_MAX};
    void *memory;

    (void)state;
    model_start();
    memory = machine_allocate(call_object_size[OBJECT_IRQ]);
    for (uint32_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
        assert_int_equal(machine_core(CALL_IRQ_CREATE, CORE_CAP_PPI, machine_physical(memory),
                                      refused[i], 0, 0, 0),
                         ERROR_INVALID);
    }
    assert_int_equal(
        machine_core(CALL_IRQ_CREATE, CORE_CAP_PPI, machine_physical(memory), 40, 0, 0, 0),
        ERROR_BUSY); /* the model's own */
}

static void test_timer_right(void **state)
{
    (void)state;
    begin(1, PRIORITY);
    model_wake_core();
    machine_cpu = 1;
    assert_int_equal(read_CNTKCTL() & CNTKCTL_PL0PTEN, 0);
    machine_cpu = 0;
    for (uint32_t granted = 1; granted < 2; granted--) {
        for (uint32_t number = A; number <= B; number++) {
            assert_int_equal(machine_core(CALL_PD_TIMER_RIGHT, model_core_cap(number, OBJECT_PD),
                                          granted, 0, 0, 0, 0),
                             OK);
        }
        machine_settle(); /* it runs all the while */
        machine_cpu = 1;
        assert_int_equal((read_CNTKCTL() & CNTKCTL_PL0PTEN) != 0, granted);
        machine_cpu = 0;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_priority),          cmocka_unit_test(test_round_robin),
        cmocka_unit_test(test_wait_instruction),  cmocka_unit_test(test_calls_are_charged),
        cmocka_unit_test(test_wake_on_other_cpu), cmocka_unit_test(test_private_interrupt),
        cmocka_unit_test(test_interrupt_claims),  cmocka_unit_test(test_interrupt_bound_again),
        cmocka_unit_test(test_timer_right),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
