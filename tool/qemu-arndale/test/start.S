/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Start of the board's test program, for both cores, in secure SVC mode with caches and MMU off;
 * and the data abort handler, which counts an abort and goes on behind the access.
 */
    .syntax unified
    .arch armv7-a
    .arch_extension sec
    .arm

    .equ ABORT_MODE, 0x17
    .equ SVC_MODE, 0x13
    .equ MASK_ALL, 0x1c0

    .section .text.start, "ax"
    .global _start
_start:
    ldr r0, =vectors
    mcr p15, 0, r0, c12, c0, 0      /* VBAR */
    cpsid aif, #ABORT_MODE
    ldr sp, =abort_stack_top
    cpsid if, #SVC_MODE
    ldr sp, =stack_top
    ldr r0, =bss_begin
    ldr r1, =bss_end
    mov r2, #0
clear:
    cmp r0, r1
    strlo r2, [r0], #4
    blo clear
    cpsie a
    bl  main
halt:
    wfi
    b   halt

    .global core1_entry
core1_entry:
    ldr sp, =core1_stack_top
    bl  core1_main
1:  wfi
    b   1b

    .balign 32
vectors:
    b   _start
    b   halt
    b   halt
    b   halt
    b   data_abort
    b   halt
    b   halt
    b   halt

data_abort:
    push {r0, r1}
    ldr r0, =abort_count
    ldr r1, [r0]
    add r1, r1, #1
    str r1, [r0]
    pop {r0, r1}
    subs pc, lr, #4                 /* lr is the access + 8 */

    .ltorg
