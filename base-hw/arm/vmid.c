/* SPDX-License-Identifier: MIT */
/* The clock over the VMIDs; arm/vmid.h tells the rules. */
#include <stddef.h>
#include <arm/vmid.h>

static bool is_active(uint8_t tag, const uint8_t *active, uint32_t cpu_count)
{
    for (uint32_t i = 0; i < cpu_count; i++) {
        if (active[i] == tag) {
            return true;
        }
    }
    return false;
}

bool vmid_assign(struct vmid_pool *pool, struct vmid *owner, const uint8_t *active,
                 uint32_t cpu_count)
{
    do {
        pool->hand++;
    } while (pool->hand == VMID_NONE || is_active(pool->hand, active, cpu_count));

    uint8_t tag = pool->hand;
    if (pool->owner[tag] != NULL) {
        pool->owner[tag]->value = VMID_NONE;
    }
    bool flush = pool->used[tag];
    pool->owner[tag] = owner;
    pool->used[tag] = true;
    owner->value = tag;
    return flush;
}

void vmid_release(struct vmid_pool *pool, struct vmid *owner)
{
    if (owner->value != VMID_NONE) {
        pool->owner[owner->value] = NULL;
        owner->value = VMID_NONE;
    }
}
