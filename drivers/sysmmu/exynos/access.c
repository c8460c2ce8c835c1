/* SPDX-License-Identifier: MIT */
/*
 * The SysMMU's registers in device memory, and what core does for the driver. Apart, so that host
 * tests can put a model in its place.
 */
#include <session/dma_client.h>
#include "unit.h"

static volatile uint32_t *at(const struct unit *unit, enum sysmmu_register offset)
{
    return (volatile uint32_t *)((volatile uint8_t *)unit->registers + offset);
}

uint32_t unit_read(const struct unit *unit, enum sysmmu_register offset)
{
    return *at(unit, offset);
}

void unit_write(const struct unit *unit, enum sysmmu_register offset, uint32_t value)
{
    *at(unit, offset) = value;
}

void unit_barrier(void)
{
    __asm__ volatile("dsb" : : : "memory"); /* ARM DDI 0406C A8.8.44 */
}

enum error unit_start(const struct unit *unit, uint32_t control)
{
    return dma_start(unit->dma, control);
}
