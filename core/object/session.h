/* SPDX-License-Identifier: MIT */
/*
 * What the sessions at core have in common: an object that a capability names, and an account.
 *
 * A session lives in a page of its own, which its account pays. Its quota was moved there from the
 * donor's account, and all of the account's limit goes back to the donor at the end, when
 * everything that the account paid for is gone.
 */
#ifndef OBJECT_SESSION_H
#define OBJECT_SESSION_H

#include "core.h"

enum { SESSION_LABEL_SIZE = 128 };

/* The first member of each kind's own structure, which fits in a page. */
struct session {
    struct object object;
    struct account account;
    struct account *donor;
};

/* A kind of session, by the name of its service. `open` sets up a new session whose page is zero
 * beyond struct session; when it fails, `close` is called all the same. `close` gives back
 * everything but dataspaces. */
struct service {
    const char *name;
    enum object_kind kind;
    enum error (*open)(struct session *session, const char *label);
    void (*close)(struct session *session);
};

/* Open a session with quota from `donor`. ERROR_RAM, ERROR_CAPS: the donor has not as much, or
 * it does not suffice; other errors are those of service->open. */
enum error session_open(const struct service *service, struct account *donor, uint32_t ram,
                        uint32_t caps, const char *label, struct session **session);

/* Close the session; `*ram`, `*caps`: what the donor got back. */
void session_close(const struct service *service, struct session *session, uint32_t *ram,
                   uint32_t *caps);

/* The decimal number after `key` in `label`, or `otherwise` if there is none. */
uint32_t session_label_number(const char *label, const char *key, uint32_t otherwise);

#endif
