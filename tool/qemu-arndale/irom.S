/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The boot ROM's pen. Core 1 comes here at a reset and when it is switched on, in secure SVC mode,
 * and leaves for the address that it finds in the first word of the iRAM. It sleeps until then; an
 * interrupt that another core sends it (SGI) wakes it. Core 0 comes here only if QEMU was given no
 * image, and sleeps.
 */
    .syntax unified
    .arch armv7-a
    .equ PEN, 0x02020000
    .equ GICC, 0x10482000
    .equ GICC_CTLR, 0
    .equ GICC_PMR, 4

    .text
    .global _start
_start:
    b   reset
    .rept 7
    b   .
    .endr

reset:
    mrc p15, 0, r0, c0, c0, 5       /* MPIDR */
    ands r0, r0, #3
    beq no_image
    ldr r1, =GICC
    mov r0, #0xff
    str r0, [r1, #GICC_PMR]
    mov r0, #1
    str r0, [r1, #GICC_CTLR]
    ldr r1, =PEN
look:
    ldr r0, [r1]
    cmp r0, #0
    bxne r0
    wfi
    b   look

no_image:
    wfi
    b   no_image

    .ltorg
