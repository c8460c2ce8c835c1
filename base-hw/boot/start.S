/* SPDX-License-Identifier: MIT */
/*
 * Where every CPU begins: in secure SVC or in Hyp, MMU and data cache off, memory clean, all CPUs
 * at once or one after the other. Each goes to Hyp, onto its own stack. CPU 0 clears .bss and
 * makes the kernel's translation tables while the others wait; then each switches its MMU on and
 * calls kernel_main().
 *
 * No C that runs before the tables are there uses .bss, but through CPU 0.
 */
#include <board.h>
#include <arm/cp15_bits.h>
#include <boot/offsets.h>

    .syntax unified
    .arm
    .arch_extension virt
    .arch_extension sec

    .section .text.start, "ax"
    .global _start
    .type _start, %function
_start:
    cpsid   aif
    mrc     p15, 0, r4, c0, c0, 5       @ MPIDR
    and     r4, r4, #MPIDR_AFF0_MASK    @ r4: this CPU, from here on
    cmp     r4, #BOARD_CPU_COUNT
    bhs     park
    bl      set_stack

    mrs     r0, cpsr
    and     r0, r0, #PSR_MODE_MASK
    cmp     r0, #PSR_MODE_HYP
    beq     in_hyp
    mrc     p15, 0, r0, c0, c1, 1       @ ID_PFR1
    tst     r0, #ID_PFR1_VIRTUALIZATION
    tstne   r0, #ID_PFR1_SECURITY
    beq     no_hyp

    /* Secure SVC. Hyp is entered by an exception return from monitor mode with SCR.NS set. */
    mov     r0, r4
    bl      secure_open
    cps     #PSR_MODE_MON
    ldr     r0, =(SCR_NS | SCR_HCE | SCR_AW | SCR_FW)
    mcr     p15, 0, r0, c1, c1, 0       @ SCR
    isb
    ldr     r0, =(PSR_MODE_HYP | PSR_A | PSR_I | PSR_F)
    msr     spsr_cxsf, r0
    ldr     lr, =in_hyp
    movs    pc, lr

in_hyp:
    bl      set_stack                   @ Hyp's own SP
    ldr     r0, =fault_vectors
    mcr     p15, 4, r0, c12, c0, 0      @ HVBAR
    isb
    cmp     r4, #0
    bne     1f

    ldr     r0, =kernel_bss_start
    ldr     r2, =kernel_bss_end
    sub     r2, r2, r0
    mov     r1, #0
    bl      memset
    bl      hyp_tables_build
    ldr     r0, =tables_ready
    bl      raise_flag
    b       2f

1:  ldr     r0, =tables_ready
    bl      wait_flag
2:  bl      hyp_tables_enable
    cmp     r4, #0
    ldrne   r0, =secondaries_released
    blne    wait_flag
    mov     r0, r4
    bl      kernel_main
park:
    wfi
    b       park

no_hyp:
    cmp     r4, #0
    ldreq   r0, =no_hyp_message
    bleq    console_string
    bl      power_off
    b       park
    .size _start, . - _start

/* The end of CPU r4's stack, to sp; changes r0, r1. */
set_stack:
    ldr     r0, =boot_stacks
    ldr     r1, =BOOT_STACK_STRIDE
    mla     r0, r1, r4, r0
    add     sp, r0, r1
    bx      lr

/* void boot_release_secondaries(void) */
    .global boot_release_secondaries
    .type boot_release_secondaries, %function
boot_release_secondaries:
    ldr     r0, =secondaries_released
/* Set the flag at r0, after all that was written before. */
raise_flag:
    dsb     sy
    mov     r1, #1
    str     r1, [r0]
    dsb     sy
    sev
    bx      lr
    .size boot_release_secondaries, . - boot_release_secondaries

/* Wait until the flag at r0 is set. */
wait_flag:
    ldr     r1, [r0]
    cmp     r1, #0
    wfeeq
    beq     wait_flag
    dmb     sy
    bx      lr
    .ltorg

/* Not in .bss: they are read before it is clear. */
    .section .data.boot_flags, "aw"
    .balign 4
tables_ready:
    .word   0
secondaries_released:
    .word   0

    .section .rodata.boot, "a"
no_hyp_message:
    .asciz  "kernel fault: this CPU has no Hyp mode, or none that can be entered from here\n"
