/* SPDX-License-Identifier: MIT */
/* Session ROM: boot modules by name, their pages handed out as they are. */
#ifndef ROM_ROM_H
#define ROM_ROM_H

#include "object/session.h"

extern const struct service rom_sessions;

/* The boot module called `name`, or NULL. */
const struct boot_module *rom_module(const char *name);

/* Serve a call of session ROM. */
void rom_serve(struct object *object, struct message *message);

#endif
