/* SPDX-License-Identifier: MIT */
/*
 * Messages that do not fit the registers: words and capabilities in UTCBs. See hw/message.h.
 *
 * UTCBs are written by their threads at any time, other CPUs' included: each value is read once
 * and checked after.
 */
#include "ipc.h"

static bool may_mint(const struct capability *capability)
{
    uint32_t type = capability_object(capability)->type;

    return (capability->object & CAPABILITY_OWNER) != 0 &&
           (type == OBJECT_ENDPOINT || type == OBJECT_NOTIFICATION);
}

/* The capability that an item names, or NULL if the sender cannot send it. */
static struct capability *sendable(const struct thread *sender, cap_t cap)
{
    struct capability *capability = pd_capability(sender->pd, cap & CAP_INDEX_MASK);

    if (capability == NULL || capability->object == 0) {
        return NULL;
    }
    return (cap & CAP_MINT) != 0 && !may_mint(capability) ? NULL : capability;
}

enum error message_check(const struct thread *sender, tag_t tag)
{
    const volatile struct utcb *utcb = sender->utcb;

    if (tag_words(tag) > MESSAGE_WORDS || tag_caps(tag) > MESSAGE_CAPS) {
        return ERROR_SIZE;
    }
    for (uint32_t i = 0; i < tag_caps(tag); i++) {
        if (sendable(sender, utcb->send[i].cap) == NULL) {
            return ERROR_CAPABILITY;
        }
    }
    return OK;
}

/* Copy one capability; returns what the receiver finds in `received`. */
static struct cap_item transfer_one(const struct thread *sender, const struct thread *receiver,
                                    struct cap_item item, cap_t target)
{
    struct cap_item result = {CAP_NULL, 0};
    struct capability *source = sendable(sender, item.cap);
    struct capability *destination;
    struct object *object;
    uint32_t badge;

    if (source == NULL) {
        return result;
    }
    object = capability_object(source);
    badge = (item.cap & CAP_MINT) != 0 ? item.badge : source->badge;
    if (object->type == OBJECT_ENDPOINT) {
        const struct endpoint *endpoint = (const struct endpoint *)object;

        if (endpoint->receiver != NULL && endpoint->receiver->pd == receiver->pd) {
            result.cap = CAP_OWN;
            result.badge = badge;
            return result;
        }
    }
    destination = pd_free_capability(receiver->pd, target);
    if (destination != NULL && (object->type & OBJECT_DYING) == 0) {
        capability_set(destination, object, badge, false);
        result.cap = target;
    }
    return result;
}

void message_transfer(const struct thread *sender, const struct thread *receiver, tag_t tag)
{
    const volatile struct utcb *from = sender->utcb;
    volatile struct utcb *to = receiver->utcb;

    for (uint32_t i = MESSAGE_REGISTERS; i < tag_words(tag); i++) {
        to->words[i] = from->words[i];
    }
    for (uint32_t i = 0; i < tag_caps(tag); i++) {
        struct cap_item item = {from->send[i].cap, from->send[i].badge};
        struct cap_item result = transfer_one(sender, receiver, item, to->receive[i]);

        to->received[i].cap = result.cap;
        to->received[i].badge = result.badge;
    }
}
