/* SPDX-License-Identifier: MIT */
/* The developer's console, see console.h. */
#include "log/console.h"

#include <string.h>
#include "core.h"
#include "device/board.h"

/* Where the UART's page is in core's address space. */
#define CONSOLE_ADDRESS 0x00020000u

/* PL011 registers, byte offsets (ARM DDI 0183 3.2). */
enum {
    PL011_DR = 0x00, /* data, 3.3.1, write: a character to send */
    PL011_FR = 0x18, /* flags, 3.3.3, read only */
};
enum { PL011_FR_TXFF = 1 << 5 }; /* transmit FIFO full */

/* Reads of FR before a character is given up: longer than a character takes at 9600 baud. */
enum { POLLS_MAX = 1000000 };

static volatile uint32_t *uart; /* its registers, NULL: none */
static bool is_stuck;           /* it took no character for POLLS_MAX polls: do not wait again */

void console_init(void)
{
    struct board_range range;
    if (core.board == NULL || board_console(core.board, &range) != OK) {
        return;
    }
    uint32_t offset = range.base % PAGE_SIZE, done;
    if (core_map(CORE_CAP_PD, CONSOLE_ADDRESS, range.base - offset, PAGE_SIZE,
                 MAP_READ | MAP_WRITE | MAP_DEVICE, &done) == OK) {
        uart = (volatile uint32_t *)(CONSOLE_ADDRESS + offset);
    }
}

static void put(char character)
{
    uint32_t polls = is_stuck ? 1 : POLLS_MAX;
    while (polls > 0 && (uart[PL011_FR / sizeof *uart] & PL011_FR_TXFF) != 0) {
        polls--;
    }
    is_stuck = polls == 0;
    if (!is_stuck) {
        uart[PL011_DR / sizeof *uart] = (unsigned char)character;
    }
}

void console_write(const char *bytes, size_t size)
{
    for (size_t i = 0; uart != NULL && i < size; i++) {
        if (bytes[i] == '\n') {
            put('\r');
        }
        put(bytes[i]);
    }
}

void console_text(const char *text)
{
    console_write(text, strlen(text));
}

void console_decimal(uint32_t value)
{
    char digits[10];
    size_t first = sizeof digits;
    do {
        digits[--first] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    console_write(digits + first, sizeof digits - first);
}

void console_hexadecimal(uint32_t value)
{
    char digits[10] = "0x";
    for (size_t i = sizeof digits; i > 2; value >>= 4) {
        digits[--i] = "0123456789abcdef"[value & 0xf];
    }
    console_write(digits, sizeof digits);
}
