/* SPDX-License-Identifier: MIT */
/* The driver of PL011 UARTs against a model of their registers. */
#include "../../server/hardware.h"
#include "../../server/test/streams.h"
#include "../registers.h"

static struct model {
    bool endless;
    uint16_t receive_fifo[FIFO];
    int received, sending;
    bool overrun;
    uint32_t raw, mask, integer, fraction, control;
} model;

uint32_t uart_read(const struct uart *uart, uint32_t offset)
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

void uart_write(const struct uart *uart, uint32_t offset, uint32_t value)
{
    (void)uart;
    switch (offset) {
    case UARTDR:
        assert_true(model.sending < FIFO);
        model_line[model_line_count++] = (uint8_t)value;
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

void model_line_sends(int characters)
{
    for (; characters > 0 && model.sending > 0; characters--) {
        model.sending--;
        if (model.sending == SEND_LEVEL) {
            model.raw |= UART_INTERRUPT_SEND;
        }
    }
}

bool model_line_receives(uint8_t byte)
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

void model_line_breaks(void)
{
    model.receive_fifo[model.received++] = UARTDR_BREAK;
}

void model_reset(bool endless)
{
    model = (struct model){.endless = endless};
    model_line_count = 0;
}

int model_received(void)
{
    return model.received;
}

bool model_interrupts(void)
{
    return (model.raw & model.mask) != 0;
}

bool model_send_interrupts(void)
{
    return (model.raw & model.mask & UART_INTERRUPT_SEND) != 0;
}

static void test_divisor(void **state)
{
    (void)state;
    struct uart uart = {0};
    model_reset(false);
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
