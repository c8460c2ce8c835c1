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

enum { HEX_DIGITS = 8, DIGIT_BITS = 4, DIGIT_MASK = 15 };

static void transmit(char character)
{
    uint32_t enabled = UARTCR_UARTEN | UARTCR_TXE;
    uint32_t control = read_UARTCR();
    if ((control & enabled) != enabled) {
        write_UARTCR(control | enabled);
    }
    while ((read_UARTFR() & UARTFR_TXFF) != 0) {
    }
    write_UARTDR((uint8_t)character);
}

void console_put(char character)
{
    if (character == '\n') {
        transmit('\r');
    }
    transmit(character);
}

void console_string(const char *string)
{
    while (*string != '\0') {
        console_put(*string++);
    }
}

void console_hex(uint32_t value)
{
    console_string("0x");
    for (uint32_t digit = HEX_DIGITS; digit-- != 0;) {
        console_put("0123456789abcdef"[value >> digit * DIGIT_BITS & DIGIT_MASK]);
    }
}
