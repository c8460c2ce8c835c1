/* SPDX-License-Identifier: MIT */
/*
 * Arndale: Samsung Exynos5250 with two Cortex-A15. What the kernel itself must know of the board;
 * everything else is in board.dts, for core. Addresses as in Linux' exynos5250.dtsi.
 */
#ifndef BOARD_H
#define BOARD_H

#define BOARD_RAM_BASE 0x40000000u
#define BOARD_RAM_SIZE 0x80000000u

#define BOARD_CPU_COUNT 2

/* Devices that the kernel uses, in blocks of 2 MiB: power management, GIC, UARTs */
#define BOARD_DEVICE_BLOCKS                                                                        \
    {                                                                                              \
        0x10000000u, 0x10400000u, 0x12c00000u                                                      \
    }

/* The A15's GIC (ARM DDI 0438 chapter 8): distributor, CPU interface, control and view of the
 * virtual CPU interface */
#define BOARD_GICD      0x10481000u
#define BOARD_GICC      0x10482000u
#define BOARD_GICH      0x10484000u
#define BOARD_GICV      0x10486000u
#define BOARD_GICV_SIZE 0x2000u

/* Private interrupts (ARM DDI 0438 8.2.3) */
#define BOARD_INTID_MAINTENANCE   25
#define BOARD_INTID_HYP_TIMER     26
#define BOARD_INTID_VIRTUAL_TIMER 27

#define BOARD_PMU  0x10040000u /* power management unit */
#define BOARD_MCT  0x101c0000u /* multi-core timer, whose counter is the generic timer's */
#define BOARD_UART 0x12c20000u /* UART2: the kernel's messages */
#define BOARD_SRAM 0x02020000u /* internal RAM */

#define BOARD_COUNTER_FREQUENCY 24000000u /* Hz */

#endif
