/* SPDX-License-Identifier: MIT */
/*
 * Threads, and the scheduling contexts that they run on.
 *
 * A scheduling context is a priority and a budget. Each thread owns one; a thread that serves a
 * call runs on its caller's, so that a call costs no scheduler work and is paid by the caller.
 *
 * Invariants, under the kernel lock:
 * - thread->sc is the context that the thread runs, or would run, on; sc->runs is the thread
 *   that the context runs now. sc->owner never changes.
 * - a context is in a ready queue (sc->queued) of CPU sc->cpu exactly if sc->runs is RUNNABLE and
 *   the context is not the active one of that CPU.
 * - a WAITING thread holds its own context.
 * - thread->attention is set while flags or callers wait for a thread that does not.
 * - server->caller == c implies c->peer == server and c is CALLED or STOPPED.
 */
#ifndef KERNEL_THREAD_H
#define KERNEL_THREAD_H

#include <hw/core_values.h>
#include <hw/vcpu_state.h>
#include "pd.h"

struct cpu;
struct endpoint;
struct notification;
struct vcpu;

enum thread_state {
    THREAD_RUNNABLE,             /* runs, or is ready to */
    THREAD_WAITING,              /* for any message */
    THREAD_WAITING_NOTIFICATION, /* for its notification alone */
    THREAD_CALLING,              /* queued at an endpoint, with a call, fault or exit */
    THREAD_CALLED,               /* its call was received: waits for the reply */
    THREAD_STOPPED,              /* not started, in a fault or in a VM exit */
};

/* Length of a chain of calls on one context: bounds the work when a thread in it dies. */
enum { CALL_DEPTH_MAX = 16 };

/* The words of a message that travel in registers, copied as one. */
struct message_words {
    uint32_t words[MESSAGE_REGISTERS];
};

struct schedule_context {
    struct schedule_context *next, *previous; /* ring of a ready queue */
    struct thread *owner;
    struct thread *runs;
    uint32_t priority;
    uint32_t cpu;
    uint32_t budget;    /* ticks of a time slice; 0: no limit */
    uint32_t remaining; /* ticks left of this slice */
    bool queued;
};

/* Registers of VFP and Advanced SIMD: d0..d31, FPSCR, FPEXC. */
struct vfp_state {
    uint64_t d[32];
    uint32_t fpscr, fpexc;
};

struct thread {
    struct object object; /* OBJECT_THREAD or OBJECT_VCPU */
    struct general_registers *registers; /* where the entry code keeps them */
    uint32_t psr;         /* the PSR to return to: never in memory that others can write */
    uint32_t thread_pointer; /* TPIDRURO of an ordinary thread */
    enum thread_state state;
    uint32_t cpu;
    struct pd *pd;
    struct vcpu *vcpu; /* NULL: an ordinary thread */
    struct schedule_context *sc;
    struct schedule_context own_sc;

    struct endpoint *endpoint;         /* that it serves, or NULL */
    struct notification *notification; /* that it waits on, or NULL */
    struct thread *caller;             /* whom reply_wait answers */
    struct thread *peer;               /* CALLED, STOPPED: who has this thread as its caller */
    bool attention;                    /* false: surely nothing to receive, see ipc.c */
    bool flags_last;                   /* flags were received last: a queued caller is next */
    uint32_t depth;                    /* length of the chain of callers that ends here */
    struct endpoint *queued_at;        /* CALLING */
    struct thread *queue_next, *queue_previous;
    uint32_t queue_badge;

    struct capability handler; /* endpoint for faults and exits */
    tag_t event_tag;           /* message to the handler */
    struct message_words event_words;

    struct utcb *utcb;
    struct general_registers own_registers;
    struct vfp_state vfp;
};

/*
 * The threads of a chain of calls, from `first` on, that run on `sc`, lent to them, fall back to
 * their own contexts. `sc` is in no queue and not active afterwards.
 */
void thread_withdraw_context(struct cpu *cpu, struct schedule_context *sc, struct thread *first);

/* Set up a stopped thread in `thread`, on `cpu`. The caller sets registers, vcpu and type. */
void thread_init(struct thread *thread, enum object_type type, struct pd *pd, struct utcb *utcb,
                 uint32_t cpu);

/* End a caller's call with `error`: it returns from ipc_call() on its own context or the one it
 * is given back. */
void thread_fail_call(struct cpu *cpu, struct thread *caller, enum error error);

/* Take the thread out of everything that it is part of. ERROR_AGAIN: it still runs on another
 * CPU, which was told. */
enum error thread_destroy_step(struct cpu *cpu, struct thread *thread);

/* What a CPU does with a current thread that is dying. */
void thread_leave_dying(struct cpu *cpu);

#endif
