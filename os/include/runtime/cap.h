/* SPDX-License-Identifier: MIT */
/*
 * Indices of the component's own capability space.
 *
 * The space is a flat table whose size the creator tells at start. Indices below CAP_FIRST_FREE
 * (core/component.h) have a fixed use; the rest is handed out here. Any thread may call these.
 */
#ifndef RUNTIME_CAP_H
#define RUNTIME_CAP_H

#include <hw/message.h>
#include <core/component.h>

/* A free index, CAP_NULL if the space is full. */
cap_t cap_allocate(void);

/* Drop the capability at `cap`, if there is one, and give the index back. CAP_NULL and CAP_OWN are
 * ignored. */
void cap_free(cap_t cap);

#endif
