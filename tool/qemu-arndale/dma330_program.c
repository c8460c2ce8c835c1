/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The PL330's instructions (ARM DDI 0424, chapter 4), in order, one burst beat at a time. The
 * barriers are therefore always satisfied, and what a channel has read but not written is all in
 * its part of the FIFO. No instruction cache: each instruction is fetched when it is executed.
 */
#include "qemu/osdep.h"

#include "dma330.h"
#include "exec/address-spaces.h"

#define INSTRUCTION_BYTES_MAX 6

/* Channel control: a side's increment, log2 of the beat's bytes, beats - 1. */
#define SOURCE_SHIFT      0
#define DESTINATION_SHIFT 14
#define BEAT_BYTES_MAX    16u

enum operand { OPERAND_SOURCE = 0, OPERAND_CONTROL = 1, OPERAND_DESTINATION = 2 };

/* Result of an access. */
enum access { ACCESS_DONE, ACCESS_STALLED, ACCESS_REFUSED };

typedef struct Side {
    bool increment;
    unsigned beat_bytes;
    unsigned beats;
} Side;

typedef struct Instruction {
    uint8_t code, mask;
    uint8_t size;
    enum dma330_step (*perform)(Dma330 *engine, Dma330Channel *channel, const uint8_t *bytes);
} Instruction;

static Side decode_side(uint32_t control, unsigned shift)
{
    return (Side){
        .increment = control >> shift & 1,
        .beat_bytes = 1u << (control >> (shift + 1) & 7),
        .beats = (control >> (shift + 4) & 15) + 1,
    };
}

static enum access access_memory(Dma330 *engine, uint32_t address, void *data, unsigned size,
                                 bool write)
{
    MemTxResult result;

    if (!exynos_sysmmu_pass(engine->sysmmu, &address, write)) {
        return ACCESS_STALLED;
    }
    result =
        address_space_rw(&address_space_memory, address, MEMTXATTRS_UNSPECIFIED, data, size, write);
    return result == MEMTX_OK ? ACCESS_DONE : ACCESS_REFUSED;
}

static enum dma330_step fault(Dma330 *engine, Dma330Channel *channel, enum dma330_fault kind)
{
    dma330_channel_fault(engine, channel, kind);
    return DMA330_PROGRESS;
}

static enum dma330_step go_on(Dma330Channel *channel, unsigned size)
{
    channel->pc += size;
    return DMA330_PROGRESS;
}

static uint32_t immediate(const uint8_t *bytes)
{
    return (uint32_t)ldl_le_p(bytes);
}

/* Counts a beat; after the last one, goes on behind the instruction, which has one byte. */
static enum dma330_step beat_done(Dma330Channel *channel, const Side *side)
{
    channel->beat++;
    if (channel->beat == side->beats) {
        channel->beat = 0;
        channel->pc++;
    }
    return DMA330_PROGRESS;
}

/* A beat of an unaligned address moves the bytes up to the next alignment. */
static unsigned bytes_of_beat(const Side *side, uint32_t address)
{
    return side->beat_bytes - (address & (side->beat_bytes - 1));
}

static unsigned fifo_used(const Dma330 *engine)
{
    unsigned used = 0;

    for (unsigned i = 0; i < DMA330_CHANNELS; i++) {
        used += engine->channel[i].fifo_used;
    }
    return used;
}

static enum dma330_step load(Dma330 *engine, Dma330Channel *channel, const uint8_t *bytes)
{
    Side side = decode_side(channel->control, SOURCE_SHIFT);
    unsigned size = bytes_of_beat(&side, channel->source);

    if (side.beat_bytes > DMA330_BUS_BYTES) {
        return fault(engine, channel, DMA330_OPERAND_INVALID);
    }
    if (channel->fifo_used + size > DMA330_FIFO_BYTES) {
        return fault(engine, channel, DMA330_FIFO_TOO_SMALL);
    }
    if (fifo_used(engine) + size > DMA330_FIFO_BYTES) {
        return DMA330_WAIT;
    }
    switch (
        access_memory(engine, channel->source, channel->fifo + channel->fifo_used, size, false)) {
    case ACCESS_STALLED:
        return DMA330_WAIT;
    case ACCESS_REFUSED:
        return fault(engine, channel, DMA330_READ_ERROR);
    default:
        channel->fifo_used += size;
        channel->source += side.increment ? size : 0;
        return beat_done(channel, &side);
    }
}

static enum dma330_step store_beat(Dma330 *engine, Dma330Channel *channel, bool zeros)
{
    static uint8_t zero_bytes[BEAT_BYTES_MAX];
    Side side = decode_side(channel->control, DESTINATION_SHIFT);
    unsigned size = bytes_of_beat(&side, channel->destination);
    void *data = zeros ? zero_bytes : channel->fifo;

    if (side.beat_bytes > DMA330_BUS_BYTES) {
        return fault(engine, channel, DMA330_OPERAND_INVALID);
    }
    if (!zeros && channel->fifo_used < size) {
        return fault(engine, channel, DMA330_DATA_MISSING);
    }
    switch (access_memory(engine, channel->destination, data, size, true)) {
    case ACCESS_STALLED:
        return DMA330_WAIT;
    case ACCESS_REFUSED:
        return fault(engine, channel, DMA330_WRITE_ERROR);
    default:
        if (!zeros) {
            channel->fifo_used -= size;
            memmove(channel->fifo, channel->fifo + size, channel->fifo_used);
        }
        channel->destination += side.increment ? size : 0;
        return beat_done(channel, &side);
    }
}

static enum dma330_step store(Dma330 *engine, Dma330Channel *channel, const uint8_t *bytes)
{
    return store_beat(engine, channel, false);
}

static enum dma330_step store_zeros(Dma330 *engine, Dma330Channel *channel, const uint8_t *bytes)
{
    return store_beat(engine, channel, true);
}

static enum dma330_step end(Dma330 *engine, Dma330Channel *channel, const uint8_t *bytes)
{
    channel->state = DMA330_STOPPED;
    channel->fifo_used = 0;
    return DMA330_PROGRESS;
}

static enum dma330_step move(Dma330 *engine, Dma330Channel *channel, const uint8_t *bytes)
{
    uint32_t value = immediate(bytes + 2);

    switch (bytes[1]) {
    case OPERAND_SOURCE:
        channel->source = value;
        break;
    case OPERAND_CONTROL:
        channel->control = value;
        break;
    case OPERAND_DESTINATION:
        channel->destination = value;
        break;
    default:
        return fault(engine, channel, DMA330_OPERAND_INVALID);
    }
    return go_on(channel, 6);
}

/* Adds a half-word, or one with all higher bits set, to an address. */
static enum dma330_step add(Dma330 *engine, Dma330Channel *channel, const uint8_t *bytes)
{
    const uint8_t negative = 0x08, to_destination = 0x02;
    uint32_t value = (uint32_t)lduw_le_p(bytes + 1);
    uint32_t *address = bytes[0] & to_destination ? &channel->destination : &channel->source;

    *address += bytes[0] & negative ? value | 0xffff0000u : value;
    return go_on(channel, 3);
}

static enum dma330_step loop_begin(Dma330 *engine, Dma330Channel *channel, const uint8_t *bytes)
{
    channel->loop[bytes[0] >> 1 & 1] = bytes[1];
    return go_on(channel, 2);
}

static enum dma330_step loop_end(Dma330 *engine, Dma330Channel *channel, const uint8_t *bytes)
{
    const uint8_t counted = 0x10, single_only_mask = 0x03, single_only = 0x01;
    uint8_t *counter = &channel->loop[bytes[0] >> 2 & 1];

    if ((bytes[0] & single_only_mask) == single_only) {
        return go_on(channel, 2);
    }
    if (bytes[0] & counted) {
        if (*counter == 0) {
            return go_on(channel, 2);
        }
        (*counter)--;
    }
    channel->pc -= bytes[1];
    return DMA330_PROGRESS;
}

static enum dma330_step send_event(Dma330 *engine, Dma330Channel *channel, const uint8_t *bytes)
{
    if (bytes[1] & 7) {
        return fault(engine, channel, DMA330_OPERAND_INVALID);
    }
    dma330_send_event(engine, bytes[1] >> 3);
    return go_on(channel, 2);
}

static enum dma330_step wait_for_event(Dma330 *engine, Dma330Channel *channel, const uint8_t *bytes)
{
    if (!dma330_take_event(engine, bytes[1] >> 3)) {
        channel->state = DMA330_WAITING_FOR_EVENT;
        return DMA330_WAIT;
    }
    channel->state = DMA330_EXECUTING;
    return go_on(channel, 2);
}

/* Instructions for a peripheral's requests, of which this engine has none. */
static enum dma330_step peripheral(Dma330 *engine, Dma330Channel *channel, const uint8_t *bytes)
{
    return fault(engine, channel, DMA330_OPERAND_INVALID);
}

/* Barriers, NOP, and loads and stores for single requests, of which a memory has none. */
static enum dma330_step nothing(Dma330 *engine, Dma330Channel *channel, const uint8_t *bytes)
{
    return go_on(channel, 1);
}

/* An instruction's first byte, under a mask; the first match counts. */
static const Instruction instructions[] = {
    {0x00, 0xff, 1, end},            /* DMAEND */
    {0x01, 0xff, 1, end},            /* DMAKILL */
    {0x05, 0xff, 1, nothing},        /* DMALDS */
    {0x04, 0xfc, 1, load},           /* DMALD, DMALDB */
    {0x09, 0xff, 1, nothing},        /* DMASTS */
    {0x08, 0xfc, 1, store},          /* DMAST, DMASTB */
    {0x0c, 0xff, 1, store_zeros},    /* DMASTZ */
    {0x12, 0xfe, 1, nothing},        /* DMARMB, DMAWMB */
    {0x18, 0xff, 1, nothing},        /* DMANOP */
    {0x20, 0xfd, 2, loop_begin},     /* DMALP */
    {0x25, 0xfd, 2, peripheral},     /* DMALDP */
    {0x29, 0xfd, 2, peripheral},     /* DMASTP */
    {0x28, 0xe8, 2, loop_end},       /* DMALPEND */
    {0x30, 0xfc, 2, peripheral},     /* DMAWFP */
    {0x34, 0xff, 2, send_event},     /* DMASEV */
    {0x35, 0xff, 2, peripheral},     /* DMAFLUSHP */
    {0x36, 0xff, 2, wait_for_event}, /* DMAWFE */
    {0x54, 0xf5, 3, add},            /* DMAADDH, DMAADNH */
    {0xbc, 0xff, 6, move},           /* DMAMOV */
};

enum dma330_step dma330_channel_step(Dma330 *engine, Dma330Channel *channel)
{
    uint8_t bytes[INSTRUCTION_BYTES_MAX];
    const Instruction *instruction = NULL;
    unsigned size = 1;

    for (unsigned i = 0; i < size; i++) {
        switch (access_memory(engine, channel->pc + i, &bytes[i], 1, false)) {
        case ACCESS_STALLED:
            return DMA330_WAIT;
        case ACCESS_REFUSED:
            return fault(engine, channel, DMA330_FETCH_ERROR);
        default:
            break;
        }
        for (unsigned j = 0; i == 0 && !instruction && j < ARRAY_SIZE(instructions); j++) {
            if ((bytes[0] & instructions[j].mask) == instructions[j].code) {
                instruction = &instructions[j];
                size = instruction->size;
            }
        }
    }
    if (!instruction) {
        return fault(engine, channel, DMA330_UNDEFINED_INSTRUCTION);
    }
    return instruction->perform(engine, channel, bytes);
}
