/* SPDX-License-Identifier: MIT */
/*
 * Capabilities in messages to and from core, and which objects they name.
 *
 * A capability that arrives is either one of core's own (CAP_OWN and a badge, which the registry
 * checks) or another's, at one of the indices in utcb->receive. The latter is dropped after the
 * call unless the handler keeps it.
 */
#ifndef OBJECT_CAPABILITY_H
#define OBJECT_CAPABILITY_H

#include "core.h"

/* The object of `kind` that the received `item` names, or NULL. */
struct object *capability_object(const struct cap_item *item, enum object_kind kind);

/* Let a capability for `object` go out in `item`. */
void capability_give(struct cap_item *item, const struct object *object);

/* Register `object` as `kind`, paid by `account`. ERROR_CAPS: its quota does not suffice. */
enum error capability_register(struct account *account, struct object *object,
                               enum object_kind kind);
/* The reverse; no effect on an object that is not registered. */
void capability_unregister(struct account *account, struct object *object);

/* Keep the capability that came in `item` and is not core's own: `*kept` is its index, paid by
 * `account`. ERROR_CAPABILITY: there is none; ERROR_CAPS: the quota does not suffice. */
enum error capability_keep(struct account *account, struct cap_item *item, cap_t *kept);
/* Drop it again. CAP_NULL is ignored. */
void capability_drop(struct account *account, cap_t kept);

/* Fill utcb->receive, at start. */
void capability_receive_init(void);

/* Drop the `count` capabilities that arrived and were not kept. */
void capability_drop_received(uint32_t count);

#endif
