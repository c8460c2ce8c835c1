/* SPDX-License-Identifier: MIT */
/*
 * One UART between its FIFOs and the two rings of a Terminal session, driven by interrupts.
 *
 * Receiving: what arrives goes to the ring. Without room in it the interrupt is masked and
 * characters stay in the FIFO, so that a line with flow control loses none; where the FIFO runs
 * over, the UART tells with the next character, and that is counted.
 * Sending: the ring is emptied into the FIFO. With the FIFO full, the interrupt of its running low
 * continues; with the ring empty, the client is asked to wake the driver.
 * Each call moves a bounded number of characters, so that one line cannot keep the others waiting.
 */
#ifndef UART_SERVER_UART_H
#define UART_SERVER_UART_H

#include <stdbool.h>
#include <stdint.h>
#include <terminal/ring.h>

enum uart_interrupt { UART_RECEIVE = 1 << 0, UART_SEND = 1 << 1 };

enum uart_received {
    UART_NOTHING,
    UART_BYTE,
    UART_BREAK, /* a break condition: no character, but what came before it is taken */
};

struct uart {
    volatile void *registers;
    uint32_t interrupts; /* let through */
    uint32_t overruns;
    struct ring_end to_client;
    struct ring_end from_client;
};

/* Access to the hardware, 32 bits wide, by offset in bytes (access.c). */
uint32_t uart_read(const struct uart *uart, uint32_t offset);
void uart_write(const struct uart *uart, uint32_t offset, uint32_t value);

/* Set up the hardware: hardware_init(). */
bool uart_init(struct uart *uart, uint32_t clock, uint32_t baud);

/* Begin to serve a client whose rings are set up, beginning with what arrives from now on. */
void uart_open(struct uart *uart);

/* Stop: interrupts masked, what arrives is lost. */
void uart_close(struct uart *uart);

/* Move what has been received. True: signal the client that there are bytes to read. */
bool uart_receive(struct uart *uart);

/* Move what is to be sent. True: signal the client that there is room to write. */
bool uart_send(struct uart *uart);

#endif
