/* SPDX-License-Identifier: MIT */
/*
 * PL011: FIFOs to rings and back.
 *
 * The receive interrupts are taken as levels: they are never cleared by hand, since reading the
 * FIFO below its level (or empty) takes them back (DDI 0183 2.8.1, 2.8.4). So characters that are
 * left behind interrupt again.
 * The send interrupt is raised by a transition through the FIFO's level (2.8.2). It is cleared
 * before characters are written, and sending is left to it only when the FIFO was seen full or the
 * interrupt is raised already: in either case it will come.
 */
#include "uart.h"

enum {
    SEND_BURST = 64,       /* characters after which a raised interrupt is reason to stop */
    RECEIVE_BURST = 256,   /* characters after which receiving leaves the rest to the next turn */
    FIFO_DEPTH_MAX = 32,   /* of all revisions */
    DRAIN_READS = 1000000, /* of the flags, until a stuck line is given up */
    DIVISOR_FRACTION = 64,
    DIVISOR_FRACTION_BITS = 6,
    SAMPLES_PER_BIT = 16,
    DIVISOR_MAX = 0xffff,
};

#define RECEIVE_INTERRUPTS (UART_INTERRUPT_RECEIVE | UART_INTERRUPT_TIMEOUT)

static void enable_interrupts(struct uart *uart, uint32_t interrupts, bool enable)
{
    uint32_t value = enable ? uart->interrupts | interrupts : uart->interrupts & ~interrupts;
    if (value != uart->interrupts) {
        uart->interrupts = value;
        uart_write(uart, UARTIMSC, value);
    }
}

bool uart_init(struct uart *uart, uint32_t clock, uint32_t baud)
{
    uint32_t samples = baud * SAMPLES_PER_BIT;
    if (baud == 0 || samples / SAMPLES_PER_BIT != baud) {
        return false;
    }
    uint64_t divisor = ((uint64_t)clock * DIVISOR_FRACTION + samples / 2) / samples;
    uint64_t integer = divisor >> DIVISOR_FRACTION_BITS;
    if (integer == 0 || integer > DIVISOR_MAX) {
        return false;
    }
    /* Let what was sent before go out, as long as it moves; then the order of DDI 0183 3.3.8:
     * disable, switch the FIFOs off, which empties them, and change. */
    for (int i = 0; i < DRAIN_READS && (uart_read(uart, UARTFR) & UARTFR_BUSY) != 0; i++) {
    }
    uart_write(uart, UARTCR, 0);
    uart->interrupts = 0;
    uart_write(uart, UARTIMSC, 0);
    uart_write(uart, UARTLCR_H, 0);
    uart_write(uart, UARTICR, UART_INTERRUPT_ALL);
    uart_write(uart, UARTIBRD, (uint32_t)integer);
    uart_write(uart, UARTFBRD, (uint32_t)divisor & (DIVISOR_FRACTION - 1));
    uart_write(uart, UARTLCR_H, UARTLCR_H_8_BITS | UARTLCR_H_FIFOS);
    uart_write(uart, UARTIFLS, UARTIFLS_SEND_EIGHTH | UARTIFLS_RECEIVE_HALF);
    uart_write(uart, UARTCR, UARTCR_ENABLE | UARTCR_SEND | UARTCR_RECEIVE);
    return true;
}

void uart_open(struct uart *uart)
{
    uart->overruns = 0;
    for (int i = 0; i < FIFO_DEPTH_MAX; i++) {
        if ((uart_read(uart, UARTFR) & UARTFR_RECV_EMPTY) != 0) {
            break;
        }
        (void)uart_read(uart, UARTDR);
    }
    enable_interrupts(uart, RECEIVE_INTERRUPTS, true);
    (void)ring_consumer_wait(&uart->from_client);
}

void uart_close(struct uart *uart)
{
    enable_interrupts(uart, RECEIVE_INTERRUPTS | UART_INTERRUPT_SEND, false);
}

bool uart_receive(struct uart *uart)
{
    for (int count = 0; count < RECEIVE_BURST; count++) {
        if (ring_room(&uart->to_client) == 0 && ring_producer_wait(&uart->to_client)) {
            enable_interrupts(uart, RECEIVE_INTERRUPTS, false);
            return ring_producer_step(&uart->to_client);
        }
        if ((uart_read(uart, UARTFR) & UARTFR_RECV_EMPTY) != 0) {
            break;
        }
        uint32_t data = uart_read(uart, UARTDR);
        if ((data & UARTDR_OVERRUN) != 0) {
            uart->overruns++;
        }
        if ((data & UARTDR_BREAK) == 0) {
            (void)ring_put(&uart->to_client, (uint8_t)(data & UARTDR_DATA));
        }
    }
    enable_interrupts(uart, RECEIVE_INTERRUPTS, true);
    return ring_producer_step(&uart->to_client);
}

bool uart_send(struct uart *uart)
{
    uint8_t byte = 0;
    bool interrupt_will_come = false;

    uart_write(uart, UARTICR, UART_INTERRUPT_SEND);
    for (uint32_t count = 0; !interrupt_will_come;) {
        if ((uart_read(uart, UARTFR) & UARTFR_SEND_FULL) != 0) {
            interrupt_will_come = true;
        } else if (ring_get(&uart->from_client, &byte)) {
            uart_write(uart, UARTDR, byte);
            count++;
            interrupt_will_come =
                count >= SEND_BURST && (uart_read(uart, UARTRIS) & UART_INTERRUPT_SEND) != 0;
        } else if (ring_consumer_wait(&uart->from_client)) {
            break;
        }
    }
    enable_interrupts(uart, UART_INTERRUPT_SEND, interrupt_will_come);
    return ring_used(&uart->from_client) <= uart->from_client.size / 2 &&
           ring_consumer_step(&uart->from_client);
}
