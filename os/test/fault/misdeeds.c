/* SPDX-License-Identifier: MIT */
/* What the faulting threads do. */
#include <stdint.h>
#include <stddef.h>
#include "fault_test.h"

void fault_read(void *argument)
{
    (void)*(volatile uint32_t *)argument;
}

void fault_write(void *argument)
{
    *(volatile uint32_t *)argument = 1;
}

void fault_execute(void *argument)
{
    ((void (*)(void))(uintptr_t)argument)();
}

/* An exclusive load must be aligned, whatever else is allowed (ARM DDI 0406C, A3.2.1). */
void fault_unaligned(void *argument)
{
    uint32_t value;
    __asm__ volatile("ldrex %0, [%1]" : "=r"(value) : "r"((uintptr_t)argument | 1) : "memory");
}

void fault_undefined(void *argument)
{
    (void)argument;
    __asm__ volatile("udf #0");
}

void fault_privileged(void *argument)
{
    uint32_t value;
    (void)argument;
    __asm__ volatile("mrc p15, 0, %0, c1, c0, 0" : "=r"(value)); /* SCTLR */
}

void fault_hypervisor_call(void *argument)
{
    (void)argument;
    __asm__ volatile(".arch_extension virt\n\thvc #0");
}

void fault_monitor_call(void *argument)
{
    (void)argument;
    __asm__ volatile(".arch_extension sec\n\tsmc #0");
}

enum { STACK_STEP = 256 };

static uint32_t use_stack(uint32_t depth)
{
    volatile uint8_t frame[STACK_STEP];
    frame[0] = (uint8_t)depth;
    return depth == UINT32_MAX ? frame[0] : use_stack(depth + 1) + frame[0];
}

void fault_stack(void *argument)
{
    (void)argument;
    (void)use_stack(0);
}
