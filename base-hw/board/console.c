/* SPDX-License-Identifier: MIT */
/* The console's text, of the characters that the board's UART sends. */
#include <board/console.h>

enum { HEX_DIGITS = 8, DIGIT_BITS = 4, DIGIT_MASK = 15 };

void console_put(char character)
{
    if (character == '\n') {
        console_transmit('\r');
    }
    console_transmit(character);
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
