/* SPDX-License-Identifier: MIT */
/*
 * The leftist heap of timeouts.
 *
 * Invariants: a parent is not after its children; rank(left) >= rank(right) with rank(NULL) = 0;
 * rank = rank(right) + 1. So the right spine of a heap of n timeouts has at most log2(n + 1)
 * nodes, and merging walks right spines only.
 */
#include "timeout_queue.h"

static bool before(const struct timeout *a, const struct timeout *b)
{
    return a->deadline != b->deadline ? a->deadline < b->deadline : a->sequence < b->sequence;
}

static uint32_t rank(const struct timeout *heap)
{
    return heap == NULL ? 0 : heap->rank;
}

/* Restore the order of the children and the rank of `node`; whether the rank changed. */
static bool balance(struct timeout *node)
{
    uint32_t old_rank = node->rank;
    if (rank(node->left) < rank(node->right)) {
        struct timeout *left = node->left;
        node->left = node->right;
        node->right = left;
    }
    node->rank = rank(node->right) + 1;
    return node->rank != old_rank;
}

/* Merge two heaps: down along the right spines, then up again to balance. */
static struct timeout *merge(struct timeout *a, struct timeout *b)
{
    struct timeout *root = NULL, *last = NULL;
    while (a != NULL && b != NULL) {
        if (before(b, a)) {
            struct timeout *swapped = a;
            a = b;
            b = swapped;
        }
        a->parent = last;
        if (last == NULL) {
            root = a;
        } else {
            last->right = a;
        }
        last = a;
        a = a->right;
    }
    struct timeout *rest = a != NULL ? a : b;
    if (last == NULL) {
        if (rest != NULL) {
            rest->parent = NULL;
        }
        return rest;
    }
    last->right = rest;
    if (rest != NULL) {
        rest->parent = last;
    }
    for (; last != NULL; last = last->parent) {
        (void)balance(last);
    }
    return root;
}

void timeout_queue_cancel(struct timeout_queue *queue, struct timeout *timeout)
{
    if (!timeout->queued) {
        return;
    }
    timeout->queued = false;
    struct timeout *parent = timeout->parent;
    struct timeout *rest = merge(timeout->left, timeout->right);
    if (parent == NULL) {
        queue->first = rest;
        return;
    }
    if (rest != NULL) {
        rest->parent = parent;
    }
    if (parent->left == timeout) {
        parent->left = rest;
    } else {
        parent->right = rest;
    }
    while (parent != NULL && balance(parent)) {
        parent = parent->parent;
    }
}

void timeout_queue_set(struct timeout_queue *queue, struct timeout *timeout, uint64_t deadline,
                       uint64_t period)
{
    timeout_queue_cancel(queue, timeout);
    *timeout = (struct timeout){
        .deadline = deadline,
        .period = period,
        .sequence = queue->sequence++,
        .rank = 1,
        .queued = true,
    };
    queue->first = merge(queue->first, timeout);
}

bool timeout_queue_next(const struct timeout_queue *queue, uint64_t *deadline)
{
    if (queue->first == NULL) {
        return false;
    }
    *deadline = queue->first->deadline;
    return true;
}

struct timeout *timeout_queue_expire(struct timeout_queue *queue, uint64_t now)
{
    struct timeout *timeout = queue->first;
    if (timeout == NULL || timeout->deadline > now) {
        return NULL;
    }
    timeout_queue_cancel(queue, timeout);
    uint64_t period = timeout->period;
    if (period != 0) {
        uint64_t periods = (now - timeout->deadline) / period + 1;
        timeout_queue_set(queue, timeout, timeout->deadline + periods * period, period);
    }
    return timeout;
}
