/* SPDX-License-Identifier: MIT */
/*
 * A Terminal session as its client uses it: bytes in and out without calls.
 *
 * Nothing here blocks. A client that finds no bytes, or no room, calls the matching terminal_wait_
 * function; if that returns true, the `avail` signal (see terminal_handler()) tells when to go on.
 */
#ifndef TERMINAL_CLIENT_H
#define TERMINAL_CLIENT_H

#include <hw/call.h>
#include <runtime/memory.h>
#include <runtime/session.h>
#include <session/terminal_client.h>
#include <terminal/buffer.h>

/* Quota that a session takes: the buffer with its page table, and its capabilities. */
enum { TERMINAL_RAM = 20 * 1024, TERMINAL_CAPS = 8 };

struct terminal {
    struct session session;
    struct memory memory;
    struct ring_end out, in;
    cap_t wake;
};

/* Open the terminal that `label` names. Errors: session_open()'s, Terminal.buffer's, RM.attach's;
 * ERROR_INVALID: the server's buffer is too small. */
enum error terminal_open(const char *label, struct terminal *terminal);

void terminal_close(struct terminal *terminal);

/* Make the server look, if it waits: after terminal_put(). */
static inline void terminal_flush(struct terminal *terminal)
{
    if (ring_producer_step(&terminal->out)) {
        (void)notification_signal(terminal->wake);
    }
}

/* Add one byte, for terminal_flush() to send. False: there is no room. */
static inline bool terminal_put(struct terminal *terminal, uint8_t byte)
{
    return ring_put(&terminal->out, byte);
}

/* Take one byte. False: there is none. */
static inline bool terminal_get(struct terminal *terminal, uint8_t *byte)
{
    if (!ring_get(&terminal->in, byte)) {
        return false;
    }
    if (ring_consumer_step(&terminal->in)) {
        (void)notification_signal(terminal->wake);
    }
    return true;
}

/* Send up to `size` bytes; returns how many were taken. */
size_t terminal_write(struct terminal *terminal, const void *bytes, size_t size);

/* Take up to `size` bytes; returns how many there were. */
size_t terminal_read(struct terminal *terminal, void *bytes, size_t size);

/* Ask for the signal when bytes come. False: there are some already. */
static inline bool terminal_wait_bytes(struct terminal *terminal)
{
    return ring_consumer_wait(&terminal->in);
}

/* Ask for the signal when there is room. False: there is some already. */
static inline bool terminal_wait_room(struct terminal *terminal)
{
    return ring_producer_wait(&terminal->out);
}

#endif
