/* SPDX-License-Identifier: MIT */
/*
 * Serving a service: the parent's requests to open, upgrade and close sessions.
 *
 * What a session needs at least is named once; less is refused before `open` is called. The quota
 * that a client gave is in the own PD's account when `open` is called, and must be free again when
 * `close` returns: it then goes back to the client.
 */
#ifndef RUNTIME_SERVER_H
#define RUNTIME_SERVER_H

#include <hw/error.h>
#include <hw/message.h>

/* To be embedded in the server's own structure of a session. */
struct server_session {
    struct server_session *next;
    uint32_t id; /* at the parent */
};

struct server {
    const char *service;
    uint32_t ram, caps; /* least quota of a session */
    void *self;
    /* Make a session: set `*session` and its capability. Any error refuses it. */
    enum error (*open)(void *self, const char *label, uint32_t ram, uint32_t caps,
                       struct server_session **session, struct cap_item *cap);
    /* End the session and free its memory. */
    void (*close)(void *self, struct server_session *session);
    /* The session was given more quota. May be NULL. */
    void (*upgrade)(void *self, struct server_session *session, uint32_t ram, uint32_t caps);
    struct server_session *sessions; /* kept by the runtime */
    struct server *next;
};

/* Announce the service and serve requests for it from now on. `server` stays in place for ever.
 * Errors: those of Parent.announce. */
enum error server_announce(struct server *server);

#endif
