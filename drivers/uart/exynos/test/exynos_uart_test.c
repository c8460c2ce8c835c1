/* SPDX-License-Identifier: MIT */
/* The driver of the Exynos' UARTs against a model of their registers. */
#include "../../server/hardware.h"
#include "../../server/test/streams.h"
#include "../registers.h"

static struct model {
    bool endless;
    uint8_t receive_fifo[FIFO], errors[FIFO];
    int received, sending;
    bool overrun;
    uint32_t raw, mask, divisor, fraction, control, fifo_control;
} model;

/* Interrupts whose reason lasts. */
static void raise_lasting(void)
{
    if (model.endless || model.sending == 0) {
        model.raw |= UART_INTERRUPT_SEND;
    }
    if (model.received >= FIFO / 2) {
        model.raw |= UART_INTERRUPT_RECEIVE;
    }
}

static uint32_t take_received(void)
{
    assert_true(model.received > 0);
    uint32_t byte = model.receive_fifo[0];
    model.received--;
    for (int i = 0; i < model.received; i++) {
        model.receive_fifo[i] = model.receive_fifo[i + 1];
        model.errors[i] = model.errors[i + 1];
    }
    return byte;
}

uint32_t uart_read(const struct uart *uart, uint32_t offset)
{
    (void)uart;
    switch (offset) {
    case UTRSTAT:
        return UTRSTAT_SENT;
    case UERSTAT:
        return model.errors[0];
    case UFSTAT:
        return (model.received == FIFO ? UFSTAT_RECEIVE_FULL : (uint32_t)model.received) |
               (model.sending == FIFO ? UFSTAT_SEND_FULL : 0);
    case URXH:
        return take_received();
    case UINTSP:
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
    case UTXH:
        assert_true(model.sending < FIFO);
        model_line[model_line_count++] = (uint8_t)value;
        model.sending += model.endless ? 0 : 1;
        break;
    case UINTP:
    case UINTSP:
        model.raw &= ~value;
        break;
    case UINTM:
        model.mask = ~value & UART_INTERRUPT_ALL;
        break;
    case UBRDIV:
        model.divisor = value;
        break;
    case UFRACVAL:
        model.fraction = value;
        break;
    case UCON:
        model.control = value;
        break;
    case UFCON:
        model.fifo_control = value;
        break;
    default:
        break;
    }
    raise_lasting();
}

void model_line_sends(int characters)
{
    for (; characters > 0 && model.sending > 0; characters--) {
        model.sending--;
    }
    raise_lasting();
}

/* The time-out comes with each character: none follows for a while. */
static bool receive(uint8_t byte, uint32_t errors)
{
    if (model.received == FIFO) {
        model.overrun = true;
        return false;
    }
    model.receive_fifo[model.received] = byte;
    model.errors[model.received++] = (uint8_t)(errors | (model.overrun ? UERSTAT_OVERRUN : 0));
    model.overrun = false;
    model.raw |= UART_INTERRUPT_RECEIVE;
    return true;
}

bool model_line_receives(uint8_t byte)
{
    return receive(byte, 0);
}

void model_line_breaks(void)
{
    (void)receive(0, UERSTAT_BREAK);
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
    assert_true(uart_init(&uart, 100000000, 115200)); /* 54.25 */
    assert_int_equal(model.divisor, 53);
    assert_int_equal(model.fraction, 4);
    assert_int_equal(model.mask, 0);
    assert_true((model.control & (UCON_RECEIVE | UCON_SEND)) == (UCON_RECEIVE | UCON_SEND));
    assert_true((model.fifo_control & UFCON_ENABLE) != 0);
    assert_true(uart_init(&uart, 1600000, 100000)); /* the least: 1.0 */
    assert_int_equal(model.divisor, 0);
    assert_int_equal(model.fraction, 0);
    assert_false(uart_init(&uart, 100000000, 0));
    assert_false(uart_init(&uart, 100000000, 7000000));
    assert_false(uart_init(&uart, 100000000, 1));
    assert_false(uart_init(&uart, 100000000, UINT32_MAX));
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
