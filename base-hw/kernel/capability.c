/* SPDX-License-Identifier: MIT */
/*
 * Capabilities: how they are linked to the object they name. See object.h for the invariant.
 */
#include "object.h"

void capability_set(struct capability *capability, struct object *object, uint32_t badge,
                    bool owner)
{
    capability->object = (uintptr_t)object | (owner ? CAPABILITY_OWNER : 0);
    capability->badge = badge;
    capability->next = object->capabilities;
    capability->link = &object->capabilities;
    if (capability->next != NULL) {
        capability->next->link = &capability->next;
    }
    object->capabilities = capability;
}

void capability_clear(struct capability *capability)
{
    if (capability->object == 0) {
        return;
    }
    *capability->link = capability->next;
    if (capability->next != NULL) {
        capability->next->link = capability->link;
    }
    capability->object = 0;
    capability->badge = 0;
    capability->next = NULL;
    capability->link = NULL;
}

bool object_revoke(struct object *object, const struct capability *kept)
{
    for (unsigned i = 0; i < DESTROY_BATCH; i++) {
        struct capability *victim = object->capabilities;

        if (victim == kept && victim != NULL) {
            victim = victim->next;
        }
        if (victim == NULL) {
            return true;
        }
        capability_clear(victim);
    }
    return false;
}
