/* SPDX-License-Identifier: MIT */
/* Session CPU: makes threads, and limits their priority. */
#ifndef PROCESS_CPU_H
#define PROCESS_CPU_H

#include "object/session.h"

struct thread;

struct cpu_session {
    struct session session;
    uint32_t ceiling; /* highest priority that its threads get */
    struct thread *threads;
};

extern const struct service cpu_sessions;

uint32_t cpu_limit_priority(const struct cpu_session *cpu, uint32_t priority);

/* The highest priority that a label with `prio=N` allows, PRIORITY_MAX without it. */
uint32_t cpu_ceiling_of_label(const char *label);

/* Serve a call of session CPU. */
void cpu_serve(struct object *object, struct message *message);

#endif
