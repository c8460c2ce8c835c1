/* SPDX-License-Identifier: MIT */
/*
 * test_terminal: a stream out, then an echo under load, over the Terminal session "uart1".
 *
 * Out: LINES numbered lines as fast as the terminal takes them. Then whatever comes is echoed, and
 * checked: lines "NNNNNN PAYLOAD" with numbers that count from 0, each payload the number's letters
 * (line_payload()); the line "end" ends it. The scenario's script checks what it gets the same way.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <runtime/cap.h>
#include <runtime/component.h>
#include <runtime/log.h>
#include <terminal/client.h>
#include "check/check.h"

enum { LINES = 3000, LINE = 64, NUMBER = 6, PAYLOAD = 32, BUFFER = 512 };

#define FLAG_AVAIL     (1u << 8)
#define FLAG_CONNECTED (1u << 9)

static struct terminal terminal;

/* Line number `number` as both sides expect it; returns its length. */
static size_t make_line(char line[LINE], uint32_t number)
{
    int length = snprintf(line, LINE, "%06u ", (unsigned int)number);
    for (uint32_t i = 0; i < PAYLOAD; i++) {
        line[length++] = (char)('a' + (number * 7 + i) % 26);
    }
    line[length++] = '\n';
    return (size_t)length;
}

/* Write all of `bytes`, waiting for room as often as needed. */
static void write_all(const char *bytes, size_t size)
{
    while (size > 0) {
        const size_t written = terminal_write(&terminal, bytes, size);
        bytes += written;
        size -= written;
        if (size > 0 && terminal_wait_room(&terminal)) {
            (void)session_wait(FLAG_AVAIL);
        }
    }
}

static size_t read_some(char *bytes, size_t size)
{
    for (;;) {
        const size_t read = terminal_read(&terminal, bytes, size);
        if (read > 0) {
            return read;
        }
        if (terminal_wait_bytes(&terminal)) {
            (void)session_wait(FLAG_AVAIL);
        }
    }
}

static void stream_out(void)
{
    char line[LINE];
    for (uint32_t i = 0; i < LINES; i++) {
        write_all(line, make_line(line, i));
    }
    write_all("go\n", 3);
    check(true, "%d lines written", LINES);
}

/* Echo until "end"; false if anything came in wrong. `count`: lines that were right. */
static bool echo(uint32_t *count)
{
    char buffer[BUFFER];
    char line[LINE];
    char expected[LINE];
    size_t length = 0;
    bool right = true;
    *count = 0;
    for (;;) {
        const size_t size = read_some(buffer, sizeof(buffer));
        write_all(buffer, size);
        for (size_t i = 0; i < size; i++) {
            if (length < sizeof(line)) {
                line[length++] = buffer[i];
            }
            if (buffer[i] != '\n') {
                continue;
            }
            if (length == 4 && memcmp(line, "end\n", 4) == 0) {
                return right;
            }
            if (length == make_line(expected, *count) && memcmp(line, expected, length) == 0) {
                (*count)++;
            } else if (right) {
                log_printf("line %u came in wrong: %.*s\n", (unsigned int)*count, (int)length - 1,
                           line);
                right = false;
            }
            length = 0;
        }
    }
}

static void test_set_up(void)
{
    struct session second;
    uint32_t connected = 0, overruns = 0, columns = 0, rows = 0;

    check_error(session_open(TERMINAL_SERVICE, "none", TERMINAL_RAM, TERMINAL_CAPS, &second),
                ERROR_NOT_FOUND, "a terminal that is none");
    check_error(terminal_open("uart1", &terminal), OK, "opening uart1");
    check_error(session_open(TERMINAL_SERVICE, "uart1", TERMINAL_RAM, TERMINAL_CAPS, &second),
                ERROR_BUSY, "opening it a second time");
    terminal_close(&terminal);
    check_error(terminal_open("uart1", &terminal), OK, "opening it again after closing it");

    const cap_t session = terminal.session.cap;
    check_error(terminal_handler(session, cap_minted(CAP_NOTIFICATION, FLAG_AVAIL),
                                 cap_minted(CAP_NOTIFICATION, FLAG_CONNECTED)),
                OK, "naming signals");
    check(session_wait(FLAG_CONNECTED) == FLAG_CONNECTED, "the connection is signalled");
    check(terminal_status(session, &connected, &overruns) == OK && connected == 1, "and told");
    check(terminal_size(session, &columns, &rows) == OK && columns == 80 && rows == 24,
          "the size is the config's, %u x %u", (unsigned int)columns, (unsigned int)rows);
}

void component_main(void)
{
    uint32_t count = 0;
    uint32_t connected = 0, overruns = 0;
    test_set_up();
    stream_out();
    check(echo(&count), "%u lines came in, numbers and contents right", (unsigned int)count);
    check(terminal_status(terminal.session.cap, &connected, &overruns) == OK && overruns == 0,
          "nothing was overrun");
    check_finish("test_terminal");
}
