/* SPDX-License-Identifier: MIT */
/* Capabilities in messages, see capability.h. */
#include "object/capability.h"

static bool is_foreign(cap_t cap)
{
    return cap != CAP_NULL && cap != CAP_OWN;
}

struct object *capability_object(const struct cap_item *item, enum object_kind kind)
{
    if (item->cap != CAP_OWN) {
        return NULL;
    }
    struct object *object = registry_lookup(&core.registry, item->badge);
    return object != NULL && object->kind == kind ? object : NULL;
}

void capability_give(struct cap_item *item, const struct object *object)
{
    *item = (struct cap_item){.cap = CORE_CAP_ENDPOINT | CAP_MINT, .badge = object->badge};
}

enum error capability_register(struct account *account, struct object *object,
                               enum object_kind kind)
{
    enum error error = account_charge_caps(account, 1);
    if (error != OK) {
        return error;
    }
    object->kind = kind;
    error = registry_add(&core.registry, object);
    if (error != OK) {
        account_return_caps(account, 1);
    }
    return error;
}

void capability_unregister(struct account *account, struct object *object)
{
    if (object->badge != 0) {
        registry_remove(&core.registry, object);
        account_return_caps(account, 1);
    }
}

enum error capability_keep(struct account *account, struct cap_item *item, cap_t *kept)
{
    if (!is_foreign(item->cap)) {
        return ERROR_CAPABILITY;
    }
    if (account_charge_caps(account, 1) != OK) {
        return ERROR_CAPS;
    }
    cap_t fresh = slots_take(&core.slots);
    if (fresh == CAP_NULL) {
        account_return_caps(account, 1);
        return ERROR_CAPS;
    }
    for (uint32_t i = 0; i < MESSAGE_CAPS; i++) {
        if (core.utcb->receive[i] == item->cap) {
            core.utcb->receive[i] = fresh;
        }
    }
    *kept = item->cap;
    item->cap = CAP_NULL;
    return OK;
}

void capability_drop(struct account *account, cap_t kept)
{
    if (kept != CAP_NULL) {
        (void)cap_drop(kept);
        slots_give(&core.slots, kept);
        account_return_caps(account, 1);
    }
}

void capability_receive_init(void)
{
    for (uint32_t i = 0; i < MESSAGE_CAPS; i++) {
        core.utcb->receive[i] = slots_take(&core.slots);
    }
}

void capability_drop_received(uint32_t count)
{
    for (uint32_t i = 0; i < count && i < MESSAGE_CAPS; i++) {
        if (is_foreign(core.utcb->received[i].cap)) {
            (void)cap_drop(core.utcb->received[i].cap);
        }
    }
}
