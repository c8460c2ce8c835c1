/* SPDX-License-Identifier: MIT */
/*
 * Objects that others call through capabilities to the main thread's endpoint.
 *
 * A badge holds the object's index in the table and a generation, which changes with each use of
 * the index and never comes back, so that a capability that outlives its object reaches nothing
 * (ERROR_GONE).
 * An object takes one kind of message: calls, or the exits of a vCPU.
 */
#ifndef RUNTIME_RPC_H
#define RUNTIME_RPC_H

#include <hw/error.h>
#include <hw/message.h>

struct rpc_object {
    /* Handle `message` and put the reply in its place. For a session, this calls the dispatch of
     * session/NAME_server.h. For MESSAGE_VM_EXIT, a reply with the label OK resumes the vCPU.
     * Capabilities that came along and are left in utcb->received are dropped afterwards. */
    void (*dispatch)(void *self, struct message *message);
    void *self;
    enum message_kind kind; /* MESSAGE_CALL or MESSAGE_VM_EXIT */
    uint32_t badge;         /* set by rpc_export() */
};

/* The tag of a dispatch that does not answer: a caller gets ERROR_GONE; a vCPU stays stopped until
 * vcpu_resume(), or until its virtual timer makes a new exit. */
#define RPC_NO_REPLY tag_make(TAG_LABEL_NO_REPLY, MESSAGE_VM_EXIT, 0, 0)
enum { TAG_LABEL_NO_REPLY = 0xffff };

/* Make `object`, which stays in place until rpc_withdraw(), callable. ERROR_RAM: no memory for the
 * table; ERROR_CAPS: RPC_OBJECTS_MAX are exported. Main thread only. */
enum error rpc_export(struct rpc_object *object);

/* No call reaches `object` any more. It may be withdrawn from within its own dispatch. */
void rpc_withdraw(struct rpc_object *object);

/* The capability to `object`, to be sent. */
struct cap_item rpc_cap_item(const struct rpc_object *object);

/* The object that an arrived capability (CAP_OWN) names, NULL if it names none that is there. */
struct rpc_object *rpc_object_of(const struct cap_item *item);

enum { RPC_INDEX_BITS = 12, RPC_OBJECTS_MAX = (1 << RPC_INDEX_BITS) - 1 };

#endif
