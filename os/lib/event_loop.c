/* SPDX-License-Identifier: MIT */
/*
 * The main thread's loop: answer, wait, deliver.
 *
 * Invariant: while it waits, every entry of utcb->receive names a free index, as far as the
 * capability space has any left.
 */
#include <hw/call.h>
#include <runtime/cap.h>
#include <runtime/rpc.h>
#include "runtime.h"

void event_loop_setup(struct utcb *utcb)
{
    for (uint32_t i = 0; i < MESSAGE_CAPS; i++) {
        utcb->receive[i] = cap_allocate();
    }
}

/* Deliver a call that brought capabilities, then drop those that the handler did not keep. */
static void deliver_with_caps(struct message *message)
{
    struct utcb *const utcb = message->utcb;
    const uint32_t count = tag_caps(message->tag);
    cap_t arrived[MESSAGE_CAPS];
    for (uint32_t i = 0; i < count && i < MESSAGE_CAPS; i++) {
        arrived[i] = utcb->received[i].cap;
    }
    rpc_deliver(message);
    for (uint32_t i = 0; i < count && i < MESSAGE_CAPS; i++) {
        if (arrived[i] == CAP_NULL || arrived[i] == CAP_OWN) {
            continue;
        }
        if (utcb->received[i].cap == arrived[i]) {
            (void)cap_drop(arrived[i]);
            continue;
        }
        for (uint32_t j = 0; j < MESSAGE_CAPS; j++) {
            if (utcb->receive[j] == arrived[i]) {
                utcb->receive[j] = cap_allocate();
            }
        }
    }
}

/* Run handlers that were put off while a reply may already lie in the UTCB. What these put off in
 * turn comes with the next signal, so that calls are served in between. */
static void deliver_deferred(struct utcb *utcb)
{
    const struct utcb reply = *utcb;
    do {
        signal_deliver(signal_take_deferred());
    } while (signal_deferred != 0 && !signal_come_back());
    for (uint32_t i = 0; i < MESSAGE_WORDS; i++) {
        utcb->words[i] = reply.words[i];
    }
    for (uint32_t i = 0; i < MESSAGE_CAPS; i++) {
        utcb->send[i] = reply.send[i];
    }
}

/* The space may have been full before: try again to name indices. */
static void refill(struct utcb *utcb)
{
    for (uint32_t i = 0; i < MESSAGE_CAPS; i++) {
        if (utcb->receive[i] == CAP_NULL) {
            utcb->receive[i] = cap_allocate();
        }
    }
}

_Noreturn void event_loop_run(struct utcb *utcb)
{
    struct message message = {.tag = tag_make(OK, MESSAGE_CALL, 0, 0), .utcb = utcb};
    for (;;) {
        if (__builtin_expect(signal_deferred != 0, 0)) {
            deliver_deferred(utcb);
        }
        if (__builtin_expect(message.tag == RPC_NO_REPLY, 0)) {
            ipc_wait(&message);
        } else {
            ipc_reply_wait(&message);
        }
        const tag_t tag = message.tag;
        if (tag_kind(tag) == MESSAGE_NOTIFICATION) {
            signal_deliver(message.words[0]);
            refill(utcb);
            message.tag = tag_make(OK, MESSAGE_CALL, 0, 0);
        } else if (__builtin_expect(tag_caps(tag) == 0, 1)) {
            rpc_deliver(&message);
        } else {
            deliver_with_caps(&message);
        }
    }
}
