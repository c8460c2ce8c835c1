/* SPDX-License-Identifier: MIT */
/* See engine.h. */
#include "engine.h"

enum {
    INTEN = 0x020,
    INTCLR = 0x02c,
    CSR0 = 0x100,
    DBGCMD = 0xd04,
    DBGINST0 = 0xd08,
    DBGINST1 = 0xd0c,
    STATE_MASK = 15,
    KILL_CHANNEL_0 = 1 << 16 | 1,
    GO_CHANNEL_0 = 0xa0 << 16,
    SOURCE = 0,
    CONTROL = 1,
    TARGET = 2,
};
/* CCR: both sides increment, 4 beats of 4 bytes. */
#define CONTROL_UNIT (1u << 0 | 2u << 1 | 3u << 4 | 1u << 14 | 2u << 15 | 3u << 18)

static volatile uint32_t *at(volatile void *registers, uint32_t offset)
{
    return (volatile uint32_t *)((volatile uint8_t *)registers + offset);
}

static volatile uint8_t *put_move(volatile uint8_t *place, uint8_t operand, uint32_t value)
{
    *place++ = 0xbc; /* DMAMOV */
    *place++ = operand;
    for (uint32_t i = 0; i < 4; i++) {
        *place++ = (uint8_t)(value >> 8 * i);
    }
    return place;
}

void engine_program(volatile uint8_t *bytes, uint32_t source, uint32_t target, bool endless)
{
    volatile uint8_t *place = put_move(bytes, CONTROL, CONTROL_UNIT);
    volatile uint8_t *body = place;
    place = put_move(place, SOURCE, source);
    place = put_move(place, TARGET, target);
    *place++ = 0x04; /* DMALD */
    *place++ = 0x08; /* DMAST */
    if (endless) {
        uint8_t distance = (uint8_t)(place - body);
        *place++ = 0x28; /* DMALPFE */
        *place++ = distance;
    }
    *place++ = 0x13; /* DMAWMB */
    *place++ = 0x34; /* DMASEV 0 */
    *place++ = 0;
    *place = 0; /* DMAEND */
    __asm__ volatile("dsb" : : : "memory");
}

static void execute(volatile void *registers, uint32_t low, uint32_t high)
{
    *at(registers, DBGINST0) = low;
    *at(registers, DBGINST1) = high;
    *at(registers, DBGCMD) = 0;
}

void engine_start(volatile void *registers, uint32_t program)
{
    *at(registers, INTEN) = 1;
    execute(registers, GO_CHANNEL_0, program);
}

void engine_stop(volatile void *registers)
{
    execute(registers, KILL_CHANNEL_0, 0);
    engine_acknowledge(registers);
}

bool engine_stopped(volatile void *registers)
{
    return (*at(registers, CSR0) & STATE_MASK) == 0;
}

void engine_acknowledge(volatile void *registers)
{
    *at(registers, INTCLR) = 1;
}
