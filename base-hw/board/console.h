/* SPDX-License-Identifier: MIT */
/*
 * The board's console, for messages of the kernel itself: polled, without a lock. In a running
 * system the UART is core's; the kernel writes only until core starts, and in a panic.
 */
#ifndef BOARD_CONSOLE_H
#define BOARD_CONSOLE_H

#include <stdint.h>

/* Of the board: switch the UART on, if the firmware has not; send one character as it is. */
void console_init(void);
void console_transmit(char character);

/* Write one character; a newline is sent as carriage return and newline. */
void console_put(char character);

void console_string(const char *string);

/* "0x" and eight digits */
void console_hex(uint32_t value);

#endif
