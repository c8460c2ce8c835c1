/* SPDX-License-Identifier: MIT */
/*
 * Random operations of threads, vCPUs, core and interrupts on two CPUs; after each step everything
 * that must hold between the kernel's objects is checked (model_check.c), and the sanitizer tells
 * of any use of an object that was destroyed. The sequence is the same in every run.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>
#include <arm/cp15.h>
#include <hw/call_numbers.h>
#include <hw/core_values.h>
#include <hw/message.h>
#include "model.h"

enum {
    THREADS = 8,     /* ordinary ones, from place 0 on */
    VCPUS_FEW = 3,   /* after them: in every other sequence few vCPUs, whose VMM is any thread */
    VCPUS_MANY = 12, /* in the others a crowd, most of them on one CPU and of one VMM */
    CROWD_VMM = 0,
    CROWD_CPU = 1,
    STEPS = 60000,
    SEEDS = 8,
    INTID_VTIMER = BOARD_INTID_VIRTUAL_TIMER,
    INTID_MAINTENANCE = BOARD_INTID_MAINTENANCE,
};

static uint64_t random_state;
static uint32_t places; /* of threads and vCPUs, in this sequence */
static uint32_t pauses; /* steps that found a CPU kept waiting for the lock */

static uint32_t random_below(uint32_t limit)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(random_state >> 33) % limit;
}

static bool chance(uint32_t percent)
{
    return random_below(100) < percent;
}

/* A message tag: mostly of a short message, sometimes long, rarely malformed. */
static tag_t random_tag(struct model_thread *place)
{
    uint32_t words = chance(70) ? random_below(5) : random_below(MESSAGE_WORDS + 2);
    uint32_t caps = chance(80) ? 0 : random_below(MESSAGE_CAPS + 2);

    for (uint32_t i = 0; i < MESSAGE_CAPS; i++) {
        uint32_t mint = chance(50) ? CAP_MINT : 0;

        place->utcb->send[i].cap =
            mint | (chance(50) ? MODEL_CAP_OWN_ENDPOINT + random_below(2)
                               : (chance(50) ? MODEL_CAP_ENDPOINT : MODEL_CAP_NOTIFICATION) +
                                     random_below(THREADS));
        place->utcb->send[i].badge = random_below(1000);
        place->utcb->receive[i] = random_below(MODEL_CAPS + 4);
    }
    return tag_make(chance(80) ? 0 : 7, chance(90) ? MESSAGE_CALL : MESSAGE_FAULT, caps, words);
}

/* The VMM writes the state page at any time, also nonsense. */
static void scribble(uint32_t number)
{
    struct vcpu_state *state = model[number].state;

    state->general.psr = chance(80) ? PSR_MODE_SVC : random_below(32);
    state->list_register_dirty = chance(70) ? 0 : random_below(16);
    state->list_register[random_below(VCPU_LIST_REGISTERS)] =
        chance(50) ? 0 : 1u << (28 + random_below(4));
    state->underflow = random_below(2);
}

static bool has_crowd(void)
{
    return places == THREADS + VCPUS_MANY;
}

static bool is_vmm_of(uint32_t vmm, uint32_t number)
{
    return model[number].state != NULL && model[number].thread != NULL &&
           model[vmm].caps[MODEL_CAP_VCPU + number].object != 0;
}

/* A vCPU that the thread is VMM of, or `places`. */
static uint32_t random_vcpu(uint32_t vmm)
{
    uint32_t vcpus = places - THREADS;
    uint32_t start = random_below(vcpus);

    for (uint32_t i = 0; i < vcpus; i++) {
        uint32_t number = THREADS + (start + i) % vcpus;

        if (is_vmm_of(vmm, number)) {
            return number;
        }
    }
    return places;
}

/* The VMM takes all exits, and starts and recalls all its vCPUs, as far as they let it: much is due
 * then when they are to run. */
static void recall_all(uint32_t vmm)
{
    const struct thread *thread = model[vmm].thread;
    uint32_t waits = thread->endpoint != NULL ? 2 * places : 0;

    for (; waits != 0 && model_is_current(vmm) && thread->endpoint->queue != NULL; waits--) {
        model_call(vmm, CALL_WAIT, 0, 0, 0);
    }
    for (uint32_t i = THREADS; i < places; i++) {
        if (model_is_current(vmm) && is_vmm_of(vmm, i)) {
            model[i].state->general.psr = PSR_MODE_SVC;
            model[i].state->list_register_dirty = 0;
            model_call(vmm, CALL_VCPU_RESUME, MODEL_CAP_VCPU + i, 0, 0);
        }
        if (model_is_current(vmm) && is_vmm_of(vmm, i)) {
            model_call(vmm, CALL_VCPU_RECALL, MODEL_CAP_VCPU + i, 0, 0);
        }
    }
}

static void thread_step(uint32_t number)
{
    struct model_thread *place = &model[number];
    cap_t endpoint = MODEL_CAP_ENDPOINT + random_below(THREADS);
    cap_t notification = MODEL_CAP_NOTIFICATION + random_below(THREADS);
    uint32_t vcpu = random_vcpu(number);

    if (has_crowd() && number == CROWD_VMM && chance(30)) {
        recall_all(number);
        return;
    }
    switch (random_below(vcpu < places ? 20 : 14)) {
    case 0:
    case 1:
    case 2:
    case 3:
        model_call(number, CALL_CALL, endpoint, random_tag(place), random_below(100));
        break;
    case 4:
    case 5:
    case 6:
    case 7:
        model_call(number, CALL_REPLY_WAIT, 0, random_tag(place), random_below(100));
        break;
    case 8:
        model_call(number, CALL_WAIT, 0, 0, 0);
        break;
    case 9:
        model_call(number, chance(50) ? CALL_WAIT_NOTIFICATION : CALL_POLL_NOTIFICATION, 0, 0, 0);
        break;
    case 10:
        model_call(number, CALL_SIGNAL, notification, 0, 0);
        break;
    case 11:
        model_call(number, CALL_YIELD, 0, 0, 0);
        break;
    case 12:
        machine_trap(place->thread->cpu, chance(50) ? (uint32_t)HSR_EC_DATA << HSR_EC_SHIFT
                                                    : (uint32_t)HSR_EC_HCPTR << HSR_EC_SHIFT | 10);
        break;
    case 13:
        model_call(number, CALL_CAP_DROP, MODEL_CAP_FREE + random_below(20), 0, 0);
        break;
    case 14:
        model_call(number, CALL_VCPU_STATE, MODEL_CAP_VCPU + vcpu, random_below(3), 0);
        break;
    case 15:
        model_call(number, CALL_VCPU_RECALL, MODEL_CAP_VCPU + vcpu, 0, 0);
        break;
    case 16:
    case 17:
        scribble(vcpu);
        break;
    default:
        model_call(number, CALL_VCPU_RESUME, MODEL_CAP_VCPU + vcpu, 0, 0);
        break;
    }
}

static void guest_step(uint32_t number)
{
    static const uint32_t classes[] = {HSR_EC_WFI, HSR_EC_HVC, HSR_EC_DATA, HSR_EC_CP15_32};
    struct model_thread *place = &model[number];
    uint32_t cpu = place->thread->cpu;

    machine_cpu = cpu;
    write_CNTV_CTL(random_below(2));
    machine_cpu = 0;
    if (chance(20)) {
        machine_trap(cpu, (uint32_t)HSR_EC_HCPTR << HSR_EC_SHIFT | 10);
    } else {
        machine_trap(cpu, classes[random_below(4)] << HSR_EC_SHIFT);
    }
}

static bool is_alive(uint32_t number)
{
    return model[number].thread != NULL && !model[number].dying;
}

static void create(uint32_t number)
{
    uint32_t cpu = random_below(MACHINE_CPUS);
    uint32_t priority = 1 + random_below(4);
    uint32_t other = random_below(THREADS);

    if (number < THREADS) {
        model_create(number, cpu, priority, is_alive(other) ? other : number);
        if (chance(90)) {
            model_run(number);
        }
    } else {
        bool crowd = has_crowd() && chance(90);
        uint32_t vmm = crowd ? CROWD_VMM : other;

        if (is_alive(vmm)) {
            model_create_vcpu(number, crowd ? CROWD_CPU : cpu, priority, vmm);
        }
    }
}

static void core_step(void)
{
    uint32_t number = random_below(places);
    struct model_thread *place = &model[number];
    cap_t thread = model_core_cap(number, OBJECT_THREAD);

    if (place->pd == NULL) {
        create(number);
        return;
    }
    if (place->dying) {
        (void)model_destroy_step(number, chance(50));
        return;
    }
    switch (random_below(10)) {
    case 0:
        (void)model_destroy_step(number, chance(50));
        break;
    case 1:
    case 2:
        (void)machine_core(CALL_THREAD_START, thread, 0x1000, 0, 0, 0, 0);
        break;
    case 3:
    case 4:
        (void)machine_core(CALL_THREAD_RESUME, thread, 0, 0, 0, 0, 0);
        break;
    case 5:
        (void)machine_core(CALL_THREAD_SCHEDULE, thread, random_below(5), random_below(3) * 50, 0,
                           0, 0);
        break;
    case 6:
        (void)machine_core(CALL_THREAD_HANDLER, thread,
                           model_core_cap(random_below(THREADS), OBJECT_ENDPOINT), number, 0, 0, 0);
        break;
    case 7:
        model_grant_all();
        break;
    default:
        (void)machine_core(CALL_REPLY_WAIT, 0, 0, 0, 0, 0, 0);
        break;
    }
}

static void hardware_step(void)
{
    uint32_t cpu = random_below(MACHINE_CPUS);

    switch (random_below(4)) {
    case 0:
        gic_model_raise(cpu, INTID_VTIMER);
        break;
    case 1:
        gic_model_raise(cpu, INTID_MAINTENANCE);
        break;
    default:
        machine_advance(random_below(3000));
        break;
    }
}

static void step(void)
{
    uint32_t cpu = random_below(MACHINE_CPUS);
    struct thread *current = machine_current(cpu);
    uint32_t number = model_number(current);

    pauses += machine_paused(cpu) ? 1 : 0;
    if (chance(10)) {
        hardware_step();
    } else if (chance(40)) {
        machine_interrupt(cpu);
    } else if (current == machine_core_thread) {
        core_step();
    } else if (number < THREADS) {
        thread_step(number);
    } else if (number < MODEL_THREADS) {
        guest_step(number);
    } else if (cpu == 0 && chance(20)) {
        model_wake_core();
    }
}

static void run(uint64_t seed)
{
    random_state = seed;
    places = THREADS + (seed % 2 == 0 ? VCPUS_MANY : VCPUS_FEW);
    model_start();
    machine_pauses = true;
    for (uint32_t i = 0; i < STEPS; i++) {
        step();
        if (i % 50 == 0 && machine_current(0) != machine_core_thread) {
            model_wake_core();
        }
        model_check();
    }
}

static void test_random_operations(void **state)
{
    const char *only = getenv("STRESS_SEED");

    (void)state;
    if (only != NULL) {
        run(strtoull(only, NULL, 0));
        return;
    }
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        run(seed);
    }
    assert_true(pauses > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_random_operations)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
