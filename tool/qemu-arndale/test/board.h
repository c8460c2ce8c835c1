/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Addresses and register access for the board's test program. */
#ifndef BOARD_H
#define BOARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define IRAM                    0x02020000u
#define CMU_GATE_ACP            0x10018800u
#define CMU_GATE_GEN            0x10020934u
#define CMU_GATE_PERIC          0x10020950u
#define PMU_RESET               0x10040400u
#define PMU_CORE1_CONFIGURATION 0x10042080u
#define PMU_CORE1_STATUS        0x10042084u
#define PMU_PS_HOLD             0x1004330cu
#define TZPC0                   0x10100000u
#define MCT                     0x101c0000u
#define COMBINER                0x10440000u
#define GICD                    0x10481000u
#define GICH                    0x10484000u
#define UART2                   0x12c20000u
#define UART0                   0x12c00000u
/* Nothing is there. */
#define HOLE 0x30000000u

static inline uint32_t read32(uint32_t address)
{
    return *(volatile uint32_t *)address;
}

static inline void write32(uint32_t address, uint32_t value)
{
    *(volatile uint32_t *)address = value;
}

static inline void barrier(void)
{
    __asm__ volatile("dsb" ::: "memory");
}

/* Data aborts so far; the handler goes on behind the access that caused one. */
extern volatile uint32_t abort_count;

/* Whether a read of ADDRESS is answered. */
bool answers(uint32_t address);

#endif
