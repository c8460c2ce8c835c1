/* SPDX-License-Identifier: MIT */
/*
 * Indices of the component's own capability space.
 *
 * The space is a flat table whose size core tells at start. Indices below CAP_FIRST_FREE have a
 * fixed use; the rest is handed out here. Any thread of the component may call these.
 */
#ifndef RUNTIME_CAP_H
#define RUNTIME_CAP_H

#include <hw/message.h>

enum {
    CAP_PARENT = 1,       /* the Parent session */
    CAP_ENDPOINT = 2,     /* the main thread's endpoint, as its owner */
    CAP_NOTIFICATION = 3, /* the main thread's notification, as its owner */
    CAP_PD = 4,           /* the own PD session */
    CAP_RM = 5,           /* the own address space */
    CAP_FIRST_FREE = 16,
};

/* A free index, CAP_NULL if the space is full. */
cap_t cap_allocate(void);

/* Drop the capability at `cap`, if there is one, and give the index back. CAP_NULL and CAP_OWN are
 * ignored. */
void cap_free(cap_t cap);

#endif
