/* SPDX-License-Identifier: MIT */
/*
 * Console on UART0, a PL011 (ARM DDI 0183 3.2): each line a register, its offset and section.
 * Speed and format are left as the firmware, or the driver, set them.
 */
#include <arm/mmio.h>
#include <board.h>
#include <board/console.h>

MMIO_WO(UARTDR, BOARD_UART, 0x00) /* 3.3.1: data */
MMIO_RO(UARTFR, BOARD_UART, 0x18) /* 3.3.3: flags */
MMIO_RW(UARTCR, BOARD_UART, 0x30) /* 3.3.8: control */

#define UARTFR_TXFF   (1u << 5) /* transmit FIFO full */
#define UARTCR_UARTEN (1u << 0)
#define UARTCR_TXE    (1u << 8)

void console_init(void)
{
    write_UARTCR(read_UARTCR() | UARTCR_UARTEN | UARTCR_TXE);
}

void console_transmit(char character)
{
    while ((read_UARTFR() & UARTFR_TXFF) != 0) {
    }
    write_UARTDR((uint8_t)character);
}
