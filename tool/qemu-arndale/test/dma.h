/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Just enough of a PL330 driver to move some words through a SysMMU. */
#ifndef DMA_H
#define DMA_H

#include <stdbool.h>
#include <stdint.h>

#define DMA_UNIT 16u /* bytes that a program copies */

/* Writes the program for one copy; addresses are the engine's. */
void dma_write_program(uint8_t *program, uint32_t source, uint32_t destination);

/* Starts channel 0 of the engine at BASE; PROGRAM_ADDRESS is the engine's too. */
void dma_start(uint32_t base, uint32_t program_address);

bool dma_stopped(uint32_t base);

/* Stops channel 0, wherever it is. */
void dma_kill(uint32_t base);

/* Fault type of channel 0, 0 if it has not faulted. */
uint32_t dma_fault(uint32_t base);

#endif
