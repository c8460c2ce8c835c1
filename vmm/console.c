/* SPDX-License-Identifier: MIT */
/* Character backend on a Terminal session; see console.h. */
#include <runtime/cap.h>
#include <session/terminal_client.h>
#include "console.h"

enum { FLUSH_DELAY = 8000 }; /* microseconds */

/* Whoever finds no room, or no bytes, asks to be told before it gives up. If the server says then
 * that there is some, but there is not, it breaks the protocol, and is not asked for ever. */
static size_t write_bytes(void *context, const uint8_t *bytes, size_t size)
{
    struct console *console = context;
    size_t written = terminal_write(&console->terminal, bytes, size);
    size_t part = 1;
    while (written < size && part != 0 && !terminal_wait_room(&console->terminal)) {
        part = terminal_write(&console->terminal, bytes + written, size - written);
        written += part;
    }
    return written;
}

static size_t read_bytes(void *context, uint8_t *bytes, size_t size)
{
    struct console *console = context;
    size_t read = terminal_read(&console->terminal, bytes, size);
    size_t part = 1;
    while (read < size && part != 0 && !terminal_wait_bytes(&console->terminal)) {
        part = terminal_read(&console->terminal, bytes + read, size - read);
        read += part;
    }
    return read;
}

static void flush_later(void *context)
{
    struct console *console = context;
    if (!console->flush.scheduled) {
        console->clock->schedule(console->clock, &console->flush,
                                 console->clock->now(console->clock) + FLUSH_DELAY);
    }
}

static void on_ready(void *context)
{
    struct console *console = context;
    console->ready(console->context);
}

enum error console_open(struct console *console, struct clock *clock, void (*ready)(void *context),
                        void *context)
{
    console->clock = clock;
    console->ready = ready;
    console->context = context;
    console->avail = (struct signal_handler){.handle = on_ready, .context = console};
    console->flush = (struct timeout){.fired = on_ready, .context = console};
    enum error error = terminal_open("", &console->terminal);
    if (!error) {
        error = signal_register(&console->avail);
    }
    if (!error) {
        error = terminal_handler(console->terminal.session.cap, signal_cap_item(&console->avail),
                                 cap_plain(CAP_NULL));
    }
    return error;
}

struct character_backend console_backend(struct console *console)
{
    return (struct character_backend){write_bytes, read_bytes, flush_later, console};
}
