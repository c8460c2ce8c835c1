/* SPDX-License-Identifier: MIT */
/*
 * A machine of two CPUs for host tests of the kernel: its own sources run on it, with stand-ins for
 * the hardware (../arm, gic_model.c).
 *
 * Each CPU is a coroutine. It is either at a thread, as if that ran at PL0, or idle in WFI; a test
 * lets one CPU at a time enter the kernel by a system call, trap or interrupt, and gets control
 * back when the kernel leaves to a thread or idles. So every interleaving of two CPUs under the
 * kernel lock can be played. RAM lies below 4 GiB; what is freed is poisoned, so that the sanitizer
 * tells of any access to an object that exists no more.
 */
#ifndef TEST_MACHINE_H
#define TEST_MACHINE_H

#include <kernel/cpu.h>

enum { MACHINE_CPUS = BOARD_CPU_COUNT };

/* Begin anew: core's thread is at CPU 0, nothing else exists. */
void machine_start(void);

/* A page of RAM, cleared; the memory of an object or a table. `size` is what may be touched. */
void *machine_allocate(size_t size);
void machine_free(void *memory);

/* The physical address of RAM. */
static inline uint32_t machine_physical(const volatile void *memory)
{
    return (uint32_t)(uintptr_t)memory;
}

/* Whether a CPU that gives the lock back within the kernel, and wants it again, is kept waiting:
 * machine_interrupt() lets it go on. Not so after machine_start(). */
extern bool machine_pauses;
bool machine_paused(uint32_t cpu);

/* The thread that CPU `cpu` is at, or NULL: it is idle, or paused. */
struct thread *machine_current(uint32_t cpu);

/* The current thread of `cpu` makes a system call, with r0.. set by the test beforehand. */
void machine_call(uint32_t cpu, uint32_t number);

/* The current thread of `cpu` traps with this HSR. */
void machine_trap(uint32_t cpu, uint32_t hsr);

/* Let `cpu` take the interrupts that are pending for it; an idle one wakes for them, a paused one
 * goes on in any case. */
void machine_interrupt(uint32_t cpu);

/* Let all CPUs take their interrupts until none is pending, and none is paused. */
void machine_settle(void);

/* Move the time on, and raise the Hyp timers that are due. */
void machine_advance(uint32_t ticks);

/* gic_model.c */
void gic_model_reset(void);
void gic_model_raise(uint32_t cpu, uint32_t intid); /* an edge */
bool gic_model_pending(uint32_t cpu);               /* something that `cpu` would take */
bool gic_model_sgi_pending(uint32_t cpu);           /* the kernel's message */
bool gic_model_enabled(uint32_t cpu, uint32_t intid);
bool gic_model_active(uint32_t cpu, uint32_t intid);
extern uint32_t machine_cpu; /* that runs now */

/* core_call: a call of core's thread, which must be at CPU 0; its error, and result if wanted. */
enum error machine_core(uint32_t number, uint32_t r0, uint32_t r1, uint32_t r2, uint32_t r3,
                        uint32_t r4, uint32_t r5);
extern struct thread *machine_core_thread;

#endif
