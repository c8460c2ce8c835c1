/* SPDX-License-Identifier: MIT */
/*
 * Protection domains: session PD, and what runs in one.
 *
 * A PD's account pays for the kernel's PD, its capability space, its tables, its threads and what
 * is attached to it. Closing the session ends all of it, running or not.
 */
#ifndef PROCESS_PD_H
#define PROCESS_PD_H

#include "memory/address_space.h"
#include "object/kernel_object.h"
#include "object/session.h"

/* Indices of a PD's capability space: as many as the quota at open, within these bounds. */
enum { CAP_SPACE_MIN = PAGE_SIZE / CAP_SLOT_SIZE, CAP_SPACE_MAX = 4096 };

struct thread;
struct irq_session;

struct pd {
    struct session session;
    struct address_space space;
    struct kernel_object kernel;
    uintptr_t cap_table; /* 0: none yet */
    uint32_t cap_count;
    cap_t fault_handler;       /* notification, kept; CAP_NULL: none */
    struct thread *threads;    /* all that run in it */
    struct thread *faulted;    /* those whose fault was not asked for, the oldest first */
    uint32_t thread_count;     /* threads ever made: the next one's number */
    struct irq_session *timer; /* gave the right to use the PL0 timer, or NULL */
    char name[SESSION_LABEL_SIZE];
};

extern const struct service pd_sessions;

/* The PD that the received capability names as its PD session, or NULL. */
struct pd *pd_of(const struct cap_item *item);

/* Put core's capability `source` at `target` of the PD's capability space, see core_cap_grant(). */
enum error pd_grant(struct pd *pd, cap_t target, cap_t source, uint32_t badge, bool owner);

/* Serve a call of session PD. */
void pd_serve(struct object *object, struct message *message);

#endif
