/* SPDX-License-Identifier: MIT */
/*
 * Receiving capabilities in the reply to a call, for the generated client stubs.
 *
 * While a component's event loop waits, utcb->receive holds free indices for what calls bring. A
 * stub borrows the first entries for its own reply and puts back what was there, so that a call
 * made by a handler does not disturb the loop.
 */
#ifndef RUNTIME_RECEIVE_H
#define RUNTIME_RECEIVE_H

#include <hw/error.h>
#include <hw/message.h>

/* Name `count` fresh indices in utcb->receive and keep what was there in `before`. ERROR_CAPS: the
 * capability space is full; nothing changed. */
enum error session_receive_prepare(struct utcb *utcb, uint32_t count, cap_t *before);

/* Take what came with the reply's `tag` (0 if the call failed) into `items`, CAP_NULL where nothing
 * came, free what was not used, and restore utcb->receive. A reply with more capabilities than it
 * should have, or with wrong presence bits, counts as having none. */
void session_receive_finish(struct utcb *utcb, tag_t tag, uint32_t count, const cap_t *before,
                            struct cap_item *items);

#endif
