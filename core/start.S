/* SPDX-License-Identifier: MIT */
/*
 * Core's image header (struct core_image, hw/boot_info.h) and its entry: r0 = UTCB, r1 = boot info.
 */
        .syntax unified
        .arm

        .section .header, "a", %progbits
        .word   0x45524f43              /* CORE_IMAGE_MAGIC */
        .word   core_entry
        .word   core_text_end
        .word   core_rodata_end
        .word   core_data_end
        .word   core_bss_end
        .word   core_stack_top

        .section .text.core_entry, "ax", %progbits
        .global core_entry
        .type core_entry, %function
core_entry:
        ldr     sp, =core_stack_top
        mov     fp, #0
        mov     lr, #0
        b       core_main
        .size core_entry, . - core_entry
