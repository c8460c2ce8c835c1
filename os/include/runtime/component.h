/* SPDX-License-Identifier: MIT */
/*
 * The frame of a component: where it begins, and how it ends.
 *
 * The runtime sets everything up, calls component_main() once on the main thread and then runs the
 * event loop for ever: signals go to their handlers (runtime/signal.h), calls to the objects that
 * were exported (runtime/rpc.h). All handlers run on the main thread, one at a time.
 */
#ifndef RUNTIME_COMPONENT_H
#define RUNTIME_COMPONENT_H

#include <stdint.h>

enum {
    EXIT_CODE_STACK_SMASHED = 134, /* stack protection found the guard overwritten */
    EXIT_CODE_ABORT = 135,         /* abort() or a failed assertion of the C library */
};

/* Supplied by the component: set up, then return; or end by component_exit(). */
void component_main(void);

/* End the component. `code` 0 means success; the parent decides what follows. Does not flush
 * anything but the log's current line. */
_Noreturn void component_exit(uint32_t code);

#endif
