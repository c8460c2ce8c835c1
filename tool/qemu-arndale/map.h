/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where the devices of an Exynos5250 are: addresses, interrupt lines, and the gate bits of the
 * clock controller. Numbers from public sources: Linux' exynos5.dtsi, exynos5250.dtsi and
 * clk-exynos5250.c, and the older mach-exynos map.h and irqs.h.
 */
#ifndef ARNDALE_MAP_H
#define ARNDALE_MAP_H

#define CHIPID_BASE   0x10000000u
#define CMU_BASE      0x10010000u
#define PMU_BASE      0x10040000u
#define SYSREG_BASE   0x10050000u
#define TZPC_BASE     0x10100000u
#define TZPC_STRIDE   0x10000u
#define MCT_BASE      0x101c0000u
#define COMBINER_BASE 0x10440000u
/* The cluster's private region: the distributor is at +0x1000, GICC +0x2000, GICH +0x4000. */
#define GIC_BASE      0x10480000u
#define UART_BASE     0x12c00000u
#define UART_STRIDE   0x10000u
#define UART_COUNT    4
#define PWM_BASE      0x12dd0000u
#define IROM_BASE     0x00000000u
#define IROM_SIZE     0x00010000u
#define IRAM_BASE     0x02020000u
#define IRAM_SIZE     0x00030000u
#define DRAM_BASE     0x40000000u
#define DRAM_SIZE_MAX 0x80000000ull

/* Shared peripheral interrupts, as the GIC numbers them without its first 32. */
#define SPI_COUNT     128
#define SPI_UART      51
#define SPI_MCT_LOCAL 120

/* An input of the interrupt combiner. */
#define COMBINER_LINE(group, bit) ((group)*8 + (bit))
#define COMBINER_GROUPS           32

/* Offsets of the clock controller's gate registers. */
enum clock_gate_register {
    GATE_NONE = 0,
    GATE_IP_ACP = 0x08800,
    GATE_IP_ISP0 = 0x0c800,
    GATE_IP_ISP1 = 0x0c804,
    GATE_IP_GSCL = 0x10920,
    GATE_IP_DISP1 = 0x10928,
    GATE_IP_MFC = 0x1092c,
    GATE_IP_G3D = 0x10930,
    GATE_IP_GEN = 0x10934,
    GATE_IP_FSYS = 0x10944,
    GATE_IP_PERIC = 0x10950,
    GATE_IP_PERIS = 0x10960,
};

#endif
