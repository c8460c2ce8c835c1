/* SPDX-License-Identifier: MIT */
/*
 * Endpoints, notifications: what threads wait on.
 *
 * An endpoint belongs to the one thread that receives there; callers that come while it is busy
 * queue up in order of arrival. A notification is a word of flags, likewise of one thread.
 */
#ifndef KERNEL_ENDPOINT_H
#define KERNEL_ENDPOINT_H

#include "cpu.h"

struct endpoint {
    struct object object;
    struct thread *receiver; /* NULL: calls are answered with ERROR_GONE */
    struct thread *queue;    /* the caller that came first; a ring */
};

struct notification {
    struct object object;
    uint32_t flags;
    struct thread *waiter; /* the thread it is bound to, or NULL */
};

/* Append to, take out of, the queue of callers. */
void endpoint_enqueue(struct endpoint *endpoint, struct thread *caller, uint32_t badge);
void endpoint_dequeue(struct thread *caller);

/* One bounded step of destruction: queued callers get ERROR_GONE. ERROR_AGAIN: call again. */
enum error endpoint_destroy_step(struct cpu *cpu, struct endpoint *endpoint);

/* Set `flags`, and wake the thread that waits for them. */
void notification_set(struct cpu *cpu, struct notification *notification, uint32_t flags);

void notification_destroy(struct notification *notification);

#endif
