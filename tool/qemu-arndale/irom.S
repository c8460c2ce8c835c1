/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The boot ROM's pen. Core 1 comes here when it is switched on, in secure SVC mode, and leaves for
 * the address that it finds in the first word of the iRAM. Core 0 comes here only if QEMU was
 * given no image, and sleeps.
 */
    .syntax unified
    .arch armv7-a
    .equ PEN, 0x02020000

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
    ldr r1, =PEN
wait:
    ldr r0, [r1]
    cmp r0, #0
    wfeeq
    beq wait
    bx  r0

no_image:
    wfi
    b   no_image

    .ltorg
