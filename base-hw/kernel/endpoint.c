/* SPDX-License-Identifier: MIT */
/*
 * The queue of callers at an endpoint. See endpoint.h.
 */
#include "endpoint.h"

void endpoint_enqueue(struct endpoint *endpoint, struct thread *caller, uint32_t badge)
{
    struct thread *head = endpoint->queue;

    caller->state = THREAD_CALLING;
    caller->queued_at = endpoint;
    caller->queue_badge = badge;
    endpoint->receiver->attention = true;
    if (head == NULL) {
        caller->queue_next = caller;
        caller->queue_previous = caller;
        endpoint->queue = caller;
        return;
    }
    caller->queue_next = head;
    caller->queue_previous = head->queue_previous;
    head->queue_previous->queue_next = caller;
    head->queue_previous = caller;
}

void endpoint_dequeue(struct thread *caller)
{
    struct endpoint *endpoint = caller->queued_at;

    if (endpoint == NULL) {
        return;
    }
    caller->queued_at = NULL;
    if (caller->queue_next == caller) {
        endpoint->queue = NULL;
        return;
    }
    caller->queue_next->queue_previous = caller->queue_previous;
    caller->queue_previous->queue_next = caller->queue_next;
    if (endpoint->queue == caller) {
        endpoint->queue = caller->queue_next;
    }
}

enum error endpoint_destroy_step(struct cpu *cpu, struct endpoint *endpoint)
{
    for (unsigned i = 0; i < DESTROY_BATCH && endpoint->queue != NULL; i++) {
        struct thread *caller = endpoint->queue;

        endpoint_dequeue(caller);
        thread_fail_call(cpu, caller, ERROR_GONE);
    }
    if (endpoint->queue != NULL) {
        return ERROR_AGAIN;
    }
    if (endpoint->receiver != NULL) {
        endpoint->receiver->endpoint = NULL;
        endpoint->receiver = NULL;
    }
    return OK;
}
