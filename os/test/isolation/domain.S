/* SPDX-License-Identifier: MIT */
/*
 * The whole program of a small protection domain: again and again it reads the word at r1 and calls
 * the endpoint at index 1 with it. Position-independent.
 */
#include <hw/call_numbers.h>

        .arm
        .section .rodata.domain_code, "a"
        .balign 4
        .global domain_code, domain_code_size
domain_code:
        mov     r6, r1
1:      ldr     r2, [r6]
        mov     r0, #1
        mov     r1, #1                  /* tag: label 0, a call, one word */
        svc     #CALL_CALL
        b       1b
domain_code_end:

domain_code_size:
        .word   domain_code_end - domain_code
