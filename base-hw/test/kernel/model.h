/* SPDX-License-Identifier: MIT */
/*
 * A small system on the machine of machine.h: threads, each with an endpoint and a notification of
 * its own, made by core's calls as core makes them; and a check of what must hold between all
 * kernel objects whenever no CPU is in the kernel (kernel/thread.h, schedule.h, cpu.h).
 *
 * Every thread's PD has capabilities to all endpoints and notifications, at the indices below, with
 * the number of the calling thread as badge; and owns its own ones.
 */
#ifndef TEST_MODEL_H
#define TEST_MODEL_H

#include "machine.h"
#include <kernel/endpoint.h>
#include <vm/vcpu.h>

enum {
    MODEL_THREADS = 20, /* places for threads and vCPUs */
    MODEL_CAPS = 128,   /* of a PD's capability space */
    MODEL_IRQ = 40,     /* wakes core */
    MODEL_CAP_OWN_ENDPOINT = 1,
    MODEL_CAP_OWN_NOTIFICATION = 2,
    MODEL_CAP_ENDPOINT = 16,     /* + number of the thread that serves it */
    MODEL_CAP_NOTIFICATION = 48, /* + number of the thread that waits on it */
    MODEL_CAP_VCPU = 80,         /* + number of the vCPU */
    MODEL_CAP_FREE = 100,        /* from here on: for what messages bring */
};

/* What stands at a place: all NULL if nothing does. */
struct model_thread {
    struct pd *pd;
    struct thread *thread;
    struct endpoint *endpoint;
    struct notification *notification;
    struct capability *caps;
    struct utcb *utcb;
    struct vcpu_state *state; /* of a vCPU, which has no endpoint, notification, caps, utcb */
    bool dying;               /* its destruction has begun */
};

extern struct model_thread model[MODEL_THREADS];

/* machine_start(), and no thread. */
void model_start(void);

/* Where core's own capability to a part of the thread is. */
cap_t model_core_cap(uint32_t number, enum object_type type);

/* Make the thread, not started, on `cpu` with `priority`; its faults go to the endpoint of thread
 * `handler` (or to none: its own number). Core's thread must be at CPU 0. */
void model_create(uint32_t number, uint32_t cpu, uint32_t priority, uint32_t handler);

/* Make a vCPU in a VM of its own, whose exits go to thread `vmm`, which gets its capability. */
void model_create_vcpu(uint32_t number, uint32_t cpu, uint32_t priority, uint32_t vmm);

/* Start it; make, start, and let it wait for messages. */
void model_run(uint32_t number);
void model_create_waiting(uint32_t number, uint32_t cpu, uint32_t priority);

/* One step in destroying all of it, the thread first or (`endpoint_first`) after endpoint and
 * notification. False: call again, after the CPUs took their interrupts. */
bool model_destroy_step(uint32_t number, bool endpoint_first);

/* Destroy it altogether. */
void model_destroy(uint32_t number);

/* Give every thread's PD what it lacks of the capabilities told above. */
void model_grant_all(void);

/* The number of a thread, or MODEL_THREADS if it is core's or none. */
uint32_t model_number(const struct thread *thread);

/* Core's thread leaves CPU 0 to the others: it waits; the test wakes it by model_wake_core(). */
void model_core_waits(void);
void model_wake_core(void);

/* The thread, which must be current on its CPU, makes a system call; the error, or r0. */
uint32_t model_call(uint32_t number, uint32_t call, cap_t cap, tag_t tag, uint32_t word);

/* Core waits, and all interrupts are taken: the most urgent threads run. */
void model_go(void);

/* Whether the thread is current. */
bool model_is_current(uint32_t number);

/* Check everything. Aborts with a message. */
void model_check(void);

#endif
