/* SPDX-License-Identifier: MIT */
/*
 * Signals: each handler owns one of the flags of the main thread's notification.
 *
 * Signals coalesce: a handler runs at least once after the last of any number of signals. It may
 * also run with nothing new to find, e.g. when its flag belonged to another handler before, and
 * must bear that.
 */
#ifndef RUNTIME_SIGNAL_H
#define RUNTIME_SIGNAL_H

#include <hw/error.h>
#include <hw/message.h>

struct signal_handler {
    void (*handle)(void *context);
    void *context;
    uint32_t flag; /* set by signal_register() */
};

/* Take a flag for `handler`, which stays in place until signal_unregister(). ERROR_BUSY: all flags
 * are taken. Main thread only. */
enum error signal_register(struct signal_handler *handler);

/* Give the flag back. Whoever still holds the capability may cause spurious runs of a later
 * handler. */
void signal_unregister(struct signal_handler *handler);

/* The capability that signals `handler`, to hand to a server. */
struct cap_item signal_cap_item(const struct signal_handler *handler);

/* Have the handlers of `flags` run from the event loop as if signalled now, after calls that wait
 * already had their turn. Main thread only. */
void signal_defer(uint32_t flags);

#endif
