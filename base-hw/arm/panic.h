/* SPDX-License-Identifier: MIT */
/*
 * The kernel's end: a fault in Hyp, or a state that must not be.
 *
 * It stops the other CPUs (GIC_SGI_STOP, upon which the kernel calls panic_stop()), prints one
 * line that begins with "kernel fault: ", the registers, and a backtrace of one return address
 * a line in the form "  at 0x%08x", which the run tool resolves, and switches the board off.
 * A fault within that prints one line more and switches off at once.
 */
#ifndef ARM_PANIC_H
#define ARM_PANIC_H

#ifndef __ASSEMBLER__

#include <stdint.h>
#include <stdnoreturn.h>

/* What arm/fault.S saved, in its order. */
struct fault_frame {
    uint32_t r[13];
    uint32_t sp, lr, pc, psr;
    uint32_t kind; /* FAULT_VECTOR_ below */
};

noreturn void panic(const char *message);

/* Called by arm/fault.S, on the CPU's emergency stack. */
noreturn void panic_fault(const struct fault_frame *frame);

/* Stop this CPU for good: another one panics. */
noreturn void panic_stop(void);

/*
 * Entries for exceptions that Hyp itself takes (HVBAR + 4, 8, 12, 16): the vectors branch to them
 * with all registers as the exception left them. fault_vectors is a table for the time of the
 * start, where every exception is a fault.
 */
void fault_undefined(void);
void fault_call(void);
void fault_prefetch(void);
void fault_data(void);
extern const char fault_vectors[];

#endif

#define FAULT_VECTOR_UNDEFINED 0
#define FAULT_VECTOR_CALL      1
#define FAULT_VECTOR_PREFETCH  2
#define FAULT_VECTOR_DATA      3
#define FAULT_VECTOR_OTHER     4

#endif
