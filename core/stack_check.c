/* SPDX-License-Identifier: MIT */
/* Stack protection, see stack_check.h. */
#include "stack_check.h"

#include "core.h"

uintptr_t __stack_chk_guard;

/* Multiplier and shift of one step of a multiplicative hash. */
#define HASH_MULTIPLIER 0x9e3779b1u
enum { HASH_SHIFT = 15, GUARD_TERMINATOR = 0xff };

/* CNTPCT, 64 bits, read only (ARM DDI 0406C B4.1.30): the low word. */
static inline uint32_t counter_low(void)
{
    uint32_t low, high;
    __asm__ volatile("mrrc p15, 0, %0, %1, c14" : "=r"(low), "=r"(high));
    return low;
}

/* The lowest byte is 0, so that a string function cannot write past it. */
__attribute__((optimize("no-stack-protector"))) void stack_check_init(void)
{
    uint32_t value = counter_low() * HASH_MULTIPLIER;
    value = (value ^ value >> HASH_SHIFT) * HASH_MULTIPLIER;
    __stack_chk_guard = value & ~(uint32_t)GUARD_TERMINATOR;
}

void __stack_chk_fail(void)
{
    core_stop("stack overflow detected");
}
