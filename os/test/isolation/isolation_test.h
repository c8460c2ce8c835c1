/* SPDX-License-Identifier: MIT */
/* The parts of test_isolation: each tries what a component must not be able to do. */
#ifndef TEST_ISOLATION_ISOLATION_TEST_H
#define TEST_ISOLATION_ISOLATION_TEST_H

#include "check/check.h"

void test_memory(void);       /* addresses that are not its own */
void test_capabilities(void); /* indices that hold nothing, capabilities of others */
void test_core_calls(void);   /* system calls of core's alone */
void test_devices(void);      /* IO_MEM and IRQ not its own */
void test_many_domains(void); /* more protection domains than there are VMIDs */

#endif
