/* SPDX-License-Identifier: MIT */
/* The parts of test_fault. */
#ifndef TEST_FAULT_FAULT_TEST_H
#define TEST_FAULT_FAULT_TEST_H

#include "check/check.h"

#define FAULT_UNMAPPED 0x20000000u /* an address at which no component has anything */

/* Functions of threads that fault. `argument`: the address that is misused. */
void fault_read(void *argument);
void fault_write(void *argument);
void fault_execute(void *argument);
void fault_unaligned(void *argument);
void fault_undefined(void *argument);
void fault_privileged(void *argument); /* a CP15 register of PL1 */
void fault_hypervisor_call(void *argument);
void fault_monitor_call(void *argument);
void fault_stack(void *argument); /* runs over the end of its stack */

void test_kinds(void);
void test_resume(void);

#endif
