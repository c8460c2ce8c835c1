/* SPDX-License-Identifier: MIT */
/* What the parts of the runtime library know of each other. */
#ifndef OS_LIB_RUNTIME_H
#define OS_LIB_RUNTIME_H

#include <hw/error.h>
#include <stdbool.h>
#include <stddef.h>
#include <hw/message.h>
#include <runtime/utcb.h>

/* Flags of the main thread's notification for handlers; the last one is the runtime's. */
enum { SIGNAL_FLAGS = 31 };
#define SIGNAL_FLAG_OWN (1u << SIGNAL_FLAGS)

struct thread;
struct thread_block;

/* Thread-local storage of the main thread, from memory within the image. */
void thread_storage_setup_main(struct utcb *utcb);

/* Bytes that a further thread's block and thread-local storage take. */
size_t thread_storage_size(void);

/* Lay out thread-local storage in zeroed `memory`; returns what the thread pointer is to be. */
struct thread_block *thread_storage_setup(void *memory, struct utcb *utcb, struct thread *thread);

/* The indices from CAP_FIRST_FREE to `cap_count` are free. */
void cap_space_setup(uint32_t cap_count);

/* Name free indices for what calls bring. */
void event_loop_setup(struct utcb *utcb);

/* Wait for signals and calls for ever. */
_Noreturn void event_loop_run(struct utcb *utcb);

/* Run the handlers of `flags`. */
void signal_deliver(uint32_t flags);

/* Take the flags that signal_defer() collected. */
uint32_t signal_take_deferred(void);
extern uint32_t signal_deferred;

/* Let the event loop's next wait return. False: that cannot be arranged now. */
bool signal_come_back(void);

/* Pass `message` to the object that its badge names. */
void rpc_deliver(struct message *message);

/* The one handler of the parent's signal, registered there at first use. */
enum error parent_signal_setup(void);

/* The flag of the parent's signal, once it is set up. */
uint32_t parent_signal_flag(void);

#endif
