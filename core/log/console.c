/* SPDX-License-Identifier: MIT */
/* The developer's console, see console.h. */
#include "log/console.h"

#include <string.h>
#include "core.h"
#include "device/board.h"

/* Where the UART's page is in core's address space. */
#define CONSOLE_ADDRESS 0x00020000u

/* A kind of UART: where a character to send is written, and what tells that it cannot be. */
struct uart_kind {
    const char *compatible;
    uint32_t data, flags; /* offsets of the registers, bytes */
    uint32_t full;        /* bit in the flags: the transmit FIFO is full */
};

static const struct uart_kind kinds[] = {
    {"arm,pl011", 0x00, 0x18, 1u << 5},                /* DR, FR.TXFF: ARM DDI 0183 3.3 */
    {"samsung,exynos4210-uart", 0x20, 0x18, 1u << 24}, /* UTXH, UFSTAT */
};

/* Reads of the flags before a character is given up: longer than a character takes at 9600 baud. */
enum { POLLS_MAX = 1000000 };

static volatile uint8_t *uart;       /* its registers, NULL: none */
static const struct uart_kind *kind; /* of it */
static bool is_stuck; /* it took no character for POLLS_MAX polls: do not wait again */

static volatile uint32_t *at(uint32_t offset)
{
    return (volatile uint32_t *)(uart + offset);
}

void console_init(void)
{
    struct board_range range;
    const struct uart_kind *end = kinds + sizeof kinds / sizeof kinds[0];
    if (core.board == NULL || board_console(core.board, &range) != OK) {
        return;
    }
    for (kind = kinds; kind != end && !board_console_is(core.board, kind->compatible);) {
        kind++;
    }
    uint32_t offset = range.base % PAGE_SIZE, done;
    if (kind != end && core_map(CORE_CAP_PD, CONSOLE_ADDRESS, range.base - offset, PAGE_SIZE,
                                MAP_READ | MAP_WRITE | MAP_DEVICE, &done) == OK) {
        uart = (volatile uint8_t *)(CONSOLE_ADDRESS + offset);
    }
}

static void put(char character)
{
    uint32_t polls = is_stuck ? 1 : POLLS_MAX;
    while (polls > 0 && (*at(kind->flags) & kind->full) != 0) {
        polls--;
    }
    is_stuck = polls == 0;
    if (!is_stuck) {
        *at(kind->data) = (unsigned char)character;
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
