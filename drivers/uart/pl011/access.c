/* SPDX-License-Identifier: MIT */
/*
 * The PL011's registers in device memory. Apart, so that host tests can put a model in its place.
 */
#include "uart.h"

static volatile uint32_t *at(const struct uart *uart, enum uart_register offset)
{
    return (volatile uint32_t *)((volatile uint8_t *)uart->registers + offset);
}

uint32_t uart_read(const struct uart *uart, enum uart_register offset)
{
    return *at(uart, offset);
}

void uart_write(const struct uart *uart, enum uart_register offset, uint32_t value)
{
    *at(uart, offset) = value;
}
