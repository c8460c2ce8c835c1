/* SPDX-License-Identifier: MIT */
/* The registry of core's objects, see registry.h. */
#include "object/registry.h"

#include <stddef.h>

#define REGISTRY_INDEX_MASK (REGISTRY_MAX - 1u)
#define GENERATION_MASK     (UINT32_MAX >> REGISTRY_INDEX_BITS)

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
    registry->last_free = registry->count > 1 ? registry->count - 1 : 0;
}

enum error registry_add(struct registry *registry, struct object *object)
{
    uint32_t index = registry->first_free;
    if (index == 0) {
        return ERROR_CAPS;
    }
    struct registry_entry *entry = &registry->entries[index];
    registry->first_free = entry->next;
    if (entry->next == 0) {
        registry->last_free = 0;
    }
    entry->object = object;
    object->badge = entry->generation << REGISTRY_INDEX_BITS | index;
    return OK;
}

void registry_remove(struct registry *registry, struct object *object)
{
    if (registry_lookup(registry, object->badge) != object) {
        return;
    }
    uint32_t index = object->badge & REGISTRY_INDEX_MASK;
    struct registry_entry *entry = &registry->entries[index];
    entry->object = NULL;
    entry->generation = (entry->generation + 1) & GENERATION_MASK;
    entry->next = 0;
    if (registry->last_free != 0) {
        registry->entries[registry->last_free].next = index;
    } else {
        registry->first_free = index;
    }
    registry->last_free = index;
    object->badge = 0;
}

struct object *registry_lookup(const struct registry *registry, uint32_t badge)
{
    uint32_t index = badge & REGISTRY_INDEX_MASK;
    if (index == 0 || index >= registry->count) {
        return NULL;
    }
    const struct registry_entry *entry = &registry->entries[index];
    return entry->generation == badge >> REGISTRY_INDEX_BITS ? entry->object : NULL;
}
