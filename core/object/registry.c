/* SPDX-License-Identifier: MIT */
/* The registry of core's objects, see registry.h. */
#include "object/registry.h"

#include <stddef.h>

#define REGISTRY_INDEX_MASK (REGISTRY_MAX - 1u)

void registry_init(struct registry *registry, struct registry_entry *entries, uint32_t count)
{
    registry->entries = entries;
    registry->count = count < REGISTRY_MAX ? count : REGISTRY_MAX;
    for (uint32_t i = 0; i < registry->count; i++) {
        entries[i] = (struct registry_entry){
            .generation = 1,
            .next = i + 1 < registry->count ? i + 1 : 0,
        };
    }
    registry->first_free = registry->count > 1 ? 1 : 0;
    registry->last_free = registry->count - 1;
    registry->first_resting = 0;
}

enum error registry_add(struct registry *registry, struct object *object)
{
    if (registry->first_free == 0) {
        registry->first_free = registry->first_resting;
        registry->last_free = registry->last_resting;
        registry->first_resting = 0;
    }
    uint32_t index = registry->first_free;
    if (index == 0) {
        return ERROR_CAPS;
    }
    struct registry_entry *entry = &registry->entries[index];
    registry->first_free = entry->next;
    entry->object = object;
    object->badge = entry->generation << REGISTRY_INDEX_BITS | index;
    return OK;
}

/* Put the entry at the end of a list. */
static void append(struct registry *registry, uint32_t index, uint32_t *first, uint32_t *last)
{
    registry->entries[index].next = 0;
    if (*first != 0) {
        registry->entries[*last].next = index;
    } else {
        *first = index;
    }
    *last = index;
}

void registry_remove(struct registry *registry, struct object *object)
{
    if (registry_lookup(registry, object->badge) != object) {
        return;
    }
    uint32_t index = object->badge & REGISTRY_INDEX_MASK;
    struct registry_entry *entry = &registry->entries[index];
    entry->object = NULL;
    object->badge = 0;
    if (entry->generation < REGISTRY_GENERATION_MAX) {
        entry->generation++;
        append(registry, index, &registry->first_free, &registry->last_free);
    } else {
        entry->generation = 1;
        append(registry, index, &registry->first_resting, &registry->last_resting);
    }
}

struct object *registry_lookup(const struct registry *registry, uint32_t badge)
{
    uint32_t index = badge & REGISTRY_INDEX_MASK;
    if (index == 0 || index >= registry->count) {
        return NULL;
    }
    const struct registry_entry *entry = &registry->entries[index];
    uint32_t generation = (badge & ~BADGE_READ_ONLY) >> REGISTRY_INDEX_BITS;
    return entry->generation == generation ? entry->object : NULL;
}
