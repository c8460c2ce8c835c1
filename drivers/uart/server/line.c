/* SPDX-License-Identifier: MIT */
/* A line: interrupts and wake-ups move bytes, the session's methods set up. */
#include <hw/call.h>
#include <runtime/cap.h>
#include <session/terminal_server.h>
#include <terminal/buffer.h>
#include "device/config.h"
#include "hardware.h"
#include "line.h"

enum { BAUD_RATE = 115200 };

static void keep(cap_t *place, struct cap_item *item)
{
    cap_free(*place);
    *place = item->cap == CAP_OWN ? CAP_NULL : item->cap;
    item->cap = CAP_NULL;
}

static void move_bytes(struct line *line)
{
    if (!line->open) {
        return;
    }
    bool received = uart_receive(&line->uart);
    bool sent = uart_send(&line->uart);
    if ((received || sent) && line->avail != CAP_NULL) {
        /* A client that is gone is no error: its session is about to be closed. */
        (void)notification_signal(line->avail);
    }
}

static void handle_interrupt(void *context)
{
    struct line *line = context;
    move_bytes(line);
    (void)irq_acknowledge(line->device.irq);
}

static void handle_wake(void *context)
{
    move_bytes(context);
}

static enum error buffer(void *self, uint32_t *size, struct cap_item *dataspace,
                         struct cap_item *wake)
{
    struct line *line = self;
    *size = (uint32_t)line->buffer.size;
    *dataspace = cap_plain(line->buffer.dataspace);
    *wake = signal_cap_item(&line->wake);
    return OK;
}

static enum error handler(void *self, struct cap_item *avail, struct cap_item *connected)
{
    struct line *line = self;
    keep(&line->avail, avail);
    keep(&line->connected, connected);
    /* Whatever happened before, the client learns of it now: a serial line is always connected. */
    if (line->avail != CAP_NULL) {
        (void)notification_signal(line->avail);
    }
    if (line->connected != CAP_NULL) {
        (void)notification_signal(line->connected);
    }
    return OK;
}

static enum error status(void *self, uint32_t *connected, uint32_t *overruns)
{
    const struct line *line = self;
    *connected = 1;
    *overruns = line->uart.overruns;
    return OK;
}

static enum error size(void *self, uint32_t *columns, uint32_t *rows)
{
    const struct line *line = self;
    *columns = line->columns;
    *rows = line->rows;
    return line->columns == 0 || line->rows == 0 ? ERROR_NOT_FOUND : OK;
}

static void dispatch(void *self, struct message *message)
{
    static const struct terminal_service service = {
        .buffer = buffer,
        .handler = handler,
        .status = status,
        .size = size,
    };
    terminal_dispatch(&service, self, message);
}

enum error line_init(struct line *line, int node)
{
    *line = (struct line){
        .name = config_name(node),
        .interrupt = {.handle = handle_interrupt, .context = line},
        .wake = {.handle = handle_wake, .context = line},
        .object = {.dispatch = dispatch, .self = line},
        .columns = config_number(node, "columns", 0),
        .rows = config_number(node, "rows", 0),
    };
    const char *device = config_text(node, "device", line->name);
    enum error error = device_open_registers(&line->device, device);
    if (error) {
        return error;
    }
    line->uart.registers = line->device.registers;
    if (!uart_init(&line->uart, config_number(node, "clock-frequency", hardware_clock_frequency),
                   config_number(node, "current-speed", BAUD_RATE))) {
        return ERROR_INVALID;
    }
    error = signal_register(&line->wake);
    if (error) {
        return error;
    }
    error = signal_register(&line->interrupt);
    if (!error) {
        error = device_open_interrupt(&line->device, device, signal_cap_item(&line->interrupt));
        if (error) {
            signal_unregister(&line->interrupt);
        }
    }
    if (error) {
        signal_unregister(&line->wake);
    }
    return error;
}

enum error line_open(struct line *line)
{
    if (line->open) {
        return ERROR_BUSY;
    }
    enum error error = memory_allocate(sizeof(struct terminal_buffer), 0, &line->buffer);
    if (error) {
        return error;
    }
    error = rpc_export(&line->object);
    if (error) {
        memory_free(&line->buffer);
        return error;
    }
    struct terminal_buffer *shared = line->buffer.address;
    ring_end_init(&line->uart.to_client, &shared->to_client, shared->to_client_bytes,
                  TERMINAL_RING_SIZE);
    ring_end_init(&line->uart.from_client, &shared->to_server, shared->to_server_bytes,
                  TERMINAL_RING_SIZE);
    line->open = true;
    uart_open(&line->uart);
    return OK;
}

void line_close(struct line *line)
{
    line->open = false;
    uart_close(&line->uart);
    rpc_withdraw(&line->object);
    cap_free(line->avail);
    cap_free(line->connected);
    line->avail = CAP_NULL;
    line->connected = CAP_NULL;
    memory_free(&line->buffer);
}
