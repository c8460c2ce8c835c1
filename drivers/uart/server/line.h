/* SPDX-License-Identifier: MIT */
/*
 * One UART of this driver with its config and its Terminal session, of which there is one at a
 * time.
 */
#ifndef UART_SERVER_LINE_H
#define UART_SERVER_LINE_H

#include <runtime/memory.h>
#include <runtime/rpc.h>
#include <runtime/server.h>
#include <runtime/signal.h>
#include "device/device.h"
#include "uart.h"

struct line {
    struct server_session session; /* first: the runtime knows only this */
    struct line *next;
    const char *name; /* the label of its session */
    struct device device;
    struct uart uart;
    struct signal_handler interrupt, wake;
    struct rpc_object object;
    struct memory buffer; /* struct terminal_buffer */
    bool open;
    cap_t avail, connected;
    uint32_t columns, rows; /* 0: not known */
};

/* Set up the UART that `node` of the config describes. Errors: device_open()'s,
 * signal_register()'s, ERROR_INVALID: no such baud rate. */
enum error line_init(struct line *line, int node);

/* Open the line's session. ERROR_BUSY: it is open; ERROR_RAM: no memory for the buffer. */
enum error line_open(struct line *line);

/* Close it. What was written and not sent yet is dropped. */
void line_close(struct line *line);

#endif
