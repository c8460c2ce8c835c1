/* SPDX-License-Identifier: MIT */
/*
 * What a guest does with a DMA engine, well or ill; each prints one line or more that begins with
 * "dma:". The tiny guest and a program in Linux differ in how they get to the memory and the
 * engine, which struct attacker says.
 */
#ifndef GUEST_DMA_ATTACK_H
#define GUEST_DMA_ATTACK_H

#include <stdbool.h>
#include <stdint.h>

/* Blocks in which the attacker looks for itself; its memory begins at a multiple of it. */
enum { ATTACK_BLOCK = 2 << 20 };

struct attacker {
    uintptr_t engine;           /* its registers */
    volatile uint8_t *memory;   /* memory of its own, to be used freely */
    uint32_t address;           /* guest-physical, a multiple of ATTACK_BLOCK */
    uint32_t size;              /* a multiple of ATTACK_BLOCK, at least four */
    uint32_t gap;               /* offset in it of a block that the engine does not reach */
    uint32_t ram_base, ram_end; /* the guest's RAM */
    uint32_t physical;          /* where it really is; 0: not found out */
    void (*print)(const char *text);
    uint64_t (*microseconds)(void);
};

/* Copy within the own memory, by its guest-physical addresses. */
void attack_copy(struct attacker *attacker);

/* Read and write, by DMA, at addresses that the engine must not reach: below, above, and in the
 * gap between what it reaches; and fetch programs from there. */
void attack_outside(struct attacker *attacker);

/* Try to read and write, by DMA, at one address, and to fetch a program from there. */
void attack_at(struct attacker *attacker, uint32_t address);

/* With physical addresses: find out where the own memory is, then read the kernel, look for the
 * secret of a component, and overwrite both. */
void attack_physical(struct attacker *attacker);

/* Start a transfer that does not end, and tell if it moves on. */
void attack_endless(struct attacker *attacker);
void attack_progress(struct attacker *attacker);

/* The value of a hexadecimal digit. False: it is none. */
bool attack_digit(char letter, uint32_t *digit);

/* Stop the engine. */
void attack_stop(struct attacker *attacker);

#endif
