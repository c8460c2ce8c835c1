/* SPDX-License-Identifier: MIT */
/*
 * A session between a child and whoever serves it, from the request to the end.
 *
 * Nothing here waits for a child: a session at another child's goes forward when that child takes a
 * request or answers one. The quota of a session lies, in this order, in the client's account, in
 * init's, in the server's, and comes back the same way; if the client is gone it stays in init's.
 * A client has at most as many sessions as capabilities of quota: so all indices that init needs
 * for them are covered by what it could give away.
 */
#ifndef INIT_RECORD_H
#define INIT_RECORD_H

#include "config/route.h"
#include "member.h"
#include "quota.h"

enum record_state {
    RECORD_WAITING,        /* for the server to announce the service and take the request */
    RECORD_ASKED,          /* the server has taken the request to open */
    RECORD_PARENT_PENDING, /* init's own parent has not answered yet */
    RECORD_READY,          /* open; the client has not fetched the result yet */
    RECORD_REFUSED,        /* the client has not fetched `error` yet */
    RECORD_OPEN,           /* open, and the client has the capability */
    RECORD_CLOSING,        /* for the server to take the request to close */
    RECORD_CLOSE_ASKED,    /* the server has taken it */
    RECORD_PARENT_CLOSING, /* init's own parent has not let go yet */
    RECORD_CLOSED,         /* over; `quota` came back; the client does not know yet */
};

struct record {
    struct record *next;
    uint32_t id; /* for the client, and for a server among the children */
    enum record_state state;
    struct member *client; /* NULL: gone, and the session is to end */
    struct member *server; /* of ROUTE_CHILD */
    enum route_target target;
    char *service, *label; /* while the request has not been answered */
    struct quota quota;    /* what the session has */
    struct quota upgrade;  /* part of it that the server has not been told of */
    cap_t cap;             /* the session, CAP_NULL if not open */
    uint32_t parent_id;    /* of ROUTE_PARENT */
    enum error error;      /* of RECORD_REFUSED */
    bool close_wanted;     /* of RECORD_ASKED: close it as soon as it is answered */
};

/* What a child asks of its parent. Contracts: core/include/session/parent.session. */
enum error record_open(struct member *client, struct quota quota, const char *service,
                       const char *label, uint32_t *id, struct cap_item *session);
enum error record_result(struct member *client, uint32_t id, struct cap_item *session);
enum error record_close(struct member *client, uint32_t id, struct quota *returned);
enum error record_upgrade(struct member *client, uint32_t id, struct quota quota);

/* All that `member` used is to be closed; it runs no more. */
void record_client_gone(struct member *member);

/* All that `member` served is over; it runs no more, and its account is back in init's. Requests
 * that it had not answered wait for its restart if `restarts`, and are refused otherwise. */
void record_server_gone(struct member *member, bool restarts);

/* Go on with what init's own parent had left pending. */
void record_parent_news(void);

/* The oldest record, for the server's side (server_queue.c) to walk. */
struct record *record_first(void);

/* Take back what the server held of `record`, give it to the client or keep it, and make the
 * record's state `state`, or remove the record if its client is gone. */
void record_settle(struct record *record, enum record_state state);

/* What the servers among the children ask. */
enum error queue_announce(struct member *server, const char *service);
enum error queue_request(struct member *server, uint32_t *id, uint32_t *kind, struct quota *quota,
                         const char **service, const char **label);
enum error queue_respond(struct member *server, uint32_t id, enum error error,
                         struct cap_item *session);

#endif
