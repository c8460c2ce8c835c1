/* SPDX-License-Identifier: MIT */
/*
 * What a UART driver needs of its hardware: FIFOs and their interrupts. Each driver's folder
 * implements it; the server (in this folder) does the rest.
 *
 * The receive interrupt is raised at the latest when characters have been waiting for a while; the
 * send interrupt when the FIFO has run low. What the two functions hardware_clear_*() take back is
 * raised again by what happens afterwards.
 */
#ifndef UART_SERVER_HARDWARE_H
#define UART_SERVER_HARDWARE_H

#include <stdbool.h>
#include <stdint.h>
#include "uart.h"

/* Of the UART's clock, unless the config tells another; Hz. */
extern const uint32_t hardware_clock_frequency;

/* Set the line to 8 bits without parity at `baud`, both FIFOs on, all interrupts masked, when what
 * was sent before has gone out. `clock` in Hz. False: the divisor of that rate does not exist. */
bool hardware_init(struct uart *uart, uint32_t clock, uint32_t baud);

/* Let through just these interrupts, a set of enum uart_interrupt. */
void hardware_set_interrupts(struct uart *uart, uint32_t interrupts);

void hardware_clear_receive(struct uart *uart);
void hardware_clear_send(struct uart *uart);

/* Whether the send interrupt is raised, masked or not. */
bool hardware_send_raised(const struct uart *uart);

/* Take what has been received: a character, or none. Overruns are counted in the UART. */
enum uart_received hardware_receive(struct uart *uart, uint8_t *byte);

/* Whether the send FIFO has room for a character, and putting one there. */
bool hardware_can_send(const struct uart *uart);
void hardware_send(struct uart *uart, uint8_t byte);

#endif
