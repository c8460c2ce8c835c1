/* SPDX-License-Identifier: MIT */
/* Session IRQ: one interrupt of a device, handed out once, and the right to use the PL0 timer. */
#ifndef DEVICE_IRQ_H
#define DEVICE_IRQ_H

#include "object/session.h"

struct irq_session;

extern const struct service irq_sessions;

/* Take the right to use the PL0 timer back from the PD that the session gave it to. */
void irq_release_timer(struct irq_session *irq);

/* Serve a call of session IRQ. */
void irq_serve(struct object *object, struct message *message);

#endif
