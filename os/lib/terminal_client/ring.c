/* SPDX-License-Identifier: MIT */
/*
 * Bulk transfer through a ring: at most two copies, up to the end of the ring and from its start.
 */
#include <string.h>
#include <terminal/ring.h>

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t ring_write(struct ring_end *producer, const void *bytes, size_t size)
{
    size_t count = smaller(size, ring_room(producer));
    size_t position = producer->count & (producer->size - 1);
    size_t first = smaller(count, producer->size - position);

    memcpy(producer->bytes + position, bytes, first);
    memcpy(producer->bytes, (const uint8_t *)bytes + first, count - first);
    producer->count += (uint32_t)count;
    atomic_store_explicit(&producer->shared->produced, producer->count, memory_order_release);
    return count;
}

size_t ring_read(struct ring_end *consumer, void *bytes, size_t size)
{
    size_t count = smaller(size, ring_used(consumer));
    size_t position = consumer->count & (consumer->size - 1);
    size_t first = smaller(count, consumer->size - position);

    memcpy(bytes, consumer->bytes + position, first);
    memcpy((uint8_t *)bytes + first, consumer->bytes, count - first);
    consumer->count += (uint32_t)count;
    atomic_store_explicit(&consumer->shared->consumed, consumer->count, memory_order_release);
    return count;
}
