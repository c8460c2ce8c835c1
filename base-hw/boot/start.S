/* SPDX-License-Identifier: MIT */
/*
 * Where every CPU begins: in secure SVC or in Hyp, all CPUs at once, one after the other, or only
 * the first, which board_start() lets wake the others. MMU and caches may be on for CPU 0, if they
 * map one-to-one. Each goes to Hyp, onto its own stack. CPU 0 clears .bss and makes the kernel's
 * translation tables, and in kernel_main() the objects that it begins with, while the others wait;
 * each switches its MMU on and calls kernel_main().
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

    .equ CACHE_LINE_BYTES, 64           @ Cortex-A15

    .section .text.start, "ax"
    .global _start
_start:
    cpsid   aif
    mrc     p15, 0, r4, c0, c0, 5       @ MPIDR
    and     r4, r4, #MPIDR_AFF0_MASK    @ r4: this CPU, from here on
    cmp     r4, #BOARD_CPU_COUNT
    bhs     park
    mrs     r5, cpsr
    and     r5, r5, #PSR_MODE_MASK      @ r5: the mode of the entry
    bl      caches_off
    bl      set_stack
    cmp     r4, #0
    bleq    console_init
    cmp     r5, #PSR_MODE_HYP
    beq     1f
    mrc     p15, 0, r0, c0, c1, 1       @ ID_PFR1
    tst     r0, #ID_PFR1_VIRTUALIZATION
    tstne   r0, #ID_PFR1_SECURITY
    beq     no_hyp
    mov     r0, r4
    bl      secure_open
1:  mov     r0, r4
    ldr     r1, =_start
    subs    r2, r5, #PSR_MODE_HYP
    movne   r2, #1                      @ secure
    bl      board_start
    cmp     r5, #PSR_MODE_HYP
    beq     in_hyp

    /* Secure SVC. Hyp is entered by an exception return from monitor mode with SCR.NS set. */
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
    b       3f

1:  ldr     r0, =cpus_released
2:  ldr     r1, [r0]
    cmp     r1, #0
    wfeeq
    beq     2b
    dmb     sy
3:  bl      hyp_tables_enable
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

/* MMU and caches off, in mode r5, and what they hold in the memory.
 *
 * The kernel's part is cleaned before, since from then on what follows here comes from the memory.
 * If the data caches were on, all of them are cleaned after, when nothing is fetched into them any
 * more, and are empty then: what the boot loader wrote in the secure world is in lines that
 * accesses from Hyp miss, and that would be written over Hyp's data some day; and what was fetched
 * while they were on may be older than what is written with them off. By address that would have to
 * be all RAM. Until it is done nothing is written. Changes r0 to r3, r6 to r9. */
caches_off:
    ldr     r0, =kernel_text_start
    ldr     r1, =kernel_bss_end
1:  mcr     p15, 0, r0, c7, c14, 1      @ DCCIMVAC
    add     r0, r0, #CACHE_LINE_BYTES
    cmp     r0, r1
    blo     1b
    dsb     sy
    mcr     p15, 0, r0, c7, c5, 0       @ ICIALLU
    dsb     sy
    cmp     r5, #PSR_MODE_HYP
    mrceq   p15, 4, r1, c1, c0, 0       @ HSCTLR; SCTLR has the bits at the same places
    mrcne   p15, 0, r1, c1, c0, 0       @ SCTLR
    bic     r0, r1, #(HSCTLR_M | HSCTLR_C)
    bic     r0, r0, #HSCTLR_I
    mcreq   p15, 4, r0, c1, c0, 0
    mcrne   p15, 0, r0, c1, c0, 0
    isb
    tst     r1, #HSCTLR_C
    bxeq    lr

    mrc     p15, 1, r0, c0, c0, 1       @ CLIDR
    ubfx    r0, r0, #CLIDR_LOC_SHIFT, #CLIDR_LOC_BITS
    mov     r1, #0                      @ r0: levels left, r1: the level as in CSSELR
2:  mcr     p15, 2, r1, c0, c0, 0       @ CSSELR
    isb
    mrc     p15, 1, r2, c0, c0, 0       @ CCSIDR
    and     r3, r2, #CCSIDR_LINE_MASK
    add     r3, r3, #CCSIDR_LINE_LOG2   @ r3: where the set is in the operand
    ubfx    r6, r2, #CCSIDR_WAYS_SHIFT, #CCSIDR_WAYS_BITS
    clz     r7, r6                      @ r6: the way, r7: where it is
3:  ubfx    r8, r2, #CCSIDR_SETS_SHIFT, #CCSIDR_SETS_BITS
4:  orr     r9, r1, r6, lsl r7
    orr     r9, r9, r8, lsl r3
    mcr     p15, 0, r9, c7, c14, 2      @ DCCISW
    subs    r8, r8, #1
    bge     4b
    subs    r6, r6, #1
    bge     3b
    dsb     sy                          @ one level is in the next before that is cleaned
    add     r1, r1, #1 << CSSELR_LEVEL_SHIFT
    subs    r0, r0, #1
    bgt     2b
    bx      lr

/* The end of CPU r4's stack, to sp; changes r0, r1. */
set_stack:
    ldr     r0, =boot_stacks
    ldr     r1, =BOOT_STACK_STRIDE
    mla     r0, r1, r4, r0
    add     sp, r0, r1
    bx      lr

    .ltorg

    .section .rodata.boot, "a"
no_hyp_message:
    .asciz  "kernel fault: this CPU has no Hyp mode, or none that can be entered from here\n"
