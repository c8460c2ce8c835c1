/* SPDX-License-Identifier: MIT */
/* The devices of the virtual board `vexpress_a15`; see board/vexpress_a15.h. */
#include <string.h>
#include "board/vexpress_a15.h"

/* Memory map of the motherboard for this tile (ARM DUI 0447, DUI 0604). */
#define SYSREGS_BASE     0x1c010000u
#define UART0_BASE       0x1c090000u
#define TIMER01_BASE     0x1c110000u
#define DISTRIBUTOR_BASE 0x2c001000u

/* Interrupt numbers: shared ones begin at 32. */
enum interrupt {
    TIMER01_INTERRUPT = GIC_PRIVATE + 2,
    UART0_INTERRUPT = GIC_PRIVATE + 5,
    INTERRUPT_LINES = 96, /* fewer than the tile has, which spares guests setting them all up */
};

static struct line line_to(struct gic *gic, enum interrupt number)
{
    return (struct line){.set = gic_set_line, .controller = gic, .number = (uint32_t)number};
}

enum error board_initialize(struct board *board, uint32_t cpus,
                            const struct board_services *services)
{
    struct gic *gic = &board->gic;
    memset(&board->bus, 0, sizeof(board->bus));
    gic_initialize(gic, DISTRIBUTOR_BASE, cpus, INTERRUPT_LINES);
    sysregs_initialize(&board->sysregs, SYSREGS_BASE, services->clock, services->machine);
    sp804_initialize(&board->timer01, TIMER01_BASE, line_to(gic, TIMER01_INTERRUPT),
                     services->clock);
    pl011_initialize(&board->uart0, UART0_BASE, line_to(gic, UART0_INTERRUPT), services->uart0);

    struct device *const devices[] = {
        &board->sysregs.device,
        &board->timer01.device,
        &board->uart0.device,
        &gic->device,
    };
    enum error error = OK;
    for (size_t i = 0; i < sizeof(devices) / sizeof(devices[0]) && !error; i++) {
        error = bus_add(&board->bus, devices[i]);
    }
    return error;
}
