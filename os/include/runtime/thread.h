/* SPDX-License-Identifier: MIT */
/*
 * Further threads of the component.
 *
 * A thread has a stack with a guard below it, thread-local storage, a UTCB, an endpoint and a
 * notification of its own; it may wait on these itself. The event loop and what this runtime keeps
 * for it (signals, RPC objects, sessions, the log, the heap) belong to the main thread.
 */
#ifndef RUNTIME_THREAD_H
#define RUNTIME_THREAD_H

#include <stddef.h>
#include <hw/error.h>
#include <runtime/memory.h>
#include <runtime/utcb.h>

struct thread {
    void (*function)(void *argument);
    void *argument;
    cap_t endpoint, notification; /* as their owner */
    cap_t cap;                    /* Thread session */
    struct memory stack;
    struct memory storage; /* thread block and thread-local storage */
    uint32_t slot;
};

struct thread_settings {
    uint32_t cpu, priority;
    uint32_t budget; /* microseconds, 0: no time slice */
    size_t stack_size;
};

/* Start `function` on a thread of its own. When it returns the thread waits for ever, until
 * thread_end(). Errors: those of CPU.thread_create, ERROR_BUSY: too many threads. Main thread
 * only. */
enum error thread_spawn(struct thread *thread, const struct thread_settings *settings,
                        void (*function)(void *argument), void *argument);

/* Destroy the thread, wherever it is, and free what it has. Not from the thread itself. */
void thread_end(struct thread *thread);

#endif
