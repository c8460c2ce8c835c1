/* SPDX-License-Identifier: MIT */
/*
 * What the runtime promises a component: heap, thread-local storage, signals, objects, sessions.
 *
 * With `overflow` in its config it runs out of stack instead, with `smash` it writes over a stack
 * frame's end, with `abort` it aborts: each must end it in its own way.
 */
#include <stdlib.h>
#include <libfdt.h>
#include <check/check.h>
#include <runtime/component.h>
#include <runtime/log.h>
#include <runtime/rom.h>
#include "parts.h"

/* Deep enough for any stack, and not a tail call. */
static unsigned descend(volatile unsigned *above, unsigned depth)
{
    volatile unsigned here[256];
    here[0] = *above + 1;
    return depth == 0 ? here[0] : descend(here, depth - 1) + here[0];
}

static __attribute__((noinline)) void smash(volatile unsigned count)
{
    volatile char small[16];
    for (unsigned i = 0; i < count; i++) {
        *(volatile char *)((uintptr_t)small + i) = 'x';
    }
}

static void misbehave(const void *config)
{
    if (fdt_getprop(config, 0, "overflow", NULL) != NULL) {
        volatile unsigned start = 0;
        log_printf("depth %u\n", descend(&start, 1u << 20));
    }
    if (fdt_getprop(config, 0, "smash", NULL) != NULL) {
        smash(20);
    }
    if (fdt_getprop(config, 0, "abort", NULL) != NULL) {
        abort();
    }
}

void component_main(void)
{
    struct rom config;
    if (rom_open("config", &config) == OK) {
        misbehave(config.data);
        log_printf("still here\n");
        component_exit(1);
    }
    test_thread_storage();
    test_signals();
    test_objects();
    test_sessions();
    test_heap(); /* last: the heap keeps what it took from the account */
    check_finish("test_runtime");
}
