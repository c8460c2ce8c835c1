/* SPDX-License-Identifier: MIT */
/*
 * The virtual board `vexpress_a15`: which device models it has, and where. Addresses and interrupt
 * numbers are those of the Versatile Express with a Cortex-A15 tile, in its memory map for it.
 * Adding a device takes a model, and a line in vexpress_a15.c.
 */
#ifndef VMM_BOARD_VEXPRESS_A15_H
#define VMM_BOARD_VEXPRESS_A15_H

#include "device/bus.h"
#include "device/character.h"
#include "device/clock.h"
#include "device/gicv2.h"
#include "device/pl011.h"
#include "device/sp804.h"
#include "device/sysregs.h"

#define BOARD_RAM_BASE      0x80000000u
#define BOARD_RAM_MAX       0x40000000u
#define BOARD_CPU_INTERFACE 0x2c002000u /* the GICV is mapped here for the guest */

struct board {
    struct bus bus;
    struct gic gic;
    struct pl011 uart0;
    struct sp804 timer01;
    struct sysregs sysregs;
};

/* What the devices reach the outside through. */
struct board_services {
    struct character_backend uart0;
    struct clock *clock;
    struct machine_control machine;
};

/* Set up all devices in their state after power-on, for `cpus` CPUs (1..GIC_CPUS). An error is one
 * in the board's own table of addresses (see bus_add()). */
enum error board_initialize(struct board *board, uint32_t cpus,
                            const struct board_services *services);

#endif
