/* SPDX-License-Identifier: MIT */
/*
 * Registers of the Exynos' UARTs, named as in Linux' serial_s3c.h. All are accessed as 32-bit
 * words; those not used by this driver are left out.
 */
#ifndef UART_EXYNOS_REGISTERS_H
#define UART_EXYNOS_REGISTERS_H

/* Offsets in bytes: access. */
enum uart_register {
    ULCON = 0x00,    /* RW: format of a character */
    UCON = 0x04,     /* RW: control */
    UFCON = 0x08,    /* RW: FIFOs' control */
    UMCON = 0x0c,    /* RW: modem lines */
    UTRSTAT = 0x10,  /* RO: state of line and buffers */
    UERSTAT = 0x14,  /* RO: errors of the character that is read next; reading clears them */
    UFSTAT = 0x18,   /* RO: FIFOs' state */
    UTXH = 0x20,     /* WO: character to send */
    URXH = 0x24,     /* RO: character received */
    UBRDIV = 0x28,   /* RW, 16 bits: clock cycles / 16 of a bit, less one */
    UFRACVAL = 0x2c, /* RW, 4 bits: and their 16ths */
    UINTP = 0x30,    /* RW: interrupts that are raised and let through; writing 1 clears */
    UINTSP = 0x34,   /* RW: interrupts that are raised, masked or not; writing 1 clears */
    UINTM = 0x38,    /* RW: interrupts that are masked */
};

#define ULCON_8_BITS 3u

/* UCON */
#define UCON_RECEIVE         (1u << 0) /* by interrupt or polling, not by DMA */
#define UCON_SEND            (1u << 2)
#define UCON_TIMEOUT         (1u << 7) /* receive interrupt below the level, when the line is quiet */
#define UCON_RECEIVE_LEVEL   (1u << 8) /* the interrupt lasts as long as its reason */
#define UCON_SEND_LEVEL      (1u << 9)
#define UCON_TIMEOUT_32_BITS (3u << 12)

/* UFCON: receive interrupt when the FIFO is half full, send interrupt when it is empty */
#define UFCON_ENABLE        (1u << 0)
#define UFCON_RESET_RECEIVE (1u << 1)
#define UFCON_RESET_SEND    (1u << 2)
#define UFCON_RECEIVE_HALF  (3u << 4)
#define UFCON_SEND_EMPTY    (0u << 8)

#define UTRSTAT_SENT (1u << 2) /* FIFO and shifter are empty */

/* UERSTAT */
#define UERSTAT_OVERRUN (1u << 0)
#define UERSTAT_BREAK   (1u << 3)

/* UFSTAT */
#define UFSTAT_RECEIVED     0xffu     /* characters in the FIFO */
#define UFSTAT_RECEIVE_FULL (1u << 8) /* then their number reads as 0 */
#define UFSTAT_SEND_FULL    (1u << 24)

/* UINTP, UINTSP, UINTM */
#define UART_INTERRUPT_RECEIVE (1u << 0)
#define UART_INTERRUPT_SEND    (1u << 2)
#define UART_INTERRUPT_ALL     0xfu

#endif
