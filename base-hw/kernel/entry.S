/* SPDX-License-Identifier: MIT */
/*
 * The way into the kernel and out of it.
 *
 * While a thread runs, SP_hyp points at its struct general_registers, and HTPIDR at the CPU's
 * struct cpu. Entry saves the registers there (a vCPU's are in the page that its VMM sees), the
 * PSR in the thread, takes the kernel lock, and runs C on the CPU's stack. Exit loads whatever
 * thread is current by then. In between: r11 = CPU, r7 = the lock, r4 = the thread that entered.
 */
#include <arm/cp15_bits.h>
#include <hw/call_numbers.h>
#include "offsets.h"

    .syntax unified
    .arm
    .text

/* Hyp's vectors (ARM DDI 0406C B1.8.1). */
    .balign 32
    .global kernel_vectors
kernel_vectors:
    b       fault_undefined     /* reset: not used in Hyp */
    b       fault_undefined
    b       fault_call
    b       fault_prefetch
    b       fault_data
    b       trap_entry
    b       interrupt_entry
    b       interrupt_entry     /* FIQ: none is routed here; taken as spurious */

/* Save the thread: afterwards r4 = thread, r11 = CPU, r12 = HSR, SP on the CPU's stack. */
    .macro save_thread
    stmia   sp, {r0-r12}
    mrs     r8, SP_usr
    mrs     r9, ELR_hyp
    mrs     r10, SPSR
    mrc     p15, 4, r11, c13, c0, 2     /* HTPIDR */
    mrc     p15, 4, r12, c5, c2, 0      /* HSR */
    str     r8, [sp, #REGISTERS_SP]
    str     lr, [sp, #REGISTERS_LR]
    str     r9, [sp, #REGISTERS_PC]
    ldr     r4, [r11, #CPU_CURRENT]
    ldr     sp, [r11, #CPU_STACK_TOP]
    str     r10, [r4, #THREAD_PSR]
    .endm

/* The ticket lock of arm/spinlock.h; r7 keeps its address. */
    .macro lock_kernel
    movw    r7, #:lower16:kernel_lock
    movt    r7, #:upper16:kernel_lock
1:  ldrex   r8, [r7]
    add     r9, r8, #0x10000
    strex   r10, r9, [r7]
    teq     r10, #0
    bne     1b
    teq     r8, r8, ror #16
    bne     3f
2:  dmb     ish
    .subsection 1
3:  wfe
    ldrh    r9, [r7]
    bfi     r8, r9, #0, #16
    teq     r8, r8, ror #16
    bne     3b
    b       2b
    .previous
    .endm

    .global trap_entry
    .type   trap_entry, %function
trap_entry:
    save_thread
    lock_kernel
    mov     r1, r4
    lsr     r8, r12, #HSR_EC_SHIFT
    uxth    r9, r12                     /* the SVC's immediate */
    cmp     r8, #HSR_EC_SVC
    bne     other_trap
    cmp     r9, #CALL_CORE_FIRST
    mov     r0, r11
    bhs     core_call
known_call:
    movw    r10, #:lower16:call_table
    movt    r10, #:upper16:call_table
    adr     lr, kernel_leave
    ldr     pc, [r10, r9, lsl #2]
core_call:
    adr     lr, kernel_leave
    ldr     r5, [r4, #THREAD_PD]
    ldrb    r5, [r5, #PD_IS_CORE]
    cmp     r9, #CALL_CORE_END
    bhs     call_unknown
    cmp     r5, #0
    bne     known_call
    b       call_denied
other_trap:
    ldr     r5, [r4, #THREAD_VCPU]
    mov     r0, r11
    mov     r2, r12
    adr     lr, kernel_leave
    cmp     r5, #0
    bne     vcpu_exit
    b       trap_handle
    .size   trap_entry, . - trap_entry

    .type   interrupt_entry, %function
interrupt_entry:
    save_thread
    lock_kernel
    mov     r0, r11
    bl      interrupt_handle
    /* falls through */
    .size   interrupt_entry, . - interrupt_entry

    .global kernel_leave
    .type   kernel_leave, %function
kernel_leave:                           /* r11 = CPU, r7 = the lock */
    ldr     r4, [r11, #CPU_CURRENT]
    ldr     r5, [r11, #CPU_LOADED]
    cmp     r4, r5
    bne     switch_thread
leave_to_thread:
    /* give the lock back, as arm/spinlock.h does */
    ldr     sp, [r4, #THREAD_REGISTERS]
    ldr     r9, [r4, #THREAD_PSR]
    dmb     ish
    ldrh    r8, [r7]
    add     r8, r8, #1
    strh    r8, [r7]
    dsb     ishst
    sev
    ldr     r8, [sp, #REGISTERS_SP]
    ldr     lr, [sp, #REGISTERS_LR]
    ldr     r10, [sp, #REGISTERS_PC]
    msr     SPSR_cxsf, r9
    msr     SP_usr, r8
    msr     ELR_hyp, r10
    ldmia   sp, {r0-r12}
    eret
switch_thread:
    mov     r0, r11
    bl      context_switch
    ldr     r4, [r11, #CPU_CURRENT]
    b       leave_to_thread
    .size   kernel_leave, . - kernel_leave

/* void kernel_first_leave(struct cpu *cpu): begin to run threads. The lock is held. */
    .global kernel_first_leave
    .type   kernel_first_leave, %function
kernel_first_leave:
    mov     r11, r0
    ldr     r7, =kernel_lock
    b       kernel_leave
    .size   kernel_first_leave, . - kernel_first_leave
