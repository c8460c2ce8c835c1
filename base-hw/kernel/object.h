/* SPDX-License-Identifier: MIT */
/*
 * Kernel objects and the capabilities that name them.
 *
 * Every object opens with this header. All capabilities to an object, in whichever PD, form a
 * list from `capabilities`, so that destroying the object clears them, a bounded number a call.
 * From the first of these calls on the object is dying: `type` bears OBJECT_DYING, so that no
 * lookup finds it any more.
 *
 * Locking: the kernel lock protects all objects.
 */
#ifndef KERNEL_OBJECT_H
#define KERNEL_OBJECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <hw/boot_info.h>
#include <hw/error.h>
#include <hw/message.h>

enum { OBJECT_DYING = 0x80 };

/* Capabilities, callers or slots that one step of a destruction handles. */
enum { DESTROY_BATCH = 64 };

struct object {
    uint32_t type; /* enum object_type, perhaps with OBJECT_DYING */
    struct capability *capabilities;
};

/*
 * A capability: an entry of a PD's capability space, or a kernel object's own reference to
 * another object. `object` is the address of the object; as objects are aligned to OBJECT_ALIGN,
 * its lowest bit tells whether the holder is the owner, who may mint.
 */
struct capability {
    uintptr_t object; /* 0: empty */
    uint32_t badge;
    struct capability *next;
    struct capability **link; /* what points at this one */
};

#define CAPABILITY_OWNER ((uintptr_t)1)

/* The object that a non-empty capability names, dying or not. */
static inline struct object *capability_object(const struct capability *capability)
{
    return (struct object *)(capability->object & ~CAPABILITY_OWNER);
}

/* The object if the capability names a living one of that type, NULL otherwise. */
static inline void *capability_typed(const struct capability *capability, enum object_type type)
{
    struct object *object;

    if (capability == NULL || capability->object == 0) {
        return NULL;
    }
    object = capability_object(capability);
    return object->type == (uint32_t)type ? object : NULL;
}

/* Make the empty `capability` name `object`. */
void capability_set(struct capability *capability, struct object *object, uint32_t badge,
                    bool owner);

/* Empty `capability`. Empty already is fine. */
void capability_clear(struct capability *capability);

/* Clear up to DESTROY_BATCH capabilities to `object`, but not `kept`. Returns true when no other
 * is left. */
bool object_revoke(struct object *object, const struct capability *kept);

#endif
