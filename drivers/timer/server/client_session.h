/* SPDX-License-Identifier: MIT */
/*
 * One client's Timer session: its timeouts, paid from its quota.
 *
 * `timeout` numbers are places in the session's own table, so that a client can name no timeout but
 * its own. Every timeout that is set is also in the one queue of the driver (driver.h).
 */
#ifndef TIMER_SERVER_CLIENT_SESSION_H
#define TIMER_SERVER_CLIENT_SESSION_H

#include <runtime/rpc.h>
#include <runtime/server.h>
#include <timer/quota.h>
#include "timer/multiplex/timeout_queue.h"

struct client_timeout {
    struct timeout timeout; /* first: the queue knows only this */
    cap_t notification;
};

struct client_session {
    struct server_session session; /* first: the runtime knows only this */
    struct rpc_object object;
    uint32_t ram, caps; /* quota left */
    struct client_timeout *timeouts[TIMER_SESSION_TIMEOUTS];
};

/* Make a session with the given quota. ERROR_RAM: no memory for it. */
enum error client_session_create(uint32_t ram, uint32_t caps, struct client_session **session);

/* End all timeouts of the session, and free it. */
void client_session_destroy(struct client_session *session);

#endif
