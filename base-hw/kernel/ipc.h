/* SPDX-License-Identifier: MIT */
/*
 * Synchronous messages: calls, replies, and the faults and VM exits that travel the same way.
 *
 * The way of a call: call_call() finds the endpoint, hands message and scheduling context to the
 * receiver if it waits, or queues the caller. call_reply_wait() gives both back and receives the
 * next. What does not fit the registers is message.c's.
 */
#ifndef KERNEL_IPC_H
#define KERNEL_IPC_H

#include "endpoint.h"

/* The system calls of the same names in hw/call.h. */
void call_call(struct cpu *cpu, struct thread *current);
void call_reply_wait(struct cpu *cpu, struct thread *current);
void call_wait(struct cpu *cpu, struct thread *current);
void call_wait_notification(struct cpu *cpu, struct thread *current);

/* Stop `sender` and send event_tag and event_words to its handler. It stays stopped until the
 * handler's reply. Without a handler, or at the end of a chain of calls of CALL_DEPTH_MAX, it stays
 * so. If the sender is not current, the caller lets the handler preempt (schedule_preempt()). */
void ipc_send_event(struct cpu *cpu, struct thread *sender);

/* Put a message into the registers with which a thread leaves its system call. */
static inline void ipc_deliver(const struct thread *receiver, uint32_t r0, tag_t tag,
                               const struct message_words *words)
{
    struct general_registers *to = receiver->registers;

    *(struct message_words *)&to->r[2] = *words;
    to->r[0] = r0;
    to->r[1] = tag;
}

/* The `sender`, which is current, waits for `server`, of the same CPU and waiting, which becomes
 * current on the sender's context. The sender's state is set by the caller. */
static inline void ipc_lend(struct cpu *cpu, struct thread *sender, struct thread *server)
{
    struct schedule_context *sc = sender->sc;

    sender->peer = server;
    server->state = THREAD_RUNNABLE;
    server->caller = sender;
    server->depth = sender->depth + 1;
    server->sc = sc;
    sc->runs = server;
    cpu->current = server;
}

/* message.c: everything beyond the registers. */

/* Whether a message is of words in registers alone. */
static inline bool message_is_short(tag_t tag)
{
    return (tag & TAG_FIELD_MASK << TAG_CAPS_SHIFT) == 0 && tag_words(tag) <= MESSAGE_REGISTERS;
}

/* Whether a tag, as a thread wrote it, is that of a short call or reply: below the label, kind
 * and capabilities are zero and the words few. */
static inline bool message_is_plain(tag_t tag)
{
    return (tag & ((1u << TAG_LABEL_SHIFT) - 1)) <= MESSAGE_REGISTERS;
}

/* Whether `sender` can send what its tag claims. */
enum error message_check(const struct thread *sender, tag_t tag);

/* Copy the words and capabilities of a checked message between UTCBs. A capability that has
 * vanished since, or finds no place, arrives as CAP_NULL. */
void message_transfer(const struct thread *sender, const struct thread *receiver, tag_t tag);

#endif
