/* SPDX-License-Identifier: MIT */
/* Session IO_MEM: the registers of a device, handed out once. */
#ifndef DEVICE_IO_MEM_H
#define DEVICE_IO_MEM_H

#include "object/session.h"

extern const struct service io_mem_sessions;

/* Note what is never handed out, from the board's device tree and the boot information. Paid by
 * core's account, at start. */
enum error io_mem_init(void);

/* Serve a call of session IO_MEM. */
void io_mem_serve(struct object *object, struct message *message);

#endif
