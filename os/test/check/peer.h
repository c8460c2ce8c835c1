/* SPDX-License-Identifier: MIT */
/*
 * A thread beside the main one that answers raw calls, and capabilities to it.
 *
 * What a peer does is chosen by the label of the call; it knows no sessions. Words and capabilities
 * of a call stay in its UTCB, and go back from there.
 */
#ifndef TEST_PEER_H
#define TEST_PEER_H

#include <hw/call.h>
#include <runtime/thread.h>

enum peer_operation {
    PEER_ECHO = 1, /* reply with the same words */
    PEER_ADD,      /* reply with each word plus one */
    PEER_CAPS,     /* reply with the capabilities that came */
    PEER_BADGE,    /* word 0 of the reply: the badge of the call; word 1: that of its first cap */
    PEER_DROP,     /* wait on without replying */
    PEER_SLEEP,    /* wait for a signal, then reply */
    PEER_TOUCH,    /* read word 0's address, and reply with what is there */
};

enum { PEER_PRIORITY = 16, PEER_STACK = 8192, PEER_RECEIVE = 4 };

struct peer {
    struct thread thread;
    cap_t receive[2][PEER_RECEIVE]; /* where capabilities of calls go, in turn */
    volatile uint32_t calls;        /* served so far */
    volatile uint32_t flags;        /* of notifications that came in its loop, or in PEER_SLEEP */
};

/* Start a peer. Errors: thread_spawn()'s, ERROR_CAPS. */
enum error peer_start(struct peer *peer, uint32_t cpu, uint32_t priority);

void peer_end(struct peer *peer);

/* A capability with `badge` to the own endpoint or notification at `owner`, at an index of its own.
 * CAP_NULL: there is none. */
cap_t peer_mint(cap_t owner, uint32_t badge);

/* Call with `operation` and up to four words, which the reply replaces. Returns the call's error.
 */
enum error peer_call(cap_t cap, enum peer_operation operation, uint32_t count,
                     uint32_t words[MESSAGE_REGISTERS]);

#endif
