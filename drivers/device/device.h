/* SPDX-License-Identifier: MIT */
/*
 * What every driver of a memory-mapped device begins with: its registers and its interrupt.
 *
 * A device is named as in the board's device tree, by alias or path; core hands out each once.
 */
#ifndef DRIVERS_DEVICE_DEVICE_H
#define DRIVERS_DEVICE_DEVICE_H

#include <stdint.h>
#include <hw/error.h>
#include <hw/message.h>

struct device {
    volatile uint8_t *registers; /* the first range of its `reg` */
    uint32_t registers_size;     /* bytes */
    cap_t dataspace;             /* the pages they are in */
    uint32_t offset;             /* in these */
    cap_t irq;                   /* its first interrupt, for irq_acknowledge() */
};

/* Attach the registers of the device called `node`. Errors: session_open()'s, RM.attach's. */
enum error device_open_registers(struct device *device, const char *node);

/* Have the device's first interrupt signal `interrupt`. Errors: session_open()'s, IRQ.bind's. */
enum error device_open_interrupt(struct device *device, const char *node,
                                 struct cap_item interrupt);

/* Open the session IRQ with `label` and have it signal `interrupt`: for interrupts other than the
 * first, or to another CPU. `session` and `irq` are set. */
enum error device_bind(const char *label, struct cap_item interrupt, cap_t *session, cap_t *irq);

#endif
