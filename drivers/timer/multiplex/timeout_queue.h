/* SPDX-License-Identifier: MIT */
/*
 * Many timeouts on one clock: which is next, and which have expired.
 *
 * A queue orders its timeouts by deadline, and equal deadlines in the order in which they were set.
 * It is a leftist heap whose nodes are the timeouts themselves: nothing is allocated, the next
 * deadline is found in constant time, and setting, cancelling and expiring take a number of steps
 * logarithmic in the number of timeouts, so that no client can make another's calls slow.
 * Times are microseconds of a 64-bit clock, which does not wrap within the life of a machine.
 */
#ifndef TIMER_MULTIPLEX_TIMEOUT_QUEUE_H
#define TIMER_MULTIPLEX_TIMEOUT_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct timeout {
    uint64_t deadline;
    uint64_t period; /* 0: once */
    /* The queue's own: */
    uint64_t sequence;
    struct timeout *parent, *left, *right;
    uint32_t rank; /* steps to the nearest place without a child, on the right spine */
    bool queued;
};

struct timeout_queue {
    struct timeout *first;
    uint64_t sequence;
};

/* An empty queue, and an idle timeout, are all zero. */

/* Let `timeout` expire at `deadline` and then, if `period` is not 0, every `period`. It may be
 * queued already, in which case it is moved. */
void timeout_queue_set(struct timeout_queue *queue, struct timeout *timeout, uint64_t deadline,
                       uint64_t period);

/* Take `timeout` out of the queue; nothing happens if it is not in it. */
void timeout_queue_cancel(struct timeout_queue *queue, struct timeout *timeout);

/* The next deadline; false if there is none. */
bool timeout_queue_next(const struct timeout_queue *queue, uint64_t *deadline);

/* Take the first timeout whose deadline is not after `now`; NULL if there is none. A periodic one
 * is queued again for its next deadline after `now` in its own phase: periods that were missed
 * altogether count as one. */
struct timeout *timeout_queue_expire(struct timeout_queue *queue, uint64_t now);

#endif
