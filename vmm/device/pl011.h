/* SPDX-License-Identifier: MIT */
/*
 * Virtual PL011 UART (ARM DDI 0183) on a character backend.
 *
 * Output is collected, and handed to the backend at the end of a line, when the buffer is full,
 * or when the owner calls pl011_flush(), which the model asks for through `flush_later`. To the
 * guest, what the buffer took is sent; the transmit FIFO appears full only while the backend takes
 * nothing. Input stays in the backend until the receive FIFO has room: nothing overruns.
 */
#ifndef VMM_DEVICE_PL011_H
#define VMM_DEVICE_PL011_H

#include "device/character.h"
#include "device/device.h"
#include "device/line.h"

enum {
    PL011_SIZE = 0x1000,
    PL011_FIFO = 16,      /* bytes of the receive FIFO */
    PL011_TRANSMIT = 128, /* bytes of output held back at most */
};

struct pl011 {
    struct device device;
    struct line line;
    struct character_backend backend;
    uint32_t flags; /* UARTFR, kept up to date */
    uint32_t control, line_control, integer_baud, fraction_baud, fifo_level, low_power, dma;
    uint32_t raw, mask; /* interrupts: UARTRIS, UARTIMSC */
    uint32_t receive_first, receive_count;
    uint32_t transmit_count;
    uint8_t receive[PL011_FIFO];
    uint8_t transmit[PL011_TRANSMIT];
};

void pl011_initialize(struct pl011 *uart, uint32_t base, struct line line,
                      struct character_backend backend);

/* Hand what was held back to the backend. Call it also when the backend takes output again. */
void pl011_flush(struct pl011 *uart);

/* Fetch input from the backend, which has some. */
void pl011_receive(struct pl011 *uart);

#endif
