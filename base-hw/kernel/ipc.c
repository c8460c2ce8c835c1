/* SPDX-License-Identifier: MIT */
/*
 * Calls and replies. See ipc.h for the way of a message, thread.h for the invariants.
 */
#include "call.h"
#include "ipc.h"
#include "schedule.h"
#include <vm/vcpu.h>

#define TAG_KIND_BITS (TAG_FIELD_MASK << TAG_KIND_SHIFT)

/* The words of a message in the registers of its sender. */
static inline const struct message_words *words_of(const struct general_registers *registers)
{
    return (const struct message_words *)&registers->r[2];
}

/* The waiting `server` goes on, as the callee of `sender`, on the context of the latter. If that is
 * not the active one, it is left to the caller to let it preempt. */
static inline void hand_over(struct cpu *cpu, struct thread *sender, struct thread *server)
{
    struct schedule_context *sc = sender->sc;

    server->sc = sc;
    sc->runs = server;
    server->state = THREAD_RUNNABLE;
    server->caller = sender;
    server->depth = sender->depth + 1;
    sender->peer = server;
    if (cpu->active == sc && server->cpu == cpu->id) {
        cpu->current = server;
        return;
    }
    sc->cpu = server->cpu;
    if (cpu->active == sc) {
        schedule_ready(cpu, sc);
        schedule_next(cpu);
    } else {
        schedule_ready(cpu, sc);
    }
}

/* The general form of a call: any message, any state of the server. */
static __attribute__((noinline)) void call_slow(struct cpu *cpu, struct thread *current)
{
    struct general_registers *from = current->registers;
    const struct capability *capability = pd_capability(current->pd, from->r[0]);
    struct endpoint *endpoint = capability_typed(capability, OBJECT_ENDPOINT);
    tag_t tag = from->r[1] & ~TAG_KIND_BITS;
    struct thread *server;

    if (endpoint == NULL) {
        from->r[0] = ERROR_CAPABILITY;
        return;
    }
    if (!message_is_short(tag)) {
        enum error error = message_check(current, tag);

        if (error != OK) {
            from->r[0] = error;
            return;
        }
    }
    server = endpoint->receiver;
    if (server == NULL || server == current || current->depth >= CALL_DEPTH_MAX) {
        from->r[0] = server == NULL ? ERROR_GONE : ERROR_INVALID;
        return;
    }
    if (server->state != THREAD_WAITING) {
        from->r[1] = tag;
        endpoint_enqueue(endpoint, current, capability->badge);
        schedule_next(cpu);
        return;
    }
    ipc_deliver(server, capability->badge, tag, words_of(from));
    if (!message_is_short(tag)) {
        message_transfer(current, server, tag);
    }
    current->state = THREAD_CALLED;
    hand_over(cpu, current, server);
}

void call_call(struct cpu *cpu, struct thread *current)
{
    const struct general_registers *from = current->registers;
    tag_t tag = from->r[1];
    const struct capability *capability;
    struct object *object;
    struct thread *server;

    if (from->r[0] >= current->pd->cap_count || !message_is_plain(tag)) {
        call_slow(cpu, current);
        return;
    }
    capability = &current->pd->caps[from->r[0]];
    object = capability_object(capability);
    if (object == NULL || object->type != OBJECT_ENDPOINT) {
        call_slow(cpu, current);
        return;
    }
    server = ((struct endpoint *)object)->receiver;
    if (server == NULL || server->state != THREAD_WAITING || server->cpu != cpu->id ||
        current->depth >= CALL_DEPTH_MAX) {
        call_slow(cpu, current);
        return;
    }
    ipc_deliver(server, capability->badge, tag, words_of(from));
    current->state = THREAD_CALLED;
    ipc_lend(cpu, current, server);
}

void ipc_send_event(struct cpu *cpu, struct thread *sender)
{
    struct endpoint *endpoint = capability_typed(&sender->handler, OBJECT_ENDPOINT);
    struct thread *server = endpoint != NULL ? endpoint->receiver : NULL;

    sender->state = THREAD_STOPPED;
    if (sender->depth >= CALL_DEPTH_MAX) {
        server = NULL;
    }
    if (server != NULL && server->state == THREAD_WAITING) {
        tag_t tag = sender->event_tag;

        sender->event_tag = 0;
        ipc_deliver(server, sender->handler.badge, tag, &sender->event_words);
        hand_over(cpu, sender, server);
        return;
    }
    if (server != NULL) {
        endpoint_enqueue(endpoint, sender, sender->handler.badge);
    } else {
        sender->event_tag = 0;
    }
    if (cpu->active == sender->sc) {
        schedule_next(cpu);
    }
}

/* `current` takes the message of the first caller in its queue, and runs on its context. */
static void receive_queued(struct cpu *cpu, struct thread *current)
{
    struct thread *sender = current->endpoint->queue;
    struct schedule_context *sc = sender->sc;

    endpoint_dequeue(sender);
    if (sender->event_tag != 0) {
        ipc_deliver(current, sender->queue_badge, sender->event_tag, &sender->event_words);
        sender->event_tag = 0;
        sender->state = THREAD_STOPPED;
    } else {
        tag_t tag = sender->registers->r[1];

        ipc_deliver(current, sender->queue_badge, tag, words_of(sender->registers));
        if (!message_is_short(tag)) {
            message_transfer(sender, current, tag);
        }
        sender->state = THREAD_CALLED;
    }
    sender->peer = current;
    current->caller = sender;
    current->depth = sender->depth + 1;
    current->sc = sc;
    sc->runs = current;
    sc->cpu = current->cpu;
    schedule_substitute(cpu, &current->own_sc, sc);
    schedule_preempt(cpu);
}

/* Receive the next message; `current` runs on its own context and has no caller. Flags and callers
 * take turns when both wait: who signals without end keeps no caller waiting for ever. */
static void receive(struct cpu *cpu, struct thread *current)
{
    struct notification *notification = current->notification;
    bool has_flags = notification != NULL && notification->flags != 0;
    bool has_caller = current->endpoint != NULL && current->endpoint->queue != NULL;

    current->depth = 0;
    current->attention = true;
    current->flags_last = has_flags && !(has_caller && current->flags_last);
    if (current->flags_last) {
        const struct message_words words = {{notification->flags}};

        notification->flags = 0;
        ipc_deliver(current, 0, tag_make(0, MESSAGE_NOTIFICATION, 0, 1), &words);
        schedule_preempt(cpu);
    } else if (has_caller) {
        receive_queued(cpu, current);
    } else {
        current->attention = false;
        current->state = THREAD_WAITING;
        schedule_next(cpu);
    }
}

/* `current` goes back to its own context, and its caller gets back the one that it lent. */
static void part_from_caller(struct cpu *cpu, struct thread *current, struct thread *caller)
{
    struct schedule_context *own = &current->own_sc;

    current->caller = NULL;
    caller->peer = NULL;
    if (current->sc == own) {
        caller->sc = &caller->own_sc; /* the one lent was withdrawn */
    } else {
        caller->sc = current->sc;
        current->sc = own;
        own->runs = current;
        own->cpu = current->cpu;
        schedule_substitute(cpu, caller->sc, own);
    }
    caller->sc->runs = caller;
    caller->sc->cpu = caller->cpu;
}

static void resume(struct cpu *cpu, struct thread *thread)
{
    thread->state = THREAD_RUNNABLE;
    schedule_ready_first(cpu, thread->sc);
}

/* The general form of a reply: any caller, any message. */
static void reply(struct cpu *cpu, struct thread *current, struct thread *caller)
{
    tag_t tag = current->registers->r[1] & ~TAG_KIND_BITS;

    part_from_caller(cpu, current, caller);
    if (caller->state == THREAD_CALLED) {
        enum error error = message_is_short(tag) ? OK : message_check(current, tag);

        ipc_deliver(caller, error, error == OK ? tag : 0, words_of(current->registers));
        if (error == OK && !message_is_short(tag)) {
            message_transfer(current, caller, tag);
        }
        resume(cpu, caller);
    } else if (tag_label(tag) == OK) {
        if (caller->vcpu == NULL || vcpu_accept(caller)) {
            resume(cpu, caller);
        } else {
            vcpu_send_exit(cpu, caller, VM_EXIT_REFUSED, ERROR_INVALID, 0, 0);
        }
    }
}

/* The general form of reply and wait. */
static __attribute__((noinline)) void reply_wait_slow(struct cpu *cpu, struct thread *current)
{
    if (current->caller != NULL) {
        reply(cpu, current, current->caller);
    }
    receive(cpu, current);
}

void call_reply_wait(struct cpu *cpu, struct thread *current)
{
    struct thread *caller = current->caller;
    struct schedule_context *sc = current->sc;
    tag_t tag = current->registers->r[1];

    if (caller == NULL || current->attention || sc == &current->own_sc || caller->cpu != cpu->id ||
        !message_is_plain(tag)) {
        reply_wait_slow(cpu, current);
        return;
    }
    if (caller->state == THREAD_CALLED) {
        ipc_deliver(caller, OK, tag, words_of(current->registers));
    } else if (tag_label(tag) != OK || (caller->vcpu != NULL && !vcpu_accept(caller))) {
        reply_wait_slow(cpu, current);
        return;
    }
    caller->state = THREAD_RUNNABLE;
    caller->peer = NULL;
    caller->sc = sc;
    sc->runs = caller;
    current->caller = NULL;
    current->depth = 0;
    current->sc = &current->own_sc;
    current->own_sc.runs = current;
    current->state = THREAD_WAITING;
    cpu->current = caller;
}

void call_wait(struct cpu *cpu, struct thread *current)
{
    struct thread *caller = current->caller;

    if (caller != NULL) {
        part_from_caller(cpu, current, caller);
        if (caller->state == THREAD_CALLED) {
            caller->registers->r[0] = ERROR_GONE;
            resume(cpu, caller);
        } else if (caller->vcpu != NULL) {
            vcpu_set_idle(cpu, caller);
        }
    }
    receive(cpu, current);
}

void call_wait_notification(struct cpu *cpu, struct thread *current)
{
    call_poll_notification(cpu, current);
    if (current->notification != NULL && current->registers->r[0] == 0) {
        current->state = THREAD_WAITING_NOTIFICATION;
        schedule_next(cpu);
    }
}
