/* SPDX-License-Identifier: MIT */
/* The CPUs' stacks, apart from .bss: they are in use when that is cleared. */
#include <boot/layout.h>

_Alignas(PAGE_SIZE)
    __attribute__((section(".bss.stacks"))) struct boot_stack boot_stacks[BOARD_CPU_COUNT];
