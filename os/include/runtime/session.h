/* SPDX-License-Identifier: MIT */
/* Sessions at other components, opened and closed through the parent. */
#ifndef RUNTIME_SESSION_H
#define RUNTIME_SESSION_H

#include <hw/error.h>
#include <hw/message.h>

struct session {
    uint32_t id; /* at the parent */
    cap_t cap;
};

/*
 * Open a session at `service` with `label`, giving `ram` bytes and `caps` capabilities of quota.
 *
 * Waits until the server has answered; signals that come meanwhile are handled by the event loop
 * later. Main thread only. Errors: those of Parent.open (session/parent.h) and the server's own.
 */
enum error session_open(const char *service, const char *label, uint32_t ram, uint32_t caps,
                        struct session *session);

/* Close the session and drop its capability. Waits until the server has let go. */
void session_close(struct session *session);

/* Wait for flags of the main thread's notification from `wanted`, and leave all others to the event
 * loop. Returns those of `wanted` that came. */
uint32_t session_wait(uint32_t wanted);

/* Someone to tell when the parent signals that a result or a request may be waiting. */
struct parent_listener {
    void (*handle)(void);
    struct parent_listener *next;
};

/* Call `listener`, which stays in place for ever, at each signal of the parent. It may be called
 * with no news. Errors: signal_register()'s, Parent.register's. */
enum error parent_listen(struct parent_listener *listener);

#endif
