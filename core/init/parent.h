/* SPDX-License-Identifier: MIT */
/* Session Parent for init: opens core's services, always at once. */
#ifndef INIT_PARENT_H
#define INIT_PARENT_H

#include "object/session.h"

extern const struct service parent_sessions;

/* Let `parent` open sessions with quota from `client`. */
void parent_set_client(struct session *parent, struct account *client);

/* Serve a call of session Parent. */
void parent_serve(struct object *object, struct message *message);

#endif
