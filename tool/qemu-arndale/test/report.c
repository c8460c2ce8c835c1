/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Prints results on UART2; the counts survive a reset in the iRAM, behind the pen's word. */
#include "board.h"
#include "report.h"

#define UART_TRANSMIT_STATUS (UART2 + 0x10)
#define UART_TRANSMIT        (UART2 + 0x20)
#define BUFFER_EMPTY         2u
#define SAVED_PASSED         (IRAM + 0x1000)
#define SAVED_FAILED         (IRAM + 0x1004)

static const char *unit = "", *unit_case;
static uint32_t passed_count, failed_count;

static void put_character(char character)
{
    while (!(read32(UART_TRANSMIT_STATUS) & BUFFER_EMPTY)) {
    }
    write32(UART_TRANSMIT, (uint8_t)character);
}

static void put(const char *text)
{
    for (; *text; text++) {
        if (*text == '\n') {
            put_character('\r');
        }
        put_character(*text);
    }
}

static void put_hex(uint32_t value)
{
    put("0x");
    for (int shift = 28; shift >= 0; shift -= 4) {
        put_character("0123456789abcdef"[value >> shift & 15]);
    }
}

static void put_decimal(uint32_t value)
{
    if (value >= 10) {
        put_decimal(value / 10);
    }
    put_character((char)('0' + value % 10));
}

void report_unit(const char *name)
{
    unit = name;
    unit_case = NULL;
}

void report_case(const char *name)
{
    unit_case = name;
}

static void put_result(const char *name, bool passed)
{
    put(passed ? "ok " : "FAILED ");
    put(unit);
    put(": ");
    if (unit_case) {
        put(unit_case);
        put(": ");
    }
    put(name);
    passed_count += passed;
    failed_count += !passed;
}

void check(const char *name, bool passed)
{
    put_result(name, passed);
    put("\n");
}

void check_equal(const char *name, uint32_t value, uint32_t expected)
{
    put_result(name, value == expected);
    if (value != expected) {
        put(": ");
        put_hex(value);
        put(" is not ");
        put_hex(expected);
    }
    put("\n");
}

void report_restore(void)
{
    passed_count = read32(SAVED_PASSED);
    failed_count = read32(SAVED_FAILED);
}

void report_save(void)
{
    write32(SAVED_PASSED, passed_count);
    write32(SAVED_FAILED, failed_count);
}

void report_end(void)
{
    put_decimal(passed_count);
    put(" passed, ");
    put_decimal(failed_count);
    put(" failed\n");
}
