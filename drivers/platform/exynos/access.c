/* SPDX-License-Identifier: MIT */
/* Registers in device memory. Apart, so that host tests can put a model in its place. */
#include "pl330.h"

static volatile uint32_t *at(volatile void *registers, uint32_t offset)
{
    return (volatile uint32_t *)((volatile uint8_t *)registers + offset);
}

uint32_t register_read(volatile void *registers, uint32_t offset)
{
    return *at(registers, offset);
}

void register_write(volatile void *registers, uint32_t offset, uint32_t value)
{
    *at(registers, offset) = value;
}
