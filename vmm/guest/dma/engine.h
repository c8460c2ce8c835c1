/* SPDX-License-Identifier: MIT */
/*
 * A PL330 DMA engine (ARM DDI 0424), driven through its debug registers, and programs for it.
 *
 * Needs no library and no privilege but its registers: the tiny guest and a program in Linux use it
 * alike. A program's bytes are written by the CPU; the engine fetches them by DMA too.
 */
#ifndef GUEST_DMA_ENGINE_H
#define GUEST_DMA_ENGINE_H

#include <stdbool.h>
#include <stdint.h>

enum {
    ENGINE_UNIT = 32,          /* bytes that one load and store move */
    ENGINE_COPY_MAX = 2 << 20, /* bytes of one engine_copy_program() */
    ENGINE_PROGRAM_SIZE = 64,  /* bytes that any program here takes at most */
    ENGINE_EVENT = 0,          /* which event a program sends at its end */
};

/* What channel 0 is doing. */
enum engine_state {
    ENGINE_STOPPED,
    ENGINE_RUNNING, /* or held back at an access */
    ENGINE_FAULTED, /* engine_fault() tells why */
};

struct program {
    volatile uint8_t *bytes;
    uint32_t size;
};

/* Registers of the engine at `base`. */
static inline uint32_t engine_read(uintptr_t base, uint32_t offset)
{
    return *(volatile uint32_t *)(base + offset);
}

static inline void engine_write(uintptr_t base, uint32_t offset, uint32_t value)
{
    *(volatile uint32_t *)(base + offset) = value;
}

/* Write a program at `bytes` that copies `size` bytes (a multiple of ENGINE_UNIT, at most
 * ENGINE_COPY_MAX: up to 256 units, or a multiple of 256) and sends its event. Addresses are the
 * engine's. */
void engine_copy_program(volatile uint8_t *bytes, uint32_t source, uint32_t target, uint32_t size);

/* The same, but it takes one unit from every 4 KiB of `pages` (1 to 256 times 256) pages. */
void engine_sample_program(volatile uint8_t *bytes, uint32_t source, uint32_t target,
                           uint32_t pages);

/* A program that copies one unit again and again until it is killed. */
void engine_endless_program(volatile uint8_t *bytes, uint32_t source, uint32_t target);

/* Start channel 0 with the program at the engine's address `program`. */
void engine_start(uintptr_t base, uint32_t program);

/* Stop channel 0 and forget its fault; let its event be an interrupt, which is cleared. */
void engine_reset(uintptr_t base);

enum engine_state engine_state(uintptr_t base);

/* Why channel 0 has faulted: its fault type register. */
uint32_t engine_fault(uintptr_t base);

/* Clear the interrupt of the event. */
void engine_acknowledge(uintptr_t base);

#endif
