/* SPDX-License-Identifier: MIT */
/*
 * clear_pages(address, size), see clear.h: stores of eight registers, eight of them a turn, so that
 * a page takes 160 instructions.
 */
        .syntax unified
        .arm

        .section .text.clear_pages, "ax", %progbits
        .global clear_pages
        .type clear_pages, %function
clear_pages:
        push    {r4-r9, lr}
        add     r1, r0, r1
        mov     r2, #0
        mov     r3, #0
        mov     r4, #0
        mov     r5, #0
        mov     r6, #0
        mov     r7, #0
        mov     r8, #0
        mov     r9, #0
        cmp     r0, r1
        beq     2f
1:      .rept   8
        stmia   r0!, {r2-r9}
        .endr
        cmp     r0, r1
        bne     1b
2:      pop     {r4-r9, pc}
        .size clear_pages, . - clear_pages
