/* SPDX-License-Identifier: MIT */
/*
 * From the entry point to the event loop.
 *
 * The creator enters component_start() with a stack, the UTCB's address and the size of the
 * capability space (core/component.h); bss is zero. Thread-local storage must be there before any
 * code that uses it or the stack guard's failure path.
 */
#include <stdlib.h>
#include <runtime/component.h>
#include <runtime/counter.h>
#include <runtime/log.h>
#include <session/parent_client.h>
#include "runtime.h"

/*
 * The guard word that the compiler places on stacks: a hash of the time of the start, which others
 * can guess only roughly, there being no source of randomness; its lowest byte is 0, so that string
 * functions cannot write past it.
 */
uintptr_t __stack_chk_guard;

/* Multiplier and shift of one step of a multiplicative hash. */
#define HASH_MULTIPLIER 0x9e3779b1u
enum { HASH_SHIFT = 15, GUARD_TERMINATOR = 0xff };

_Noreturn void __stack_chk_fail(void);
_Noreturn void _exit(int code);
_Noreturn void component_start(struct utcb *utcb, uint32_t cap_count);

_Noreturn void __stack_chk_fail(void)
{
    log_printf("stack smashed\n");
    component_exit(EXIT_CODE_STACK_SMASHED);
}

/* In component_start(), which never returns to where its own guard word would be looked at. */
static inline void set_stack_guard(void)
{
    uint32_t value = (uint32_t)counter_read() * HASH_MULTIPLIER;
    value = (value ^ value >> HASH_SHIFT) * HASH_MULTIPLIER;
    __stack_chk_guard = value & ~(uint32_t)GUARD_TERMINATOR;
}

_Noreturn void component_start(struct utcb *utcb, uint32_t cap_count)
{
    set_stack_guard();
    thread_storage_setup_main(utcb);
    cap_space_setup(cap_count);
    event_loop_setup(utcb);
    component_main();
    event_loop_run(utcb);
}

_Noreturn void component_exit(uint32_t code)
{
    log_flush();
    (void)parent_exit(CAP_PARENT, code);
    for (;;) {
        struct message message;
        ipc_wait(&message);
    }
}

/* How the C library ends a program. */

_Noreturn void abort(void)
{
    log_printf("aborted\n");
    component_exit(EXIT_CODE_ABORT);
}

_Noreturn void _exit(int code)
{
    component_exit((uint32_t)code);
}
