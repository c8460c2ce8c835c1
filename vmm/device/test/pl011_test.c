/* SPDX-License-Identifier: MIT */
/* Host test of the virtual PL011, on a backend of two buffers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>
#include "device/pl011.h"

enum {
    DR = 0x00,
    FR = 0x18,
    IBRD = 0x24,
    LCR_H = 0x2c,
    CR = 0x30,
    IFLS = 0x34,
    IMSC = 0x38,
    RIS = 0x3c,
    MIS = 0x40,
    ICR = 0x44,
    FR_RXFE = 1 << 4,
    FR_TXFF = 1 << 5,
    FR_RXFF = 1 << 6,
    FR_TXFE = 1 << 7,
    CR_ON = 0x301,
    CR_LOOPBACK = 0x80,
    FIFO = 0x10,
    RX = 0x10,
    TX = 0x20,
    RT = 0x40,
};

static struct pl011 uart;
static char output[1024], input[1024];
static size_t output_size, output_room, input_first, input_size, writes;
static uint32_t flushes;
static bool level;

static size_t take(void *context, const uint8_t *bytes, size_t size)
{
    (void)context;
    size_t count = size < output_room - output_size ? size : output_room - output_size;
    memcpy(output + output_size, bytes, count);
    output_size += count;
    writes++;
    return count;
}

static size_t give(void *context, uint8_t *bytes, size_t size)
{
    (void)context;
    size_t count = size < input_size - input_first ? size : input_size - input_first;
    memcpy(bytes, input + input_first, count);
    input_first += count;
    return count;
}

static void later(void *context)
{
    (void)context;
    flushes++;
}

static void set_level(void *context, uint32_t number, bool value)
{
    (void)context;
    assert_int_equal(number, 37);
    level = value;
}

static int setup(void **context)
{
    (void)context;
    output_size = input_first = input_size = writes = 0;
    output_room = sizeof(output);
    flushes = 0;
    level = false;
    pl011_initialize(&uart, 0x1c090000, (struct line){.set = set_level, .number = 37},
                     (struct character_backend){take, give, later, NULL});
    return 0;
}

static void write_register(uint32_t offset, uint32_t value)
{
    struct device_access access = {offset, 4, value, 0};
    assert_true(uart.device.ops->write(&uart.device, &access));
}

static uint32_t read_register(uint32_t offset)
{
    struct device_access access = {offset, 4, 0, 0};
    assert_true(uart.device.ops->read(&uart.device, &access));
    return access.value;
}

static void type(const char *text)
{
    size_t size = strlen(text);
    for (size_t i = 0; i < size; i++) {
        input[input_size + i] = text[i];
    }
    input_size += size;
    pl011_receive(&uart);
}

static void print(const char *text)
{
    for (; *text != '\0'; text++) {
        assert_false(read_register(FR) & FR_TXFF);
        write_register(DR, (uint8_t)*text);
    }
}

static void identification(void **context)
{
    (void)context;
    uint32_t id = 0;
    for (uint32_t i = 0; i < 4; i++) {
        id |= read_register(0xfe0 + 4 * i) << (8 * i);
    }
    assert_int_equal(id, 0x00141011);
    assert_int_equal(read_register(0xff0), 0x0d);
    assert_int_equal(read_register(0xffc), 0xb1);
}

static void output_goes_line_by_line(void **context)
{
    (void)context;
    print("hello");
    assert_int_equal(output_size, 0);
    assert_int_equal(flushes, 1);
    print("\n");
    assert_int_equal(writes, 1);
    assert_memory_equal(output, "hello\n", 6);
    print("# ");
    assert_int_equal(flushes, 2);
    pl011_flush(&uart);
    assert_memory_equal(output, "hello\n# ", 8);
    pl011_flush(&uart);
    assert_int_equal(writes, 2);
}

static void output_waits_for_a_slow_backend(void **context)
{
    (void)context;
    output_room = 10;
    write_register(CR, CR_ON);
    write_register(IMSC, TX);
    for (int i = 0; i < 10 + PL011_TRANSMIT; i++) {
        assert_false(read_register(FR) & FR_TXFF);
        write_register(DR, 'a' + (uint32_t)i % 26);
        if (i == 9) {
            pl011_flush(&uart);
        }
    }
    assert_true(read_register(FR) & FR_TXFF);
    assert_false(read_register(FR) & FR_TXFE);
    assert_false(level);     /* no room: no transmit interrupt */
    write_register(DR, '!'); /* lost */
    output_room = sizeof(output);
    pl011_flush(&uart);
    assert_true(level);
    assert_int_equal(output_size, 10 + PL011_TRANSMIT);
    for (int i = 0; i < 10 + PL011_TRANSMIT; i++) {
        assert_int_equal(output[i], 'a' + i % 26);
    }
    write_register(ICR, TX);
    assert_false(level);
}

static void transmit_interrupt(void **context)
{
    (void)context;
    write_register(IMSC, TX);
    assert_false(level);
    print("x");
    assert_true(level);
    assert_int_equal(read_register(MIS), TX);
    write_register(IMSC, 0);
    assert_false(level);
    assert_int_equal(read_register(RIS), TX);
    write_register(ICR, 0x7ff);
    assert_int_equal(read_register(RIS), 0);
}

static void input_needs_an_enabled_receiver(void **context)
{
    (void)context;
    type("ab");
    assert_true(read_register(FR) & FR_RXFE);
    assert_int_equal(read_register(DR), 0);
    write_register(CR, CR_ON);
    assert_false(read_register(FR) & FR_RXFE);
    assert_int_equal(read_register(DR), 'a');
    assert_int_equal(read_register(DR), 'b');
    assert_true(read_register(FR) & FR_RXFE);
}

static void input_by_interrupt(void **context)
{
    (void)context;
    write_register(CR, CR_ON);
    write_register(LCR_H, FIFO);
    write_register(IFLS, 2 << 3); /* half full */
    write_register(IMSC, RX | RT);
    type("a");
    assert_true(level);
    assert_int_equal(read_register(MIS), RT);
    type("bcdefgh");
    assert_int_equal(read_register(MIS), RX | RT);
    assert_int_equal(read_register(DR), 'a');
    assert_int_equal(read_register(MIS), RT);
    for (int i = 1; i < 8; i++) {
        assert_int_equal(read_register(DR), "abcdefgh"[i]);
    }
    assert_false(level);
}

static void long_input_stays_in_the_backend(void **context)
{
    (void)context;
    char text[301];
    for (size_t i = 0; i < 300; i++) {
        text[i] = (char)('A' + i % 50);
    }
    text[300] = '\0';
    write_register(CR, CR_ON);
    write_register(LCR_H, FIFO);
    type(text);
    assert_true(read_register(FR) & FR_RXFF);
    assert_int_equal(input_first, PL011_FIFO);
    for (size_t i = 0; i < 300; i++) {
        assert_false(read_register(FR) & FR_RXFE);
        assert_int_equal(read_register(DR), text[i]);
    }
    assert_true(read_register(FR) & FR_RXFE);
}

static void loopback(void **context)
{
    (void)context;
    write_register(CR, CR_ON | CR_LOOPBACK);
    write_register(LCR_H, FIFO);
    type("not read");
    for (int i = 0; i < 40; i++) {
        write_register(DR, 'x');
    }
    assert_true(read_register(FR) & FR_RXFF);
    for (int i = 0; i < PL011_FIFO; i++) {
        assert_int_equal(read_register(DR), 'x');
    }
    assert_true(read_register(FR) & FR_RXFE);
    assert_int_equal(output_size, 0);
}

static void every_offset_and_width(void **context)
{
    (void)context;
    write_register(CR, CR_ON);
    for (uint32_t width = 1; width <= 4; width *= 2) {
        for (uint32_t offset = 0; offset + width <= PL011_SIZE; offset++) {
            struct device_access access = {offset, width, 0xffffffff, 0};
            assert_true(uart.device.ops->write(&uart.device, &access));
            assert_true(uart.device.ops->read(&uart.device, &access));
            assert_int_equal(access.value & ~device_width_mask(width), 0);
        }
    }
    write_register(IBRD, 0x12345);
    assert_int_equal(read_register(IBRD), 0x2345);
    uart.device.ops->reset(&uart.device);
    assert_int_equal(read_register(CR), 0x300);
    assert_int_equal(read_register(IFLS), 0x12);
    assert_false(level);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(identification, setup),
        cmocka_unit_test_setup(output_goes_line_by_line, setup),
        cmocka_unit_test_setup(output_waits_for_a_slow_backend, setup),
        cmocka_unit_test_setup(transmit_interrupt, setup),
        cmocka_unit_test_setup(input_needs_an_enabled_receiver, setup),
        cmocka_unit_test_setup(input_by_interrupt, setup),
        cmocka_unit_test_setup(long_input_stays_in_the_backend, setup),
        cmocka_unit_test_setup(loopback, setup),
        cmocka_unit_test_setup(every_offset_and_width, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
