/* SPDX-License-Identifier: MIT */
/* Streams through the driver and a model; see streams.h. */
#include "streams.h"
#include <stdlib.h>
#include "../hardware.h"

enum { TURNS_MAX = 1000000 };

uint8_t model_line[STREAM + RING];
uint32_t model_line_count;

struct fixture {
    struct uart uart;
    struct ring to_client, to_server;
    uint8_t to_client_bytes[RING], to_server_bytes[RING];
    struct ring_end reader, writer; /* the client's ends */
};

static void set_up(struct fixture *f, bool endless)
{
    *f = (struct fixture){0};
    model_reset(endless);
    ring_end_init(&f->uart.to_client, &f->to_client, f->to_client_bytes, RING);
    ring_end_init(&f->reader, &f->to_client, f->to_client_bytes, RING);
    ring_end_init(&f->uart.from_client, &f->to_server, f->to_server_bytes, RING);
    ring_end_init(&f->writer, &f->to_server, f->to_server_bytes, RING);
    assert_true(uart_init(&f->uart, hardware_clock_frequency, 115200));
    uart_open(&f->uart);
}

static void stream_out(bool endless)
{
    struct fixture f;
    set_up(&f, endless);
    uint32_t written = 0;
    bool woken = false, client_waits = false;

    srand(3);
    for (int turn = 0; model_line_count < STREAM; turn++) {
        assert_true(turn < TURNS_MAX);
        if (!client_waits) {
            int burst = rand() % 40;
            for (int i = 0; i < burst && written < STREAM; i++) {
                if (!ring_put(&f.writer, (uint8_t)(written * 7))) {
                    client_waits = ring_producer_wait(&f.writer);
                    break;
                }
                written++;
            }
            woken = ring_producer_step(&f.writer) || woken;
        }
        model_line_sends(rand() % 20);
        if (woken || model_interrupts()) {
            woken = false;
            if (uart_send(&f.uart)) {
                client_waits = false;
            }
        }
    }
    for (uint32_t i = 0; i < STREAM; i++) {
        assert_int_equal(model_line[i], (uint8_t)(i * 7));
    }
    /* All is sent: no more interrupts, and the next byte wakes the driver. */
    model_line_sends(FIFO);
    (void)uart_send(&f.uart);
    assert_false(model_send_interrupts());
    assert_true(ring_put(&f.writer, 1));
    assert_true(ring_producer_step(&f.writer));
}

void test_stream_out_through_a_fifo(void **state)
{
    (void)state;
    stream_out(false);
}

void test_stream_out_through_a_fifo_that_is_never_full(void **state)
{
    (void)state;
    stream_out(true);
}

void test_sending_stops_for_others_when_the_interrupt_is_raised(void **state)
{
    (void)state;
    struct fixture f;
    set_up(&f, true);
    while (ring_put(&f.writer, 1)) {
    }
    (void)uart_send(&f.uart);
    assert_true(ring_used(&f.uart.from_client) > 0);
    assert_true(model_send_interrupts());
}

void test_stream_in_with_a_slow_reader_loses_nothing(void **state)
{
    (void)state;
    struct fixture f;
    set_up(&f, false);
    uint32_t sent = 0, read = 0;
    bool room_signal = false;

    srand(5);
    for (int turn = 0; read < STREAM; turn++) {
        assert_true(turn < TURNS_MAX);
        for (int i = rand() % 10; i > 0 && sent < STREAM && model_received() < FIFO; i--) {
            assert_true(model_line_receives((uint8_t)(sent++ * 5)));
        }
        if (room_signal || model_interrupts()) {
            room_signal = false;
            (void)uart_receive(&f.uart);
        }
        uint8_t buffer[RING];
        size_t count = rand() % 8 == 0 ? ring_read(&f.reader, buffer, (size_t)rand() % RING) : 0;
        for (size_t i = 0; i < count; i++) {
            assert_int_equal(buffer[i], (uint8_t)(read++ * 5));
        }
        room_signal = ring_consumer_step(&f.reader) || room_signal;
    }
    assert_int_equal(f.uart.overruns, 0);
}

void test_overrun_is_counted_and_break_is_no_character(void **state)
{
    (void)state;
    struct fixture f;
    uint8_t byte = 0;
    set_up(&f, false);

    for (int i = 0; i < FIFO + 3; i++) {
        (void)model_line_receives((uint8_t)i);
    }
    (void)ring_consumer_wait(&f.reader);
    assert_true(uart_receive(&f.uart));
    assert_int_equal(f.uart.overruns, 0);
    assert_true(model_line_receives('x'));
    assert_false(uart_receive(&f.uart));
    assert_int_equal(f.uart.overruns, 1);
    assert_int_equal(ring_used(&f.reader), FIFO + 1);

    while (ring_get(&f.reader, &byte)) {
    }
    assert_int_equal(byte, 'x');
    model_line_breaks();
    (void)uart_receive(&f.uart);
    assert_false(ring_get(&f.reader, &byte));
}
