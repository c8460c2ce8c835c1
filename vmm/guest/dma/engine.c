/* SPDX-License-Identifier: MIT */
/* A PL330 DMA engine; see engine.h. */
#include "engine.h"

/* Registers, ARM DDI 0424 section 3.3. */
enum engine_register {
    INTEN = 0x020,
    INTCLR = 0x02c,
    FTR0 = 0x040,
    CSR0 = 0x100,
    DBGSTATUS = 0xd00,
    DBGCMD = 0xd04,
    DBGINST0 = 0xd08,
    DBGINST1 = 0xd0c,
};

enum { STATE_MASK = 15, STATE_STOPPED = 0, STATE_COMPLETING = 14, STATE_FAULTING = 15 };
enum { DEBUG_BUSY = 1, POLLS_MAX = 100000, LOOP_MAX = 256, PAGE = 4096 };

/* Instructions, section 4.3. */
enum instruction {
    DMAEND = 0x00,
    DMAKILL = 0x01,
    DMALD = 0x04,
    DMAST = 0x08,
    DMAWMB = 0x13,
    DMALP = 0x20,    /* | counter << 1 */
    DMALPFE = 0x28,  /* end of an endless loop */
    DMALPEND = 0x38, /* | counter << 2 */
    DMASEV = 0x34,
    DMAADDH = 0x54, /* to the source */
    DMAGO = 0xa0,
    DMAMOV = 0xbc,
};
enum operand { SOURCE = 0, CONTROL = 1, TARGET = 2 };

/* CCR, section 3.3.12: both sides increment, 4 beats of 8 bytes. */
#define CONTROL_UNIT  (1u << 0 | 3u << 1 | 3u << 4 | 1u << 14 | 3u << 15 | 3u << 18)
#define FOR_CHANNEL_0 1u

static void put(struct program *program, uint32_t byte)
{
    program->bytes[program->size] = (uint8_t)byte;
    program->size++;
}

static void put_move(struct program *program, enum operand operand, uint32_t value)
{
    put(program, DMAMOV);
    put(program, (uint32_t)operand);
    for (uint32_t i = 0; i < 4; i++) {
        put(program, value >> 8 * i & 0xff);
    }
}

static struct program begin(volatile uint8_t *bytes, uint32_t source, uint32_t target)
{
    struct program program = {bytes, 0};
    put_move(&program, CONTROL, CONTROL_UNIT);
    put_move(&program, SOURCE, source);
    put_move(&program, TARGET, target);
    return program;
}

/* Begin a loop of 1 to LOOP_MAX turns; returns where its body is. */
static uint32_t put_loop(struct program *program, uint32_t counter, uint32_t turns)
{
    put(program, DMALP | counter << 1);
    put(program, turns - 1);
    return program->size;
}

static void put_loop_end(struct program *program, uint32_t counter, uint32_t body)
{
    uint32_t distance = program->size - body;
    put(program, DMALPEND | counter << 2);
    put(program, distance);
}

static void end(struct program *program)
{
    put(program, DMAWMB);
    put(program, DMASEV);
    put(program, ENGINE_EVENT << 3);
    put(program, DMAEND);
    __asm__ volatile("dsb" : : : "memory");
}

/* Copy `units`, and go `skip` further in the source after each. */
static void put_copies(struct program *program, uint32_t units, uint32_t skip)
{
    uint32_t outer = units > LOOP_MAX ? units / LOOP_MAX : 1;
    uint32_t outer_body = put_loop(program, 1, outer);
    uint32_t body = put_loop(program, 0, units / outer);
    put(program, DMALD);
    put(program, DMAST);
    if (skip != 0) {
        put(program, DMAADDH);
        put(program, skip & 0xff);
        put(program, skip >> 8);
    }
    put_loop_end(program, 0, body);
    put_loop_end(program, 1, outer_body);
}

void engine_copy_program(volatile uint8_t *bytes, uint32_t source, uint32_t target, uint32_t size)
{
    struct program program = begin(bytes, source, target);
    put_copies(&program, size / ENGINE_UNIT, 0);
    end(&program);
}

void engine_sample_program(volatile uint8_t *bytes, uint32_t source, uint32_t target,
                           uint32_t pages)
{
    struct program program = begin(bytes, source, target);
    put_copies(&program, pages, PAGE - ENGINE_UNIT);
    end(&program);
}

void engine_endless_program(volatile uint8_t *bytes, uint32_t source, uint32_t target)
{
    struct program program = {bytes, 0};
    put_move(&program, CONTROL, CONTROL_UNIT);
    uint32_t body = program.size;
    put_move(&program, SOURCE, source);
    put_move(&program, TARGET, target);
    put(&program, DMALD);
    put(&program, DMAST);
    uint32_t distance = program.size - body;
    put(&program, DMALPFE);
    put(&program, distance);
    end(&program);
}

static void execute(uintptr_t base, uint32_t low, uint32_t high)
{
    for (uint32_t i = 0; i < POLLS_MAX && (engine_read(base, DBGSTATUS) & DEBUG_BUSY); i++) {
    }
    engine_write(base, DBGINST0, low);
    engine_write(base, DBGINST1, high);
    engine_write(base, DBGCMD, 0);
}

void engine_start(uintptr_t base, uint32_t program)
{
    execute(base, (uint32_t)DMAGO << 16, program);
}

void engine_reset(uintptr_t base)
{
    execute(base, (uint32_t)DMAKILL << 16 | FOR_CHANNEL_0, 0);
    for (uint32_t i = 0; i < POLLS_MAX && engine_state(base) != ENGINE_STOPPED; i++) {
    }
    execute(base, (uint32_t)DMAKILL << 16, 0);
    engine_write(base, INTEN, 1u << ENGINE_EVENT);
    engine_acknowledge(base);
}

enum engine_state engine_state(uintptr_t base)
{
    uint32_t state = engine_read(base, CSR0) & STATE_MASK;
    if (state == STATE_STOPPED) {
        return ENGINE_STOPPED;
    }
    return state == STATE_FAULTING || state == STATE_COMPLETING ? ENGINE_FAULTED : ENGINE_RUNNING;
}

uint32_t engine_fault(uintptr_t base)
{
    return engine_read(base, FTR0);
}

void engine_acknowledge(uintptr_t base)
{
    engine_write(base, INTCLR, 1u << ENGINE_EVENT);
}
