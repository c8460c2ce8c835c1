/* SPDX-License-Identifier: MIT */
/*
 * A UART's registers in device memory. Apart, so that host tests can put a model in its place.
 */
#include "uart.h"

static volatile uint32_t *at(const struct uart *uart, uint32_t offset)
{
    return (volatile uint32_t *)((volatile uint8_t *)uart->registers + offset);
}

uint32_t uart_read(const struct uart *uart, uint32_t offset)
{
    return *at(uart, offset);
}

void uart_write(const struct uart *uart, uint32_t offset, uint32_t value)
{
    *at(uart, offset) = value;
}
