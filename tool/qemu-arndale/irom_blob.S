/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The assembled boot ROM as data of the shared object. */
    .section .rodata
    .global irom_begin, irom_end
    .balign 4
irom_begin:
    .incbin "irom.bin"
irom_end:
    .section .note.GNU-stack, "", %progbits
