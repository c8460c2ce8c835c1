/* SPDX-License-Identifier: MIT */
/* Sizes for boot/start.S. */
#include <boot/layout.h>

void offsets(void);

#define OFFSET(name, value) __asm__ volatile("\n->" #name " %0" : : "i"(value))

void offsets(void)
{
    OFFSET(BOOT_STACK_STRIDE, sizeof(struct boot_stack));
}
