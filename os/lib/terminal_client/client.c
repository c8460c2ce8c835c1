/* SPDX-License-Identifier: MIT */
/* Opening a terminal, and transfer in bulk. */
#include <hw/call.h>
#include <hw/core_values.h>
#include <runtime/cap.h>
#include <terminal/client.h>

enum error terminal_open(const char *label, struct terminal *terminal)
{
    uint32_t size = 0;
    cap_t dataspace = CAP_NULL;
    terminal->wake = CAP_NULL;

    enum error error =
        session_open(TERMINAL_SERVICE, label, TERMINAL_RAM, TERMINAL_CAPS, &terminal->session);
    if (error) {
        return error;
    }
    error = terminal_buffer(terminal->session.cap, &size, &dataspace, &terminal->wake);
    if (!error && size < sizeof(struct terminal_buffer)) {
        error = ERROR_INVALID;
    }
    if (!error) {
        error = memory_attach(dataspace, MAP_READ | MAP_WRITE, &terminal->memory);
    }
    if (error) {
        cap_free(dataspace);
        cap_free(terminal->wake);
        session_close(&terminal->session);
        return error;
    }
    struct terminal_buffer *buffer = terminal->memory.address;
    ring_end_init(&terminal->out, &buffer->to_server, buffer->to_server_bytes, TERMINAL_RING_SIZE);
    ring_end_init(&terminal->in, &buffer->to_client, buffer->to_client_bytes, TERMINAL_RING_SIZE);
    return OK;
}

void terminal_close(struct terminal *terminal)
{
    memory_detach(&terminal->memory);
    cap_free(terminal->memory.dataspace);
    cap_free(terminal->wake);
    session_close(&terminal->session);
}

size_t terminal_write(struct terminal *terminal, const void *bytes, size_t size)
{
    size_t written = ring_write(&terminal->out, bytes, size);
    terminal_flush(terminal);
    return written;
}

size_t terminal_read(struct terminal *terminal, void *bytes, size_t size)
{
    size_t read = ring_read(&terminal->in, bytes, size);
    if (read != 0 && ring_consumer_step(&terminal->in)) {
        (void)notification_signal(terminal->wake);
    }
    return read;
}
