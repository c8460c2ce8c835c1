/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files that put the board together share. */
#ifndef ARNDALE_H
#define ARNDALE_H

#include "exynos_cmu.h"
#include "exynos_tzpc.h"
#include "hw/boards.h"
#include "hw/sysbus.h"
#include "map.h"

typedef struct ArndaleBoard {
    MachineState parent_obj;
    MemoryRegion irom;
    MemoryRegion iram;
    DeviceState *gic;
    DeviceState *combiner;
    DeviceState *uart[UART_COUNT];
    ExynosCmu *cmu;
    ExynosTzpc *iram_tzpc;
} ArndaleBoard;

/* An input of the GIC, and one of the combiner before it. */
qemu_irq board_spi(ArndaleBoard *board, unsigned spi);
qemu_irq board_combined(ArndaleBoard *board, unsigned group, unsigned bit);

/* Maps the first region of DEVICE at BASE, reachable while its gate is open (GATE_NONE: always). */
void board_map(ArndaleBoard *board, DeviceState *device, hwaddr base, enum clock_gate_register gate,
               unsigned bit);

/* Each adds one group of devices to the board. */
void board_add_peripherals(ArndaleBoard *board);
void board_add_dma(ArndaleBoard *board);
void board_add_unmodelled(ArndaleBoard *board);

/* Ends QEMU with one line if its structures are not those that this was compiled for. */
void layout_check(void);

#endif
