/* SPDX-License-Identifier: MIT */
/* Stopping a PL330 DMA controller (ARM DDI 0424). */
#ifndef PLATFORM_EXYNOS_PL330_H
#define PLATFORM_EXYNOS_PL330_H

#include <stdbool.h>
#include <stdint.h>

/* Registers, 32 bits each, section 3.3. */
enum pl330_register {
    PL330_INTEN = 0x020,     /* RW: events that are interrupts, a bit each */
    PL330_INTCLR = 0x02c,    /* WO: interrupts to clear */
    PL330_CSR = 0x100,       /* RO: state of channel n at + 8 * n */
    PL330_DBGSTATUS = 0xd00, /* RO: bit 0, a debug instruction is being executed */
    PL330_DBGCMD = 0xd04,    /* WO: 0 executes the debug instruction */
    PL330_DBGINST0 = 0xd08,  /* WO: for whom it is, and its first two bytes */
    PL330_DBGINST1 = 0xd0c,  /* WO: its other four */
    PL330_CR0 = 0xe00,       /* RO: configuration; bits 6:4 the channels, less one */
};

/* Stop all channels and the manager, and clear all interrupts. False: a channel does not stop, for
 * instance because an access of it is held back. */
bool pl330_reset(volatile void *registers);

/* Access to the hardware (access.c). */
uint32_t register_read(volatile void *registers, uint32_t offset);
void register_write(volatile void *registers, uint32_t offset, uint32_t value);

#endif
