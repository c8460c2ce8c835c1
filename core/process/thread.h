/* SPDX-License-Identifier: MIT */
/*
 * Threads: session Thread, and faults.
 *
 * A thread belongs to a PD, which pays for it, and to the CPU session that made it; it ends with
 * either. Core is the fault handler of all threads: it notes the fault, tells the PD's fault
 * handler, and leaves the thread stopped.
 */
#ifndef PROCESS_THREAD_H
#define PROCESS_THREAD_H

#include "object/kernel_object.h"

struct pd;
struct cpu_session;
struct dataspace;

struct fault {
    uint32_t kind; /* enum fault_kind */
    uint32_t address, pc;
};

struct thread {
    struct object object;
    struct pd *pd;
    struct cpu_session *cpu;
    struct kernel_object kernel, endpoint, notification;
    struct dataspace *utcb;
    uint32_t utcb_address;
    uint32_t number; /* order of creation in its PD */
    bool started;
    bool is_stopped; /* by a fault, and not resumed since */
    bool is_faulted; /* in the PD's list of faults */
    struct fault fault;
    struct thread *next_faulted;
    struct thread *next_in_pd, *next_in_cpu;
};

/* What a new thread is to be; see CPU.thread_create (session/cpu.session). */
struct thread_setup {
    uint32_t cpu, priority, budget;
    cap_t endpoint_index, notification_index;
    uint32_t utcb_address;
};

/* Make a thread of `pd`, not started; errors as CPU.thread_create. */
enum error thread_create(struct cpu_session *cpu, struct pd *pd, const struct thread_setup *setup,
                         struct thread **created);

void thread_destroy(struct thread *thread);

/* Start it; see Thread.start (session/thread.session). */
enum error thread_start(struct thread *thread, uint32_t pc, uint32_t sp, uint32_t argument);

/* Resume it after a fault; see Thread.resume. */
enum error thread_resume(struct thread *thread);

/* Note the fault that `message` tells of. */
void thread_note_fault(struct thread *thread, const struct message *message);

/* The next thread of `pd` whose fault was not asked for, or NULL. */
struct thread *thread_take_faulted(struct pd *pd);

/* Serve a call of session Thread. */
void thread_serve(struct object *object, struct message *message);

#endif
