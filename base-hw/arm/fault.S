/* SPDX-License-Identifier: MIT */
/*
 * Exceptions that Hyp itself takes: all are faults of the kernel. The registers are saved on the
 * CPU's emergency stack, since the fault may be the ordinary stack's end, and panic_fault() gets
 * them. Nothing returns, so HTPIDR and PL1's TPIDRPRW are free to hold two registers meanwhile.
 */
#include <board.h>
#include <arm/cp15_bits.h>
#include <arm/offsets.h>
#include <arm/panic.h>

#define EMERGENCY_STACK_SHIFT 11 /* 2 KiB */

    .syntax unified
    .arm
    .arch_extension virt

    .macro fault_entry name, kind
    .global \name
    .type \name, %function
\name:
    mcr     p15, 4, r0, c13, c0, 2      @ HTPIDR
    mcr     p15, 0, r1, c13, c0, 4      @ TPIDRPRW
    mrc     p15, 0, r0, c0, c0, 5       @ MPIDR
    and     r0, r0, #MPIDR_AFF0_MASK
    add     r0, r0, #1
    ldr     r1, =emergency_stacks
    add     r0, r1, r0, lsl #EMERGENCY_STACK_SHIFT
    mov     r1, #\kind
    b       fault_save
    .size \name, . - \name
    .endm

    .section .text.fault, "ax"

    fault_entry fault_undefined, FAULT_VECTOR_UNDEFINED
    fault_entry fault_call, FAULT_VECTOR_CALL
    fault_entry fault_prefetch, FAULT_VECTOR_PREFETCH
    fault_entry fault_data, FAULT_VECTOR_DATA
    fault_entry fault_other, FAULT_VECTOR_OTHER

/* r0: end of the emergency stack, r1: kind; what these were is in HTPIDR and TPIDRPRW. */
fault_save:
    sub     r0, r0, #FAULT_FRAME_SIZE
    str     r1, [r0, #FAULT_FRAME_KIND]
    add     r1, r0, #FAULT_FRAME_R2
    stmia   r1, {r2-r12}
    mrc     p15, 4, r1, c13, c0, 2      @ HTPIDR
    mrc     p15, 0, r2, c13, c0, 4      @ TPIDRPRW
    stmia   r0, {r1, r2}
    str     sp, [r0, #FAULT_FRAME_SP]
    str     lr, [r0, #FAULT_FRAME_SP + 4]
    mrs     r1, ELR_hyp
    mrs     r2, spsr
    str     r1, [r0, #FAULT_FRAME_PC]
    str     r2, [r0, #FAULT_FRAME_PC + 4]
    mov     sp, r0
    b       panic_fault
    .ltorg

    .balign 32
    .global fault_vectors
fault_vectors:
    b       fault_other
    b       fault_undefined
    b       fault_call
    b       fault_prefetch
    b       fault_data
    b       fault_other
    b       fault_other
    b       fault_other

    .section .bss.emergency_stacks, "aw", %nobits
    .balign 8
emergency_stacks:
    .space  BOARD_CPU_COUNT << EMERGENCY_STACK_SHIFT
