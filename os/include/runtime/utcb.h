/* SPDX-License-Identifier: MIT */
/*
 * The running thread's own data: its UTCB and its thread-local storage.
 *
 * The thread pointer, TPIDRURO, names the C library's thread-local storage block as the ARM ELF TLS
 * ABI lays it out: two words of thread control block, then the variables. The words belong to the
 * runtime: the first is the address of the UTCB.
 */
#ifndef RUNTIME_UTCB_H
#define RUNTIME_UTCB_H

#include <hw/message.h>

struct thread_block {
    struct utcb *utcb;
    struct thread *thread;
};

/* The block of the running thread. */
static inline struct thread_block *thread_block(void)
{
    struct thread_block *block;
    __asm__("mrc p15, 0, %0, c13, c0, 3" : "=r"(block)); /* TPIDRURO, ARM ARM B4.1.151 */
    return block;
}

/* The UTCB of the running thread. */
static inline struct utcb *thread_utcb(void)
{
    return thread_block()->utcb;
}

#endif
