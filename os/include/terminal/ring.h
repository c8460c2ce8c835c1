/* SPDX-License-Identifier: MIT */
/*
 * A ring of bytes in shared memory with one producer and one consumer that do not trust each
 * other.
 *
 * `produced` and `consumed` count bytes modulo 2^32; their difference is what the ring holds. Each
 * is written by one side only, which keeps its own copy in private memory and never reads it back.
 * The other side's count is read once for each operation and checked: a difference larger than the
 * ring means that the other side broke the protocol, and the ring then counts as full to the
 * producer and as empty to the consumer. No index outside of the ring is ever formed.
 *
 * Sleeping: a side that found nothing to do sets its waiting flag and looks once more (ring_*_wait
 * does both). The other side, after its next step, takes the flag back and signals (ring_*_step
 * tells it to). So nobody signals a side that is awake, and no wake-up is lost: of the two
 * accesses flag and count, each side writes one and then reads the other, with a full barrier
 * between.
 */
#ifndef TERMINAL_RING_H
#define TERMINAL_RING_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { RING_LINE = 64 }; /* each side's words lie in a cache line of their own */

/* The shared part. All zero is an empty ring on which nobody waits. */
struct ring {
    _Alignas(RING_LINE) _Atomic uint32_t produced;
    _Atomic uint32_t producer_waits; /* for room */
    _Alignas(RING_LINE) _Atomic uint32_t consumed;
    _Atomic uint32_t consumer_waits; /* for bytes */
};

/* One side's private view. */
struct ring_end {
    struct ring *shared;
    uint8_t *bytes;
    uint32_t size;  /* a power of two */
    uint32_t count; /* this side's count: bytes produced, or consumed */
};

/* Begin using a ring whose shared part is all zero. */
static inline void ring_end_init(struct ring_end *end, struct ring *shared, uint8_t *bytes,
                                 uint32_t size)
{
    end->shared = shared;
    end->bytes = bytes;
    end->size = size;
    end->count = 0;
}

/* Bytes that the producer can add now. */
static inline uint32_t ring_room(const struct ring_end *producer)
{
    uint32_t used =
        producer->count - atomic_load_explicit(&producer->shared->consumed, memory_order_acquire);
    return used > producer->size ? 0 : producer->size - used;
}

/* Bytes that the consumer can take now. */
static inline uint32_t ring_used(const struct ring_end *consumer)
{
    uint32_t used =
        atomic_load_explicit(&consumer->shared->produced, memory_order_acquire) - consumer->count;
    return used > consumer->size ? 0 : used;
}

/* Add one byte; false if there is no room. */
static inline bool ring_put(struct ring_end *producer, uint8_t byte)
{
    if (ring_room(producer) == 0) {
        return false;
    }
    producer->bytes[producer->count & (producer->size - 1)] = byte;
    producer->count++;
    atomic_store_explicit(&producer->shared->produced, producer->count, memory_order_release);
    return true;
}

/* Take one byte; false if there is none. */
static inline bool ring_get(struct ring_end *consumer, uint8_t *byte)
{
    if (ring_used(consumer) == 0) {
        return false;
    }
    *byte = consumer->bytes[consumer->count & (consumer->size - 1)];
    consumer->count++;
    atomic_store_explicit(&consumer->shared->consumed, consumer->count, memory_order_release);
    return true;
}

/* Add up to `size` bytes; returns how many. */
size_t ring_write(struct ring_end *producer, const void *bytes, size_t size);

/* Take up to `size` bytes; returns how many. */
size_t ring_read(struct ring_end *consumer, void *bytes, size_t size);

/* After the producer added bytes: whether the consumer must be signalled. */
static inline bool ring_producer_step(struct ring_end *producer)
{
    atomic_thread_fence(memory_order_seq_cst);
    if (atomic_load_explicit(&producer->shared->consumer_waits, memory_order_relaxed) == 0) {
        return false;
    }
    atomic_store_explicit(&producer->shared->consumer_waits, 0, memory_order_relaxed);
    return true;
}

/* After the consumer took bytes: whether the producer must be signalled. */
static inline bool ring_consumer_step(struct ring_end *consumer)
{
    atomic_thread_fence(memory_order_seq_cst);
    if (atomic_load_explicit(&consumer->shared->producer_waits, memory_order_relaxed) == 0) {
        return false;
    }
    atomic_store_explicit(&consumer->shared->producer_waits, 0, memory_order_relaxed);
    return true;
}

/* The producer asks to be signalled when there is room. False: there is some by now. */
static inline bool ring_producer_wait(struct ring_end *producer)
{
    atomic_store_explicit(&producer->shared->producer_waits, 1, memory_order_relaxed);
    atomic_thread_fence(memory_order_seq_cst);
    return ring_room(producer) == 0;
}

/* The consumer asks to be signalled when there are bytes. False: there are some by now. */
static inline bool ring_consumer_wait(struct ring_end *consumer)
{
    atomic_store_explicit(&consumer->shared->consumer_waits, 1, memory_order_relaxed);
    atomic_thread_fence(memory_order_seq_cst);
    return ring_used(consumer) == 0;
}

#endif
