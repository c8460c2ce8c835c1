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

/*
 * The same without waiting, for a component that must serve others meanwhile. OK: `session` is
 * open. ERROR_PENDING: it is not answered yet; the parent's signal (parent_listen()) tells when
 * session_poll() may have news, and session_close() gives it up, which waits only for a server that
 * has taken the request already. After any other error there is nothing to close.
 */
enum error session_begin(const char *service, const char *label, uint32_t ram, uint32_t caps,
                         struct session *session);

/* Ask for the answer to session_begin(), which was pending. Returns as that. */
enum error session_poll(struct session *session);

/* Wait for flags of the main thread's notification from `wanted`, and leave all others to the event
 * loop. Returns those of `wanted` that came. */
uint32_t session_wait(uint32_t wanted);

/* Someone to tell when the parent signals that a result or a request may be waiting. */
struct parent_listener {
    void (*handle)(void);
    struct parent_listener *next;
};

/* Call `listener`, which stays in place for ever, at each signal of the parent. It may be called
 * with no news: after each wait of session_open(), session_close() and parent_wait(), too. So one
 * that waits itself, whatever it finds, is called without end. Errors: signal_register()'s,
 * Parent.register's. */
enum error parent_listen(struct parent_listener *listener);

/* Wait for the next signal of the parent, once somebody listens; the listeners are called later,
 * from the event loop. Main thread only. */
void parent_wait(void);

#endif
