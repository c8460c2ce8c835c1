/* SPDX-License-Identifier: MIT */
/*
 * __aeabi_read_tp: the thread pointer, for the compiler's accesses to thread-local variables. The
 * run-time ABI lets it change r0, ip, lr and the flags alone, which no C function promises.
 */
    .syntax unified
    .arm
    .section .text.__aeabi_read_tp, "ax", %progbits
    .global __aeabi_read_tp
    .type __aeabi_read_tp, %function
__aeabi_read_tp:
    mrc p15, 0, r0, c13, c0, 2 /* TPIDRURW */
    bx lr
    .size __aeabi_read_tp, . - __aeabi_read_tp
    .section .note.GNU-stack, "", %progbits
