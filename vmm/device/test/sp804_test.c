/* SPDX-License-Identifier: MIT */
/* Host test of the virtual SP804. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include "device/sp804.h"
#include "device/test/fake_clock.h"

enum {
    LOAD = 0x00,
    VALUE = 0x04,
    CONTROL = 0x08,
    INTCLR = 0x0c,
    RIS = 0x10,
    MIS = 0x14,
    BGLOAD = 0x18,
    SECOND = 0x20,
    ONE_SHOT = 0x01,
    BITS32 = 0x02,
    DIVIDE16 = 0x04,
    INTERRUPT = 0x20,
    PERIODIC = 0x40,
    ENABLE = 0x80,
    MANY = 100,
};

static struct sp804 sp804;
static struct fake_clock fake;
static bool level;

static void set_level(void *context, uint32_t number, bool value)
{
    (void)context;
    (void)number;
    level = value;
}

static int setup(void **context)
{
    (void)context;
    level = false;
    fake_clock_initialize(&fake);
    fake.time = 123456789;
    sp804_initialize(&sp804, 0x1c110000, (struct line){.set = set_level}, &fake.clock);
    return 0;
}

static void write_register(uint32_t offset, uint32_t value)
{
    struct device_access access = {offset, 4, value, 0};
    assert_true(sp804.device.ops->write(&sp804.device, &access));
}

static uint32_t read_register(uint32_t offset)
{
    struct device_access access = {offset, 4, 0, 0};
    assert_true(sp804.device.ops->read(&sp804.device, &access));
    return access.value;
}

static void identification(void **context)
{
    (void)context;
    assert_int_equal(read_register(0xfe0), 0x04);
    assert_int_equal(read_register(0xfe4), 0x18);
    assert_int_equal(read_register(0xffc), 0xb1);
}

static void free_running(void **context)
{
    (void)context;
    write_register(LOAD, 0xffffffff);
    write_register(CONTROL, BITS32 | ENABLE);
    assert_int_equal(read_register(VALUE), 0xffffffff);
    fake_clock_run(&fake, 1000, MANY);
    assert_int_equal(read_register(VALUE), 0xffffffff - 1000);
    fake_clock_run(&fake, 0x100000000, MANY);
    assert_int_equal(read_register(VALUE), 0xffffffff - 1000);
    assert_int_equal(read_register(RIS), 1);
    assert_int_equal(fake.fired, 0); /* no interrupt wanted: no timeout */
}

static void periodic_interrupt(void **context)
{
    (void)context;
    write_register(SECOND + LOAD, 10000);
    write_register(SECOND + CONTROL, BITS32 | PERIODIC | INTERRUPT | ENABLE);
    fake_clock_run(&fake, 9999, MANY);
    assert_false(level);
    fake_clock_run(&fake, 1, MANY);
    assert_true(level);
    assert_int_equal(read_register(SECOND + MIS), 1);
    assert_int_equal(read_register(MIS), 0);
    write_register(SECOND + INTCLR, 1);
    assert_false(level);
    fake_clock_run(&fake, 10000, MANY);
    assert_true(level);
    assert_int_equal(fake.fired, 2);
    fake_clock_run(&fake, 100000, MANY); /* not cleared: no further timeouts */
    assert_int_equal(fake.fired, 2);
    write_register(SECOND + CONTROL, BITS32 | PERIODIC | ENABLE);
    assert_false(level);
}

static void one_shot(void **context)
{
    (void)context;
    write_register(LOAD, 100);
    write_register(CONTROL, ONE_SHOT | INTERRUPT | ENABLE | DIVIDE16);
    fake_clock_run(&fake, 1599, MANY);
    assert_false(level);
    assert_int_equal(read_register(VALUE), 1);
    fake_clock_run(&fake, 1, MANY);
    assert_true(level);
    assert_int_equal(read_register(VALUE), 0);
    write_register(INTCLR, 1);
    fake_clock_run(&fake, 1000000, MANY);
    assert_false(level);
    assert_int_equal(read_register(VALUE), 0);
}

static void sixteen_bits(void **context)
{
    (void)context;
    write_register(LOAD, 0x12345);
    write_register(CONTROL, ENABLE);
    assert_int_equal(read_register(VALUE), 0x2345);
    fake_clock_run(&fake, 0x2346, MANY);
    assert_int_equal(read_register(VALUE), 0xffff);
}

static void stopped_keeps_its_value(void **context)
{
    (void)context;
    write_register(LOAD, 1000);
    fake_clock_run(&fake, 500, MANY);
    assert_int_equal(read_register(VALUE), 1000);
    write_register(CONTROL, BITS32 | PERIODIC | ENABLE);
    fake_clock_run(&fake, 300, MANY);
    write_register(CONTROL, BITS32 | PERIODIC);
    fake_clock_run(&fake, 300, MANY);
    assert_int_equal(read_register(VALUE), 700);
    write_register(BGLOAD, 50);
    assert_int_equal(read_register(VALUE), 700);
    assert_int_equal(read_register(LOAD), 50);
    write_register(CONTROL, BITS32 | PERIODIC | ENABLE);
    fake_clock_run(&fake, 700, MANY);
    assert_int_equal(read_register(VALUE), 50);
}

static void zero_load_is_bounded(void **context)
{
    (void)context;
    write_register(CONTROL, BITS32 | PERIODIC | INTERRUPT | ENABLE);
    write_register(LOAD, 0);
    fake_clock_run(&fake, 1000, MANY);
    assert_true(fake.fired <= 1);
    sp804.device.ops->reset(&sp804.device);
    assert_false(level);
    assert_null(fake.first);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(identification, setup),
        cmocka_unit_test_setup(free_running, setup),
        cmocka_unit_test_setup(periodic_interrupt, setup),
        cmocka_unit_test_setup(one_shot, setup),
        cmocka_unit_test_setup(sixteen_bits, setup),
        cmocka_unit_test_setup(stopped_keeps_its_value, setup),
        cmocka_unit_test_setup(zero_load_is_bounded, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
