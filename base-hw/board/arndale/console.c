/* SPDX-License-Identifier: MIT */
/*
 * Console on UART2 of the Exynos5250 (names as in Linux' serial_s3c.h): each line a register and
 * its offset. A UART that the firmware uses is left as it is.
 */
#include <arm/mmio.h>
#include <board.h>
#include <board/console.h>

MMIO_WO(ULCON, BOARD_UART, 0x00)    /* format of a character */
MMIO_RW(UCON, BOARD_UART, 0x04)     /* control */
MMIO_RW(UFCON, BOARD_UART, 0x08)    /* FIFOs' control */
MMIO_RO(UFSTAT, BOARD_UART, 0x18)   /* FIFOs' state */
MMIO_WO(UTXH, BOARD_UART, 0x20)     /* character to send */
MMIO_WO(UBRDIV, BOARD_UART, 0x28)   /* clock cycles / 16 of a bit, less one */
MMIO_WO(UFRACVAL, BOARD_UART, 0x2c) /* and their 16ths */

#define ULCON_8_BITS   3u
#define UCON_SEND      (1u << 2)
#define UFCON_ENABLE   (1u << 0)
#define UFSTAT_TX_FULL (1u << 24)

/* 115200 baud of the 100 MHz that the firmware's set-up of the clocks gives */
enum { DIVISOR = 53, DIVISOR_16THS = 4 };

void console_init(void)
{
    if ((read_UCON() & UCON_SEND) == 0) {
        write_ULCON(ULCON_8_BITS);
        write_UBRDIV(DIVISOR);
        write_UFRACVAL(DIVISOR_16THS);
    }
    write_UFCON(read_UFCON() | UFCON_ENABLE);
}

void console_transmit(char character)
{
    while ((read_UFSTAT() & UFSTAT_TX_FULL) != 0) {
    }
    write_UTXH((uint8_t)character);
}
