/* SPDX-License-Identifier: MIT */
/*
 * Registers of the PL011 UART (ARM DDI 0183, PrimeCell UART technical reference manual, section
 * 3.3). All are accessed as 32-bit words; those not written by this driver are left out.
 */
#ifndef UART_PL011_REGISTERS_H
#define UART_PL011_REGISTERS_H

#include <stdint.h>

/* Offsets in bytes: width of the contents, access, section. */
enum uart_register {
    UARTDR = 0x000,    /* 12/8 bits, RW, 3.3.1: data, with its errors when read */
    UARTFR = 0x018,    /* 9 bits, RO, 3.3.3: flags */
    UARTIBRD = 0x024,  /* 16 bits, RW, 3.3.5: baud rate divisor, integer part */
    UARTFBRD = 0x028,  /* 6 bits, RW, 3.3.6: baud rate divisor, in 64ths */
    UARTLCR_H = 0x02c, /* 8 bits, RW, 3.3.7: line control; a write takes over the divisor */
    UARTCR = 0x030,    /* 16 bits, RW, 3.3.8: control */
    UARTIFLS = 0x034,  /* 6 bits, RW, 3.3.9: FIFO levels that interrupt */
    UARTIMSC = 0x038,  /* 11 bits, RW, 3.3.10: interrupts let through */
    UARTRIS = 0x03c,   /* 11 bits, RO, 3.3.11: interrupts, raw */
    UARTICR = 0x044,   /* 11 bits, WO, 3.3.13: interrupts to clear */
};

/* UARTDR, as read */
#define UARTDR_DATA    0xffu
#define UARTDR_BREAK   (1u << 10) /* a break condition, no character */
#define UARTDR_OVERRUN (1u << 11) /* characters were lost before this one */

/* UARTFR */
#define UARTFR_BUSY       (1u << 3) /* characters are being sent */
#define UARTFR_RECV_EMPTY (1u << 4) /* RXFE */
#define UARTFR_SEND_FULL  (1u << 5) /* TXFF */

/* UARTLCR_H */
#define UARTLCR_H_FIFOS  (1u << 4) /* FEN */
#define UARTLCR_H_8_BITS (3u << 5) /* WLEN */

/* UARTCR */
#define UARTCR_ENABLE  (1u << 0) /* UARTEN */
#define UARTCR_SEND    (1u << 8) /* TXE */
#define UARTCR_RECEIVE (1u << 9) /* RXE */

/* UARTIFLS: interrupt when the send FIFO falls to 1/8, when the receive FIFO reaches 1/2 */
#define UARTIFLS_SEND_EIGHTH  (0u << 0)
#define UARTIFLS_RECEIVE_HALF (2u << 3)

/* UARTIMSC, UARTRIS, UARTICR */
#define UART_INTERRUPT_RECEIVE (1u << 4)
#define UART_INTERRUPT_SEND    (1u << 5)
#define UART_INTERRUPT_TIMEOUT (1u << 6) /* received characters stay below the level */
#define UART_INTERRUPT_ALL     0x7ffu

#endif
