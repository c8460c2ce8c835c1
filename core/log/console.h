/* SPDX-License-Identifier: MIT */
/*
 * The developer's console: a PL011 UART (ARM DDI 0183) of the board, polled with a bound. Without
 * one, text goes nowhere.
 */
#ifndef LOG_CONSOLE_H
#define LOG_CONSOLE_H

#include <stddef.h>
#include <stdint.h>

/* Map the UART that the board's device tree names. */
void console_init(void);

/* Write `size` bytes, and text, as they are but for '\n', before which '\r' is sent. */
void console_write(const char *bytes, size_t size);
void console_text(const char *text);

/* Write a number: decimal; "0x" and eight digits. */
void console_decimal(uint32_t value);
void console_hexadecimal(uint32_t value);

#endif
