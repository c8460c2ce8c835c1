/* SPDX-License-Identifier: MIT */
/*
 * Stack protection: the compiler puts __stack_chk_guard between a function's arrays and its return
 * address, and calls __stack_chk_fail() when it was overwritten, which stops core with a line.
 */
#ifndef STACK_CHECK_H
#define STACK_CHECK_H

#include <stdint.h>
#include <stdnoreturn.h>

extern uintptr_t __stack_chk_guard;
noreturn void __stack_chk_fail(void);

/* Choose the guard's value, in a function that never returns, before anything else. */
void stack_check_init(void);

#endif
