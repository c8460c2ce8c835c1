/* SPDX-License-Identifier: MIT */
/*
 * Session DMA (session/dma.session): memory that a device may reach by itself.
 *
 * The rule that is kept here: while a dataspace is pinned, the device behind the session may reach
 * it. So before its memory can become anyone else's, core stops the device, through the register
 * that the driver named, and the pin is lost. A device with a lost pin is not started again. The
 * memory that a device may reach which does not stop becomes nobody's: it leaves the account.
 * The table of the driver's own IOMMU is pinned likewise: without its driver a device is stopped.
 */
#ifndef DEVICE_DMA_H
#define DEVICE_DMA_H

#include "object/session.h"

struct dataspace;

extern const struct service dma_sessions;

/* The pinned `dataspace` is about to end: stop whatever may reach it. */
void dma_lose(struct dataspace *dataspace);

/* Serve a call of session DMA. */
void dma_serve(struct object *object, struct message *message);

#endif
