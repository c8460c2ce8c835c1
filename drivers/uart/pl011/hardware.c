/* SPDX-License-Identifier: MIT */
/*
 * PL011.
 *
 * The receive interrupts are never cleared by hand: reading the FIFO below its level (or empty)
 * takes them back (ARM DDI 0183 2.8.1, 2.8.4). The send interrupt is raised by a transition
 * through the FIFO's level (2.8.2).
 */
#include "uart/server/hardware.h"
#include "registers.h"

enum {
    DRAIN_READS = 1000000, /* of the flags, until a stuck line is given up */
    DIVISOR_FRACTION = 64,
    DIVISOR_FRACTION_BITS = 6,
    SAMPLES_PER_BIT = 16,
    DIVISOR_MAX = 0xffff,
};

const uint32_t hardware_clock_frequency = 24000000;

bool hardware_init(struct uart *uart, uint32_t clock, uint32_t baud)
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
    /* Let what was sent before go out, as long as it moves; then the order of 3.3.8: disable,
     * switch the FIFOs off, which empties them, and change. */
    for (int i = 0; i < DRAIN_READS && (uart_read(uart, UARTFR) & UARTFR_BUSY) != 0; i++) {
    }
    uart_write(uart, UARTCR, 0);
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

void hardware_set_interrupts(struct uart *uart, uint32_t interrupts)
{
    uint32_t receive = UART_INTERRUPT_RECEIVE | UART_INTERRUPT_TIMEOUT;
    uart_write(uart, UARTIMSC,
               ((interrupts & UART_RECEIVE) != 0 ? receive : 0) |
                   ((interrupts & UART_SEND) != 0 ? UART_INTERRUPT_SEND : 0));
}

void hardware_clear_receive(struct uart *uart)
{
    (void)uart;
}

void hardware_clear_send(struct uart *uart)
{
    uart_write(uart, UARTICR, UART_INTERRUPT_SEND);
}

bool hardware_send_raised(const struct uart *uart)
{
    return (uart_read(uart, UARTRIS) & UART_INTERRUPT_SEND) != 0;
}

enum uart_received hardware_receive(struct uart *uart, uint8_t *byte)
{
    if ((uart_read(uart, UARTFR) & UARTFR_RECV_EMPTY) != 0) {
        return UART_NOTHING;
    }
    uint32_t data = uart_read(uart, UARTDR);
    uart->overruns += (data & UARTDR_OVERRUN) != 0;
    *byte = (uint8_t)(data & UARTDR_DATA);
    return (data & UARTDR_BREAK) == 0 ? UART_BYTE : UART_BREAK;
}

bool hardware_can_send(const struct uart *uart)
{
    return (uart_read(uart, UARTFR) & UARTFR_SEND_FULL) == 0;
}

void hardware_send(struct uart *uart, uint8_t byte)
{
    uart_write(uart, UARTDR, byte);
}
