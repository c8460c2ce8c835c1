/* SPDX-License-Identifier: MIT */
/* From a message to what serves it. */
#ifndef DISPATCH_H
#define DISPATCH_H

#include <hw/message.h>

/* Serve what arrived, and put the reply in its place. False: there is nothing to reply to. */
bool dispatch(struct message *message);

#endif
