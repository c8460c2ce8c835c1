/* SPDX-License-Identifier: MIT */
/* Host test of the virtual Versatile Express system registers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include "device/sysregs.h"
#include "device/test/fake_clock.h"

enum {
    ID = 0x00,
    LED = 0x08,
    LOCK = 0x20,
    FLAGS = 0x30,
    FLAGSCLR = 0x34,
    MHZ24 = 0x5c,
    PROCID0 = 0x84,
    CFGDATA = 0xa0,
    CFGCTRL = 0xa4,
    CFGSTAT = 0xa8,
    COMPLETE = 1,
    FAILED = 3,
};
#define START 0x80000000u
#define WRITE 0xc0000000u

static struct sysregs sysregs;
static struct fake_clock fake;
static enum machine_event event;

static void request(void *context, enum machine_event what)
{
    (void)context;
    event = what;
}

static int setup(void **context)
{
    (void)context;
    event = 0;
    fake_clock_initialize(&fake);
    sysregs_initialize(&sysregs, 0x1c010000, &fake.clock, (struct machine_control){request, NULL});
    return 0;
}

static void write_register(uint32_t offset, uint32_t value)
{
    struct device_access access = {offset, 4, value, 0};
    assert_true(sysregs.device.ops->write(&sysregs.device, &access));
}

static uint32_t read_register(uint32_t offset)
{
    struct device_access access = {offset, 4, 0, 0};
    assert_true(sysregs.device.ops->read(&sysregs.device, &access));
    return access.value;
}

static uint32_t configure(uint32_t control)
{
    write_register(CFGSTAT, 0);
    write_register(CFGCTRL, control);
    return read_register(CFGSTAT);
}

static void plain_registers(void **context)
{
    (void)context;
    assert_int_equal(read_register(ID), 0x1190f500);
    assert_int_equal(read_register(PROCID0), 0x14000237);
    write_register(LED, 0x1ff);
    assert_int_equal(read_register(LED), 0xff);
    write_register(FLAGS, 0xf0);
    write_register(FLAGS, 0x0f);
    write_register(FLAGSCLR, 0x11);
    assert_int_equal(read_register(FLAGS), 0xee);
    write_register(LOCK, 0xa05f);
    assert_int_equal(read_register(LOCK), 0xa05f);
    write_register(LOCK, 1);
    assert_int_equal(read_register(LOCK), 0x10001);
}

static void counter(void **context)
{
    (void)context;
    uint32_t before = read_register(MHZ24);
    fake_clock_run(&fake, 1000, 1);
    assert_int_equal(read_register(MHZ24) - before, 24000);
    fake_clock_run(&fake, 0x100000000, 1);
    (void)read_register(MHZ24);
}

static void oscillators(void **context)
{
    (void)context;
    assert_int_equal(configure(START | 1 << 20 | 1), COMPLETE);
    assert_int_equal(read_register(CFGDATA), 23750000);
    write_register(CFGDATA, 65000000);
    assert_int_equal(configure(WRITE | 1 << 20 | 1 << 16 | 5), COMPLETE);
    write_register(CFGDATA, 0);
    assert_int_equal(configure(START | 1 << 20 | 1 << 16 | 5), COMPLETE);
    assert_int_equal(read_register(CFGDATA), 65000000);
    assert_int_equal(configure(START | 1 << 20 | 1 << 16 | 9), FAILED);
    assert_int_equal(configure(START | 1 << 20 | 2 << 16), FAILED);
    assert_int_equal(configure(START | 1 << 20 | 0xfff), FAILED);
}

static void sensors(void **context)
{
    (void)context;
    assert_int_equal(configure(START | 2 << 20 | 1 << 16), COMPLETE);
    assert_int_equal(read_register(CFGDATA), 900000);
    assert_int_equal(configure(START | 4 << 20 | 1 << 16), COMPLETE);
    assert_int_equal(configure(START | 4 << 20), FAILED);
    assert_int_equal(configure(START | 0x3f << 20), FAILED);
}

static void machine(void **context)
{
    (void)context;
    assert_int_equal(configure(0x40800000), 0); /* without the start bit, nothing happens */
    assert_int_equal(event, 0);
    configure(0xc0800000);
    assert_int_equal(event, MACHINE_OFF);
    configure(0xc0900000);
    assert_int_equal(event, MACHINE_RESET);
}

static void every_offset_and_width(void **context)
{
    (void)context;
    for (uint32_t width = 1; width <= 4; width *= 2) {
        for (uint32_t offset = 0; offset + width <= SYSREGS_SIZE; offset++) {
            struct device_access access = {offset, width, 0xffffffff, 0};
            assert_true(sysregs.device.ops->write(&sysregs.device, &access));
            assert_true(sysregs.device.ops->read(&sysregs.device, &access));
            assert_int_equal(access.value & ~device_width_mask(width), 0);
        }
    }
    sysregs.device.ops->reset(&sysregs.device);
    assert_int_equal(read_register(FLAGS), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(plain_registers, setup),
        cmocka_unit_test_setup(counter, setup),
        cmocka_unit_test_setup(oscillators, setup),
        cmocka_unit_test_setup(sensors, setup),
        cmocka_unit_test_setup(machine, setup),
        cmocka_unit_test_setup(every_offset_and_width, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
