/* SPDX-License-Identifier: MIT */
/*
 * The registry: from the badge of a capability to the object of core that it stands for.
 *
 * A badge is | right | generation | index |. Removing an object advances its entry's generation, so
 * a capability that outlives its object finds nothing. Free entries are reused in the order in
 * which they became free, and one whose generations are used up rests until all others are used up
 * too: so a badge comes back after as many objects as there are badges, two thousand million, not
 * earlier. The badge 0 never names an object. All operations are O(1).
 * The first bit is no part of the name: it tells what the holder may do with the object.
 */
#ifndef OBJECT_REGISTRY_H
#define OBJECT_REGISTRY_H

#include <stdint.h>
#include <hw/error.h>

enum object_kind {
    KIND_NONE = 0,
    KIND_PARENT,
    KIND_PD,
    KIND_ADDRESS_SPACE,
    KIND_CPU,
    KIND_THREAD,
    KIND_DATASPACE,
    KIND_ROM,
    KIND_IO_MEM,
    KIND_IRQ,
    KIND_DMA,
    KIND_VM,
    KIND_LOG,
    KIND_COUNT
};

/* What every object that a capability can name begins with. */
struct object {
    uint32_t badge; /* 0: not registered */
    enum object_kind kind;
};

enum {
    REGISTRY_INDEX_BITS = 14,
    REGISTRY_MAX = 1 << REGISTRY_INDEX_BITS,
    REGISTRY_GENERATION_MAX = (1 << (31 - REGISTRY_INDEX_BITS)) - 1,
};

/* In a badge: the object, a dataspace, may be read only. */
#define BADGE_READ_ONLY (1u << 31)

struct registry_entry {
    struct object *object; /* NULL: free */
    uint32_t generation;
    uint32_t next; /* next free entry, 0: none */
};

struct registry {
    struct registry_entry *entries;
    uint32_t count;
    uint32_t first_free, last_free; /* 0: none */
    uint32_t first_resting, last_resting;
};

/* Start with `count` entries (at most REGISTRY_MAX), of which entry 0 is never used. */
void registry_init(struct registry *registry, struct registry_entry *entries, uint32_t count);

/* Register `object` and set its badge. ERROR_CAPS: no entry is free. */
enum error registry_add(struct registry *registry, struct object *object);

/* Forget `object`; its badge names nothing from now on. No effect if it is not registered. */
void registry_remove(struct registry *registry, struct object *object);

/* The object of any kind that `badge` names, with whatever right, or NULL. */
struct object *registry_lookup(const struct registry *registry, uint32_t badge);

#endif
