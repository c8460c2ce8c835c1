/* SPDX-License-Identifier: MIT */
/*
 * What the board's device tree says of devices (Devicetree Specification 0.4): their registers and
 * interrupts, by label. Nothing else is handed to components. Addresses are translated by the
 * `ranges` of all buses above; interrupts are those of the ARM GIC.
 */
#ifndef DEVICE_BOARD_H
#define DEVICE_BOARD_H

#include <stdbool.h>
#include <stdint.h>
#include <hw/error.h>

struct board_range {
    uint32_t base, size; /* size > 0, the end is within 32 bits */
};

struct board_interrupt {
    uint32_t intid; /* of the GIC */
    uint32_t cpu;   /* where it is to be delivered */
    bool is_edge;
    bool is_generic_timer; /* of the ARM generic timer, which PL0 may be given the right to use */
};

/* The registers that `label` ("NODE:N", "NODE:N,unprotected") names. ERROR_INVALID: malformed
 * label; ERROR_NOT_FOUND: no such node or range; ERROR_DENIED: the device accesses memory by itself,
 * and the label does not say `unprotected`. */
enum error board_registers(const void *tree, const char *label, struct board_range *range);

/* The interrupt that `label` ("NODE:N,cpu=C") names. Errors as above; ERROR_DENIED: it is an
 * interrupt controller's. */
enum error board_interrupt(const void *tree, const char *label, struct board_interrupt *interrupt);

/* Step through the ranges that are never handed out: RAM, and interrupt controllers. `*position`
 * is -1 at first, and `*index` 0. False: no more. */
bool board_reserved(const void *tree, int *position, uint32_t *index, struct board_range *range);

/* The registers of the UART that /chosen/stdout-path names. ERROR_NOT_FOUND: it names none. */
enum error board_console(const void *tree, struct board_range *range);

/* Whether that UART is `compatible`. */
bool board_console_is(const void *tree, const char *compatible);

#endif
