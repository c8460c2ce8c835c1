/* SPDX-License-Identifier: MIT */
/*
 * Where the kernel's parts lie in memory: the linker script's symbols (kernel.ld), all page-
 * aligned, and the CPUs' stacks. Virtual addresses are the physical ones.
 */
#ifndef BOOT_LAYOUT_H
#define BOOT_LAYOUT_H

#include <stdbool.h>
#include <stdint.h>
#include <board.h>
#include <hw/boot_info.h>

extern const char kernel_text_start[], kernel_text_end[];
extern const char kernel_rodata_start[], kernel_rodata_end[];
extern char kernel_data_start[], kernel_bss_end[];
extern const char boot_modules_start[], boot_modules_end[];

enum { BOOT_STACK_SIZE = 2 * PAGE_SIZE };

/* A CPU's stack grows down to a page that is not mapped. */
struct boot_stack {
    uint8_t guard[PAGE_SIZE];
    uint8_t stack[BOOT_STACK_SIZE];
};
extern struct boot_stack boot_stacks[BOARD_CPU_COUNT];

/* Whether `address` is in a guard page. */
static inline bool boot_stack_guard(uint32_t address)
{
    uint32_t offset = address - (uint32_t)boot_stacks;
    return offset < sizeof(boot_stacks) && offset % sizeof(struct boot_stack) < PAGE_SIZE;
}

/* The words of the stack that `sp` is in, from `sp` on, without the guard page; none if it is in no
 * stack. */
static inline struct boot_range boot_stack_rest(uint32_t sp)
{
    uint32_t offset = sp - (uint32_t)boot_stacks;
    if (offset >= sizeof(boot_stacks)) {
        return (struct boot_range){0, 0};
    }
    uint32_t cpu = offset / sizeof(struct boot_stack);
    uint32_t start = (uint32_t)boot_stacks[cpu].stack, end = start + BOOT_STACK_SIZE;
    uint32_t base = sp < start ? start : sp;
    return (struct boot_range){base, end - base};
}

#endif
