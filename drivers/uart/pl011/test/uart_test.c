/* SPDX-License-Identifier: MIT */
/*
 * The PL011 driver against a model of the hardware: nothing is lost or reordered, interrupts come
 * as long as there is work, and the line idles when there is none.
 */
#include <stdarg.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#include "../uart.h"

enum { RING = 128, FIFO = 16, SEND_LEVEL = 2, STREAM = 5000, TURNS_MAX = 1000000 };

/* The model: FIFOs of FIFO characters, or (like an emulator) a send side that is never full. */
static struct model {
    bool endless;
    uint16_t receive_fifo[FIFO];
    int received, sending;
    bool overrun;
    uint32_t raw, mask, integer, fraction, control;
    uint8_t line[STREAM + RING];
    uint32_t line_count;
} model;

uint32_t uart_read(const struct uart *uart, enum uart_register offset)
{
    (void)uart;
    switch (offset) {
    case UARTDR: {
        assert_true(model.received > 0);
        uint32_t data = model.receive_fifo[0];
        model.received--;
        for (int i = 0; i < model.received; i++) {
            model.receive_fifo[i] = model.receive_fifo[i + 1];
        }
        if (model.received == 0) {
            model.raw &= ~(UART_INTERRUPT_RECEIVE | UART_INTERRUPT_TIMEOUT);
        }
        return data;
    }
    case UARTFR:
        return (model.received == 0 ? UARTFR_RECV_EMPTY : 0) |
               (model.sending == FIFO ? UARTFR_SEND_FULL : 0);
    case UARTRIS:
        return model.raw;
    default:
        fail_msg("read of register %#x", (unsigned int)offset);
        return 0;
    }
}

void uart_write(const struct uart *uart, enum uart_register offset, uint32_t value)
{
    (void)uart;
    switch (offset) {
    case UARTDR:
        assert_true(model.sending < FIFO);
        model.line[model.line_count++] = (uint8_t)value;
        if (model.endless) {
            model.raw |= UART_INTERRUPT_SEND;
        } else {
            model.sending++;
        }
        break;
    case UARTICR:
        model.raw &= ~value;
        break;
    case UARTIMSC:
        model.mask = value;
        break;
    case UARTIBRD:
        model.integer = value;
        break;
    case UARTFBRD:
        model.fraction = value;
        break;
    case UARTCR:
        model.control = value;
        break;
    default:
        break;
    }
}

static void line_sends(int characters)
{
    for (; characters > 0 && model.sending > 0; characters--) {
        model.sending--;
        if (model.sending == SEND_LEVEL) {
            model.raw |= UART_INTERRUPT_SEND;
        }
    }
}

static bool line_receives(uint8_t byte)
{
    if (model.received == FIFO) {
        model.overrun = true;
        return false;
    }
    uint32_t data = byte | (model.overrun ? UARTDR_OVERRUN : 0);
    model.receive_fifo[model.received++] = (uint16_t)data;
    model.overrun = false;
    model.raw |= UART_INTERRUPT_TIMEOUT;
    return true;
}

struct fixture {
    struct uart uart;
    struct ring to_client, to_server;
    uint8_t to_client_bytes[RING], to_server_bytes[RING];
    struct ring_end reader, writer; /* the client's ends */
};

static void set_up(struct fixture *f, bool endless)
{
    *f = (struct fixture){0};
    model = (struct model){.endless = endless};
    ring_end_init(&f->uart.to_client, &f->to_client, f->to_client_bytes, RING);
    ring_end_init(&f->reader, &f->to_client, f->to_client_bytes, RING);
    ring_end_init(&f->uart.from_client, &f->to_server, f->to_server_bytes, RING);
    ring_end_init(&f->writer, &f->to_server, f->to_server_bytes, RING);
    assert_true(uart_init(&f->uart, 24000000, 115200));
    uart_open(&f->uart);
}

static void test_divisor(void **state)
{
    (void)state;
    struct uart uart = {0};
    model = (struct model){0};
    assert_true(uart_init(&uart, 24000000, 115200));
    assert_int_equal(model.integer, 13);
    assert_int_equal(model.fraction, 1);
    assert_true((model.control & UARTCR_ENABLE) != 0);
    assert_true(uart_init(&uart, 7372800, 460800)); /* the manual's limit: divisor 1.0 */
    assert_int_equal(model.integer, 1);
    assert_int_equal(model.fraction, 0);
    assert_false(uart_init(&uart, 24000000, 0));
    assert_false(uart_init(&uart, 24000000, 6000000));
    assert_false(uart_init(&uart, 24000000, 1));
    assert_false(uart_init(&uart, 24000000, UINT32_MAX));
}

static void stream_out(bool endless)
{
    struct fixture f;
    set_up(&f, endless);
    uint32_t written = 0;
    bool woken = false, client_waits = false;

    srand(3);
    for (int turn = 0; model.line_count < STREAM; turn++) {
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
        line_sends(rand() % 20);
        if (woken || (model.raw & model.mask) != 0) {
            woken = false;
            if (uart_send(&f.uart)) {
                client_waits = false;
            }
        }
    }
    for (uint32_t i = 0; i < STREAM; i++) {
        assert_int_equal(model.line[i], (uint8_t)(i * 7));
    }
    /* All is sent: no more interrupts, and the next byte wakes the driver. */
    line_sends(FIFO);
    (void)uart_send(&f.uart);
    assert_int_equal(model.mask & UART_INTERRUPT_SEND, 0);
    assert_true(ring_put(&f.writer, 1));
    assert_true(ring_producer_step(&f.writer));
}

static void test_stream_out_through_a_fifo(void **state)
{
    (void)state;
    stream_out(false);
}

static void test_stream_out_through_a_fifo_that_is_never_full(void **state)
{
    (void)state;
    stream_out(true);
}

static void test_sending_stops_for_others_when_the_interrupt_is_raised(void **state)
{
    (void)state;
    struct fixture f;
    set_up(&f, true);
    while (ring_put(&f.writer, 1)) {
    }
    (void)uart_send(&f.uart);
    assert_true(ring_used(&f.uart.from_client) > 0);
    assert_true((model.raw & model.mask & UART_INTERRUPT_SEND) != 0);
}

static void test_stream_in_with_a_slow_reader_loses_nothing(void **state)
{
    (void)state;
    struct fixture f;
    set_up(&f, false);
    uint32_t sent = 0, read = 0;
    bool room_signal = false;

    srand(5);
    for (int turn = 0; read < STREAM; turn++) {
        assert_true(turn < TURNS_MAX);
        for (int i = rand() % 10; i > 0 && sent < STREAM && model.received < FIFO; i--) {
            assert_true(line_receives((uint8_t)(sent++ * 5)));
        }
        if (room_signal || (model.raw & model.mask) != 0) {
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

static void test_overrun_is_counted_and_break_is_no_character(void **state)
{
    (void)state;
    struct fixture f;
    uint8_t byte = 0;
    set_up(&f, false);

    for (int i = 0; i < FIFO + 3; i++) {
        (void)line_receives((uint8_t)i);
    }
    (void)ring_consumer_wait(&f.reader);
    assert_true(uart_receive(&f.uart));
    assert_int_equal(f.uart.overruns, 0);
    assert_true(line_receives('x'));
    assert_false(uart_receive(&f.uart));
    assert_int_equal(f.uart.overruns, 1);
    assert_int_equal(ring_used(&f.reader), FIFO + 1);

    while (ring_get(&f.reader, &byte)) {
    }
    assert_int_equal(byte, 'x');
    model.receive_fifo[model.received++] = UARTDR_BREAK;
    (void)uart_receive(&f.uart);
    assert_false(ring_get(&f.reader, &byte));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_divisor),
        cmocka_unit_test(test_stream_out_through_a_fifo),
        cmocka_unit_test(test_stream_out_through_a_fifo_that_is_never_full),
        cmocka_unit_test(test_sending_stops_for_others_when_the_interrupt_is_raised),
        cmocka_unit_test(test_stream_in_with_a_slow_reader_loses_nothing),
        cmocka_unit_test(test_overrun_is_counted_and_break_is_no_character),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
