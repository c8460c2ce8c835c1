/* SPDX-License-Identifier: MIT */
/*
 * UARTs of the Exynos: FIFOs of 16 to 256 characters. Interrupts are noted until they are cleared
 * by hand, and noted again at once if their reason lasts.
 */
#include "uart/server/hardware.h"
#include "registers.h"

enum {
    DRAIN_READS = 1000000, /* of the state, until a stuck line is given up */
    SIXTEENTHS = 16,
    SIXTEENTHS_BITS = 4,
    DIVISOR_MAX = 0x10000,
};

const uint32_t hardware_clock_frequency = 100000000;

bool hardware_init(struct uart *uart, uint32_t clock, uint32_t baud)
{
    /* A bit takes clock / baud cycles: 16 for each unit of the divisor, one for each 16th. */
    uint64_t cycles = baud == 0 ? 0 : ((uint64_t)clock + baud / 2) / baud;
    uint64_t divisor = cycles >> SIXTEENTHS_BITS;
    if (divisor == 0 || divisor > DIVISOR_MAX) {
        return false;
    }
    for (int i = 0; i < DRAIN_READS && (uart_read(uart, UTRSTAT) & UTRSTAT_SENT) == 0; i++) {
    }
    uart_write(uart, UINTM, UART_INTERRUPT_ALL);
    uart_write(uart, UCON, 0);
    uart_write(uart, UMCON, 0);
    uart_write(uart, ULCON, ULCON_8_BITS);
    uart_write(uart, UBRDIV, (uint32_t)divisor - 1);
    uart_write(uart, UFRACVAL, (uint32_t)cycles & (SIXTEENTHS - 1));
    uint32_t fifos = UFCON_ENABLE | UFCON_RECEIVE_HALF | UFCON_SEND_EMPTY;
    uart_write(uart, UFCON, fifos | UFCON_RESET_RECEIVE | UFCON_RESET_SEND);
    uart_write(uart, UFCON, fifos);
    uart_write(uart, UCON,
               UCON_RECEIVE | UCON_SEND | UCON_TIMEOUT | UCON_TIMEOUT_32_BITS | UCON_RECEIVE_LEVEL |
                   UCON_SEND_LEVEL);
    uart_write(uart, UINTP, UART_INTERRUPT_ALL);
    return true;
}

void hardware_set_interrupts(struct uart *uart, uint32_t interrupts)
{
    uint32_t open = ((interrupts & UART_RECEIVE) != 0 ? UART_INTERRUPT_RECEIVE : 0) |
                    ((interrupts & UART_SEND) != 0 ? UART_INTERRUPT_SEND : 0);
    uart_write(uart, UINTM, UART_INTERRUPT_ALL & ~open);
}

/* UINTP holds what is let through, UINTSP also what is masked. */
void hardware_clear_receive(struct uart *uart)
{
    uart_write(uart, UINTP, UART_INTERRUPT_RECEIVE);
    uart_write(uart, UINTSP, UART_INTERRUPT_RECEIVE);
}

void hardware_clear_send(struct uart *uart)
{
    uart_write(uart, UINTP, UART_INTERRUPT_SEND);
    uart_write(uart, UINTSP, UART_INTERRUPT_SEND);
}

bool hardware_send_raised(const struct uart *uart)
{
    return (uart_read(uart, UINTSP) & UART_INTERRUPT_SEND) != 0;
}

enum uart_received hardware_receive(struct uart *uart, uint8_t *byte)
{
    if ((uart_read(uart, UFSTAT) & (UFSTAT_RECEIVED | UFSTAT_RECEIVE_FULL)) == 0) {
        return UART_NOTHING;
    }
    uint32_t errors = uart_read(uart, UERSTAT);
    uart->overruns += (errors & UERSTAT_OVERRUN) != 0;
    *byte = (uint8_t)uart_read(uart, URXH);
    return (errors & UERSTAT_BREAK) == 0 ? UART_BYTE : UART_BREAK;
}

bool hardware_can_send(const struct uart *uart)
{
    return (uart_read(uart, UFSTAT) & UFSTAT_SEND_FULL) == 0;
}

void hardware_send(struct uart *uart, uint8_t byte)
{
    uart_write(uart, UTXH, byte);
}
