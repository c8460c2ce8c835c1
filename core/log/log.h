/* SPDX-License-Identifier: MIT */
/* Session LOG: whole lines of text, each with its client's label. */
#ifndef LOG_LOG_H
#define LOG_LOG_H

#include "object/session.h"

extern const struct service log_sessions;

/* Serve a call of session LOG. */
void log_serve(struct object *object, struct message *message);

#endif
