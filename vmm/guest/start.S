/* SPDX-License-Identifier: MIT */
/*
 * Entry of a tiny guest, as a kernel is entered (SVC mode, MMU and caches off, r2 the device
 * tree), and its exception vectors.
 *
 * An exception saves r0-r12, lr and the return address on the stack of its mode, notes what it
 * was, and calls the handler that the guest set. An abort or undefined instruction returns behind
 * the instruction, unless the handler says where else.
 */
    .syntax unified
    .arm

    .section .start, "ax"
    .globl guest_start
guest_start:
    mov     r0, r0
    mrs     r9, cpsr
    ldr     sp, =guest_stack_top
    ldr     r0, =guest_bss_start
    ldr     r1, =guest_bss_end
    mov     r3, #0
1:  cmp     r0, r1
    strlo   r3, [r0], #4
    blo     1b
    ldr     r0, =vectors
    mcr     p15, 0, r0, c12, c0, 0      @ VBAR, B4.1.156
    cps     #0x12                       @ IRQ mode
    ldr     sp, =irq_stack_top
    cps     #0x17                       @ abort mode
    ldr     sp, =abort_stack_top
    cps     #0x1b                       @ undefined mode
    ldr     sp, =undefined_stack_top
    cps     #0x13
    mov     r0, r2
    bl      guest_main
2:  wfi
    b       2b

    .align 5
vectors:
    b       .
    b       undefined
    b       .
    b       prefetch_abort
    b       data_abort
    b       .
    b       irq
    b       .

/* guest_exception(kind, address of the instruction, its status) returns where to go on. */
undefined:
    sub     lr, lr, #4
    push    {r0-r12, lr}
    mov     r0, #1
    b       exception
prefetch_abort:
    sub     lr, lr, #4
    push    {r0-r12, lr}
    mov     r0, #2
    b       exception
data_abort:
    sub     lr, lr, #8
    push    {r0-r12, lr}
    mov     r0, #3
exception:
    mov     r1, lr
    mrs     r2, spsr
    bl      guest_exception
    str     r0, [sp, #13 * 4]
    ldm     sp!, {r0-r12, pc}^

irq:
    sub     lr, lr, #4
    push    {r0-r3, r12, lr}
    bl      guest_interrupt
    ldm     sp!, {r0-r3, r12, pc}^

    .bss
    .align 3
    .space  0x400
irq_stack_top:
    .space  0x400
abort_stack_top:
    .space  0x400
undefined_stack_top:
