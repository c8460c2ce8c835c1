/* SPDX-License-Identifier: MIT */
/*
 * UART: FIFOs to rings and back.
 *
 * The receive interrupt is taken back before the FIFO is read: characters that come later, or are
 * left behind, raise it again.
 * The send interrupt is taken back before characters are written, and sending is left to it only
 * when the FIFO was seen full or the interrupt is raised already: in either case it will come.
 */
#include "uart.h"
#include "hardware.h"

enum {
    SEND_BURST = 64,      /* characters after which a raised interrupt is reason to stop */
    RECEIVE_BURST = 256,  /* characters after which receiving leaves the rest to the next turn */
    FIFO_DEPTH_MAX = 256, /* of all UARTs */
};

static void enable_interrupts(struct uart *uart, uint32_t interrupts, bool enable)
{
    uint32_t value = enable ? uart->interrupts | interrupts : uart->interrupts & ~interrupts;
    if (value != uart->interrupts) {
        uart->interrupts = value;
        hardware_set_interrupts(uart, value);
    }
}

bool uart_init(struct uart *uart, uint32_t clock, uint32_t baud)
{
    uart->interrupts = 0;
    return hardware_init(uart, clock, baud);
}

void uart_open(struct uart *uart)
{
    uint8_t byte = 0;
    for (int i = 0; i < FIFO_DEPTH_MAX && hardware_receive(uart, &byte) != UART_NOTHING; i++) {
    }
    uart->overruns = 0;
    enable_interrupts(uart, UART_RECEIVE, true);
    (void)ring_consumer_wait(&uart->from_client);
}

void uart_close(struct uart *uart)
{
    enable_interrupts(uart, UART_RECEIVE | UART_SEND, false);
}

bool uart_receive(struct uart *uart)
{
    uint8_t byte = 0;

    hardware_clear_receive(uart);
    for (int count = 0; count < RECEIVE_BURST; count++) {
        if (ring_room(&uart->to_client) == 0 && ring_producer_wait(&uart->to_client)) {
            enable_interrupts(uart, UART_RECEIVE, false);
            return ring_producer_step(&uart->to_client);
        }
        enum uart_received received = hardware_receive(uart, &byte);
        if (received == UART_NOTHING) {
            break;
        }
        if (received == UART_BYTE) {
            (void)ring_put(&uart->to_client, byte);
        }
    }
    enable_interrupts(uart, UART_RECEIVE, true);
    return ring_producer_step(&uart->to_client);
}

bool uart_send(struct uart *uart)
{
    uint8_t byte = 0;
    bool interrupt_will_come = false;

    hardware_clear_send(uart);
    for (uint32_t count = 0; !interrupt_will_come;) {
        if (!hardware_can_send(uart)) {
            interrupt_will_come = true;
        } else if (ring_get(&uart->from_client, &byte)) {
            hardware_send(uart, byte);
            count++;
            interrupt_will_come = count >= SEND_BURST && hardware_send_raised(uart);
        } else if (ring_consumer_wait(&uart->from_client)) {
            break;
        }
    }
    enable_interrupts(uart, UART_SEND, interrupt_will_come);
    return ring_used(&uart->from_client) <= uart->from_client.size / 2 &&
           ring_consumer_step(&uart->from_client);
}
