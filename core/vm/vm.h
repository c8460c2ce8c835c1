/* SPDX-License-Identifier: MIT */
/* Session VM: a guest-physical address space and its vCPUs. */
#ifndef VM_VM_H
#define VM_VM_H

#include "object/session.h"

extern const struct service vm_sessions;

/* Serve a call of session VM. */
void vm_serve(struct object *object, struct message *message);

#endif
