/* SPDX-License-Identifier: MIT */
/*
 * bench: what the system's basic operations cost. One line each, "bench: NAME VALUE".
 *
 * In its scenario it has the priority OWN_PRIORITY, and the Echo server (test_echo) a higher one.
 */
#include <hw/call.h>
#include <hw/core_values.h>
#include <runtime/cap.h>
#include <runtime/component.h>
#include <runtime/counter.h>
#include <runtime/log.h>
#include <runtime/memory.h>
#include <runtime/session.h>
#include <runtime/thread.h>
#include <session/echo_client.h>
#include "check/check.h"
#include "check/peer.h"
#include "measure.h"

enum {
    SESSION_RAM = 4096,
    SESSION_CAPS = 4,
    STACK = 4096,
    FLAG = 1u << 8, /* not one of the runtime's */
    MEMORY_ROUNDS = 256,
    OWN_PRIORITY = 16, /* of this component in its scenario */
    LOWER_PRIORITY = 10,
};

static void null_call(void *context)
{
    (void)context;
    (void)kernel_version();
}

static void echo_word_once(void *context)
{
    uint32_t same = 0;
    (void)echo_word(*(const cap_t *)context, 1, &same);
}

static void raw_call_once(void *context)
{
    uint32_t words[MESSAGE_REGISTERS] = {1, 0, 0, 0};
    tag_t tag = tag_make(0, MESSAGE_CALL, 0, 1);
    (void)ipc_call(*(const cap_t *)context, &tag, words);
}

static void bench_calls(void)
{
    struct session echo;
    measure_report("null_call", measure_loop(null_call, NULL), MEASURE_ROUNDS);
    check_step(session_open(ECHO_SERVICE, "", SESSION_RAM, SESSION_CAPS, &echo), "Echo session");
    measure_report("rpc", measure_loop(echo_word_once, &echo.cap), MEASURE_ROUNDS);
    check_step(echo_raw(echo.cap), "Echo raw");
    measure_report("call_reply", measure_loop(raw_call_once, &echo.cap), MEASURE_ROUNDS);
}

/* A thread of lower priority signals, and this one notes when it returns from waiting. */
struct signaller {
    struct thread thread;
    cap_t cap;
    volatile uint64_t returned;
    uint64_t ticks; /* from signalling to the waiter's return */
};

static void signal_often(void *argument)
{
    struct signaller *signaller = argument;
    uint64_t whole = 0;
    uint64_t empty = 0;

    for (uint32_t i = 0; i < MEASURE_ROUNDS; i++) {
        measure_shift_phase(i);
        const uint64_t start = counter_read();
        empty += counter_read() - start;
    }
    for (uint32_t i = 0; i < MEASURE_ROUNDS; i++) {
        measure_shift_phase(i);
        const uint64_t start = counter_read();
        (void)notification_signal(signaller->cap);
        whole += signaller->returned - start;
    }
    signaller->ticks = whole - empty;
    (void)notification_signal(signaller->cap);
}

static void bench_notification(void)
{
    static struct signaller signaller;
    const struct thread_settings settings = {.priority = LOWER_PRIORITY, .stack_size = STACK};
    signaller.cap = peer_mint(CAP_NOTIFICATION, FLAG);
    check_step(thread_spawn(&signaller.thread, &settings, signal_often, &signaller),
               "starting a signaller");
    for (uint32_t count = 0; count <= MEASURE_ROUNDS;) {
        const uint32_t flags = notification_wait();
        signaller.returned = counter_read();
        count += (flags & FLAG) != 0;
    }
    measure_report("notification", signaller.ticks, MEASURE_ROUNDS);
    thread_end(&signaller.thread);
    cap_free(signaller.cap);
}

static void yield_on(void *argument)
{
    (void)argument;
    for (;;) {
        thread_yield();
    }
}

static void yield_once(void *context)
{
    (void)context;
    thread_yield();
}

static void bench_thread_switch(void)
{
    struct thread partner;
    const struct thread_settings settings = {.priority = OWN_PRIORITY, .stack_size = STACK};
    check_step(thread_spawn(&partner, &settings, yield_on, NULL), "starting a partner");
    measure_report("thread_switch", measure_loop(yield_once, NULL), 2 * MEASURE_ROUNDS);
    thread_end(&partner);
}

static void bench_memory(void)
{
    struct memory memory;
    check_step(memory_allocate(PAGE_SIZE, 0, &memory), "allocating");
    memory_free(&memory);
    const uint64_t start = counter_read();
    for (uint32_t i = 0; i < MEMORY_ROUNDS; i++) {
        check_step(memory_allocate(PAGE_SIZE, 0, &memory), "allocating");
        memory_free(&memory);
    }
    measure_report("memory", counter_read() - start, MEMORY_ROUNDS);
}

void component_main(void)
{
    bench_calls();
    bench_notification();
    bench_thread_switch();
    bench_memory();
    log_printf("bench: all operations measured\n");
    component_exit(0);
}
