/* SPDX-License-Identifier: MIT */
/*
 * The combiner's registers in device memory. Apart, so that host tests can put a model in its
 * place.
 */
#include "combiner.h"

static volatile uint32_t *at(const struct combiner *combiner, uint32_t offset)
{
    return (volatile uint32_t *)((volatile uint8_t *)combiner->registers + offset);
}

uint32_t combiner_read(const struct combiner *combiner, uint32_t offset)
{
    return *at(combiner, offset);
}

void combiner_write(const struct combiner *combiner, uint32_t offset, uint32_t value)
{
    *at(combiner, offset) = value;
}
