/* SPDX-License-Identifier: MIT */
/* The Parent session that init serves to each member. */
#ifndef INIT_PARENT_SERVICE_H
#define INIT_PARENT_SERVICE_H

#include <hw/message.h>

/* Serve one call of a member; `self` is its struct member. The member may have been ended or
 * restarted when this returns. */
void parent_service_dispatch(void *self, struct message *message);

#endif
