/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PL330: a program of one burst, started through the debug registers (ARM DDI 0424, 3 and 4). */
#include "board.h"
#include "dma.h"

#define CHANNEL_STATUS     0x100u
#define CHANNEL_STATE_MASK 15u
#define CHANNEL_STOPPED    0u
#define CHANNEL_FAULT      0x040u
#define DEBUG_COMMAND      0xd04u
#define DEBUG_INSTRUCTION0 0xd08u
#define DEBUG_INSTRUCTION1 0xd0cu
#define FOR_CHANNEL_0      1u

enum operand { SOURCE = 0, CONTROL = 1, DESTINATION = 2 };
enum instruction {
    DMAEND = 0x00,
    DMAKILL = 0x01,
    DMALD = 0x04,
    DMAST = 0x08,
    DMAWMB = 0x13,
    DMAGO = 0xa0,
    DMAMOV = 0xbc,
};

/* Both sides: increment, 4 transfers of 4 bytes. */
#define CONTROL_4_WORDS (1u << 0 | 2u << 1 | 3u << 4 | 1u << 14 | 2u << 15 | 3u << 18)

static uint8_t *put_move(uint8_t *place, enum operand operand, uint32_t value)
{
    *place++ = DMAMOV;
    *place++ = (uint8_t)operand;
    for (unsigned i = 0; i < 4; i++) {
        *place++ = (uint8_t)(value >> i * 8);
    }
    return place;
}

void dma_write_program(uint8_t *program, uint32_t source, uint32_t destination)
{
    program = put_move(program, CONTROL, CONTROL_4_WORDS);
    program = put_move(program, SOURCE, source);
    program = put_move(program, DESTINATION, destination);
    *program++ = DMALD;
    *program++ = DMAST;
    *program++ = DMAWMB;
    *program = DMAEND;
    barrier();
}

static void debug_instruction(uint32_t base, uint32_t low, uint32_t high)
{
    write32(base + DEBUG_INSTRUCTION0, low);
    write32(base + DEBUG_INSTRUCTION1, high);
    write32(base + DEBUG_COMMAND, 0);
}

void dma_start(uint32_t base, uint32_t program_address)
{
    debug_instruction(base, (uint32_t)DMAGO << 16, program_address);
}

void dma_kill(uint32_t base)
{
    debug_instruction(base, (uint32_t)DMAKILL << 16 | FOR_CHANNEL_0, 0);
}

bool dma_stopped(uint32_t base)
{
    return (read32(base + CHANNEL_STATUS) & CHANNEL_STATE_MASK) == CHANNEL_STOPPED;
}

uint32_t dma_fault(uint32_t base)
{
    return read32(base + CHANNEL_FAULT);
}
