/* SPDX-License-Identifier: MIT */
/*
 * Versatile Express with CoreTile Cortex-A15 x2 (ARM DUI 0447, DUI 0604): what the kernel itself
 * must know of the board. Everything else is in board.dts, for core.
 */
#ifndef BOARD_H
#define BOARD_H

/* RAM: the first of the tile's two GiB */
#define BOARD_RAM_BASE 0x80000000u
#define BOARD_RAM_SIZE 0x40000000u

#define BOARD_CPU_COUNT 2

/* Devices that the kernel uses, in blocks of 2 MiB: motherboard, private peripherals */
#define BOARD_DEVICE_BLOCKS                                                                        \
    {                                                                                              \
        0x1c000000u, 0x2c000000u                                                                   \
    }

/* GIC-400's predecessor in the A15 (ARM DDI 0438 chapter 8): distributor, CPU interface, control
 * and view of the virtual CPU interface */
#define BOARD_GICD      0x2c001000u
#define BOARD_GICC      0x2c002000u
#define BOARD_GICH      0x2c004000u
#define BOARD_GICV      0x2c006000u
#define BOARD_GICV_SIZE 0x2000u

/* Private interrupts (ARM DDI 0438 8.2.3) */
#define BOARD_INTID_MAINTENANCE   25
#define BOARD_INTID_HYP_TIMER     26
#define BOARD_INTID_VIRTUAL_TIMER 27

#define BOARD_UART    0x1c090000u /* UART0, PL011: the kernel's messages */
#define BOARD_SYSREGS 0x1c010000u /* motherboard's system registers */

#define BOARD_COUNTER_FREQUENCY 24000000u /* Hz; for CNTFRQ where the firmware set none */

#endif
