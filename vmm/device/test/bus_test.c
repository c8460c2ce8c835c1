/* SPDX-License-Identifier: MIT */
/* Host test of the bus, and of what is reported about unclaimed addresses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>
#include "device/bus.h"
#include "device/unclaimed.h"

static uint32_t resets;

static void count_reset(struct device *device)
{
    (void)device;
    resets++;
}

static const struct device_ops ops = {.reset = count_reset};

static void finds_what_claims_an_address(void **context)
{
    (void)context;
    struct bus bus = {0};
    struct device low = {"low", 0x1000, 0x1000, &ops};
    struct device high = {"high", 0xfffff000, 0x1000, &ops};
    assert_null(bus_find(&bus, 0x1000));
    assert_int_equal(bus_add(&bus, &low), OK);
    assert_int_equal(bus_add(&bus, &high), OK);
    assert_ptr_equal(bus_find(&bus, 0x1000), &low);
    assert_ptr_equal(bus_find(&bus, 0x1fff), &low);
    assert_null(bus_find(&bus, 0x2000));
    assert_null(bus_find(&bus, 0xfff));
    assert_ptr_equal(bus_find(&bus, 0xffffffff), &high);
    assert_ptr_equal(bus_find(&bus, 0x1004), &low);
    bus_reset(&bus);
    assert_int_equal(resets, 2);
}

static void refuses_what_does_not_fit(void **context)
{
    (void)context;
    struct bus bus = {0};
    struct device devices[BUS_DEVICES + 1];
    struct device nothing = {"nothing", 0x1000, 0, &ops};
    struct device wraps = {"wraps", 0xfffff000, 0x2000, &ops};
    assert_int_equal(bus_add(&bus, &nothing), ERROR_INVALID);
    assert_int_equal(bus_add(&bus, &wraps), ERROR_INVALID);
    for (uint32_t i = 0; i <= BUS_DEVICES; i++) {
        devices[i] = (struct device){"device", 0x10000 * i, 0x8000, &ops};
        assert_int_equal(bus_add(&bus, &devices[i]), i < BUS_DEVICES ? OK : ERROR_SIZE);
    }
    bus.count = 2;
    struct device inside = {"inside", 0x4000, 0x10, &ops};
    struct device around = {"around", 0x7000, 0x20000, &ops};
    assert_int_equal(bus_add(&bus, &inside), ERROR_EXISTS);
    assert_int_equal(bus_add(&bus, &around), ERROR_EXISTS);
}

static void reports_each_address_once(void **context)
{
    (void)context;
    struct unclaimed unclaimed = {0};
    assert_int_equal(unclaimed_note(&unclaimed, 4), UNCLAIMED_NEW);
    assert_int_equal(unclaimed_note(&unclaimed, 4), UNCLAIMED_KNOWN);
    for (uint32_t i = 1; i < UNCLAIMED_ADDRESSES - 1; i++) {
        assert_int_equal(unclaimed_note(&unclaimed, 0x1000 * i), UNCLAIMED_NEW);
    }
    assert_int_equal(unclaimed_note(&unclaimed, 8), UNCLAIMED_LAST);
    assert_int_equal(unclaimed_note(&unclaimed, 12), UNCLAIMED_KNOWN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_what_claims_an_address),
        cmocka_unit_test(refuses_what_does_not_fit),
        cmocka_unit_test(reports_each_address_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
