/* SPDX-License-Identifier: MIT */
/* System calls by number, with one argument, for tests of numbers that mean nothing. */
#ifndef TEST_SYSTEM_CALL_H
#define TEST_SYSTEM_CALL_H

#include <hw/call.h>

#define SYSTEM_CALL_DEFINE(number)                                                                 \
    static inline enum error system_call_##number(uint32_t argument)                               \
    {                                                                                              \
        register uint32_t r0 __asm__("r0") = argument;                                             \
        __asm__ volatile(CALL_SVC(number) : "+r"(r0) : : "r1", "memory");                          \
        return (enum error)r0;                                                                     \
    }

SYSTEM_CALL_DEFINE(15)
SYSTEM_CALL_DEFINE(31)
SYSTEM_CALL_DEFINE(51)
SYSTEM_CALL_DEFINE(255)
SYSTEM_CALL_DEFINE(65535)

#endif
