/* SPDX-License-Identifier: MIT */
/* The peer's loop, and starting it. */
#include <runtime/cap.h>
#include <session/pd_client.h>
#include "peer.h"

static void reply_with_caps(struct utcb *utcb, tag_t tag)
{
    for (uint32_t i = 0; i < tag_caps(tag); i++) {
        utcb->send[i] = cap_plain(utcb->received[i].cap);
    }
}

/* Let the capabilities of the next call go to the other set of indices, which an earlier call may
 * have filled: those of this call are needed until its reply has gone out. */
static void receive_at_other(const struct peer *peer, struct utcb *utcb)
{
    const cap_t *other =
        utcb->receive[0] == peer->receive[0][0] ? peer->receive[1] : peer->receive[0];
    for (uint32_t i = 0; i < PEER_RECEIVE; i++) {
        (void)cap_drop(other[i]);
        utcb->receive[i] = other[i];
    }
}

static void serve(struct peer *peer, struct utcb *utcb, struct message *message)
{
    const tag_t tag = message->tag;
    switch (tag_label(tag)) {
    case PEER_ADD:
        for (uint32_t i = 0; i < MESSAGE_REGISTERS; i++) {
            message->words[i]++;
        }
        for (uint32_t i = MESSAGE_REGISTERS; i < tag_words(tag); i++) {
            utcb->words[i]++;
        }
        message->tag = tag_make(OK, MESSAGE_CALL, 0, tag_words(tag));
        break;
    case PEER_CAPS:
        reply_with_caps(utcb, tag);
        message->tag = tag_make(OK, MESSAGE_CALL, tag_caps(tag), 0);
        break;
    case PEER_BADGE:
        message->words[0] = message->badge;
        message->words[1] = tag_caps(tag) == 0 ? 0 : utcb->received[0].badge;
        message->words[2] = tag_caps(tag) == 0 ? CAP_NULL : utcb->received[0].cap;
        message->tag = tag_make(OK, MESSAGE_CALL, 0, 3);
        break;
    case PEER_SLEEP:
        peer->flags |= notification_wait();
        message->tag = tag_make(OK, MESSAGE_CALL, 0, 0);
        break;
    case PEER_TOUCH:
        message->words[0] = *(volatile uint32_t *)(uintptr_t)message->words[0];
        message->tag = tag_make(OK, MESSAGE_CALL, 0, 1);
        break;
    default:
        message->tag = tag_make(OK, MESSAGE_CALL, 0, tag_words(tag));
        break;
    }
}

static void run(void *argument)
{
    struct peer *peer = argument;
    struct utcb *utcb = thread_utcb();
    struct message message = {.utcb = utcb};

    for (uint32_t i = 0; i < PEER_RECEIVE; i++) {
        utcb->receive[i] = peer->receive[0][i];
    }
    ipc_wait(&message);
    for (;;) {
        if (tag_kind(message.tag) == MESSAGE_NOTIFICATION) {
            peer->flags |= message.words[0];
            ipc_wait(&message);
            continue;
        }
        peer->calls++;
        if (tag_label(message.tag) == PEER_DROP) {
            ipc_wait(&message);
            continue;
        }
        if (tag_caps(message.tag) != 0) {
            receive_at_other(peer, utcb);
        }
        serve(peer, utcb, &message);
        ipc_reply_wait(&message);
    }
}

enum error peer_start(struct peer *peer, uint32_t cpu, uint32_t priority)
{
    *peer = (struct peer){0};
    for (uint32_t i = 0; i < PEER_RECEIVE; i++) {
        peer->receive[0][i] = cap_allocate();
        peer->receive[1][i] = cap_allocate();
        if (peer->receive[1][i] == CAP_NULL) {
            return ERROR_CAPS;
        }
    }
    const struct thread_settings settings = {
        .cpu = cpu,
        .priority = priority,
        .stack_size = PEER_STACK,
    };
    return thread_spawn(&peer->thread, &settings, run, peer);
}

void peer_end(struct peer *peer)
{
    thread_end(&peer->thread);
    for (uint32_t i = 0; i < PEER_RECEIVE; i++) {
        cap_free(peer->receive[0][i]);
        cap_free(peer->receive[1][i]);
    }
}

cap_t peer_mint(cap_t owner, uint32_t badge)
{
    const cap_t index = cap_allocate();
    if (index != CAP_NULL && pd_cap_grant(CAP_PD, index, cap_minted(owner, badge)) != OK) {
        cap_free(index);
        return CAP_NULL;
    }
    return index;
}

enum error peer_call(cap_t cap, enum peer_operation operation, uint32_t count,
                     uint32_t words[MESSAGE_REGISTERS])
{
    tag_t tag = tag_make((uint32_t)operation, MESSAGE_CALL, 0, count);
    return ipc_call(cap, &tag, words);
}
