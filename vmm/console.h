/* SPDX-License-Identifier: MIT */
/*
 * Character backend on a Terminal session: what the guest's UART sends and receives.
 */
#ifndef VMM_CONSOLE_H
#define VMM_CONSOLE_H

#include <runtime/signal.h>
#include <terminal/client.h>
#include "device/character.h"
#include "device/clock.h"

struct console {
    struct terminal terminal;
    struct signal_handler avail;
    struct clock *clock;
    struct timeout flush;         /* for output that the device holds back */
    void (*ready)(void *context); /* input, room, or a flush is due */
    void *context;
};

/* Open the Terminal session. `ready` is called from the event loop: the device then flushes, and
 * fetches input. Errors: those of terminal_open(). */
enum error console_open(struct console *console, struct clock *clock, void (*ready)(void *context),
                        void *context);

/* The backend to give to the device. */
struct character_backend console_backend(struct console *console);

#endif
