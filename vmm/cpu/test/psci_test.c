/* SPDX-License-Identifier: MIT */
/* Host test of PSCI. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include "cpu/psci.h"

static uint32_t started, entry, argument, offs, resets;

static bool can_start;

static bool start(void *context, uint32_t cpu, uint32_t pc, uint32_t r0)
{
    (void)context;
    started = cpu;
    entry = pc;
    argument = r0;
    return can_start;
}

static void power_off(void *context)
{
    (void)context;
    offs++;
}

static void reset(void *context)
{
    (void)context;
    resets++;
}

static const struct psci_ops ops = {start, power_off, reset};
static struct psci psci;

static int setup(void **context)
{
    (void)context;
    started = 0xff;
    offs = resets = 0;
    can_start = true;
    psci_initialize(&psci, 2, &ops, NULL);
    return 0;
}

static int32_t call(uint32_t cpu, uint32_t function, uint32_t a, uint32_t b, uint32_t c)
{
    uint32_t registers[PSCI_ARGUMENTS] = {function, a, b, c};
    assert_int_equal(psci_call(&psci, cpu, registers), PSCI_RETURN);
    return (int32_t)registers[0];
}

static void version_and_features(void **context)
{
    (void)context;
    assert_int_equal(call(0, 0x84000000, 0, 0, 0), 0x10000);
    assert_int_equal(call(0, 0x8400000a, 0x84000003, 0, 0), 0);
    assert_int_equal(call(0, 0x8400000a, 0x84000012, 0, 0), -1);
    assert_int_equal(call(0, 0x84000006, 0, 0, 0), 2);
    assert_int_equal(call(0, 0x84000077, 0, 0, 0), -1);
    assert_int_equal(call(0, 0, 0, 0, 0), -1);
    assert_int_equal(call(0, 0xc4000003, 1, 0, 0), -1); /* 64-bit calls: not on this CPU */
}

static void cpus_go_on_and_off(void **context)
{
    (void)context;
    assert_int_equal(call(0, 0x84000004, 0, 0, 0), 0);
    assert_int_equal(call(0, 0x84000004, 1, 0, 0), 1);
    assert_int_equal(call(0, 0x84000003, 0, 0x80001000, 0), -4);
    assert_int_equal(call(0, 0x84000003, 2, 0x80001000, 0), -2);
    assert_int_equal(call(0, 0x84000003, 0x101, 0x80001000, 0), -2);
    assert_int_equal(call(0, 0x84000003, 0xffffffff, 0x80001000, 0), -2);
    assert_int_equal(call(0, 0x84000003, 1, 0x80001002, 0), -9);
    assert_int_equal(started, 0xff);
    assert_int_equal(call(0, 0x84000003, 0x80000001, 0x80001000, 7), 0);
    assert_int_equal(started, 1);
    assert_int_equal(entry, 0x80001000);
    assert_int_equal(argument, 7);
    assert_int_equal(call(0, 0x84000004, 1, 0, 0), 0);
    assert_int_equal(call(0, 0x84000004, 1, 4, 0), -2);
    uint32_t off[PSCI_ARGUMENTS] = {0x84000002};
    assert_int_equal(psci_call(&psci, 1, off), PSCI_STOP);
    assert_int_equal(call(0, 0x84000004, 1, 0, 0), 1);
    can_start = false;
    assert_int_equal(call(0, 0x84000003, 1, 0x80002001, 0), -6);
    assert_int_equal(call(0, 0x84000004, 1, 0, 0), 1);
    can_start = true;
    assert_int_equal(call(0, 0x84000003, 1, 0x80002001, 0), 0);
}

static void machine(void **context)
{
    (void)context;
    uint32_t registers[PSCI_ARGUMENTS] = {0x84000008};
    assert_int_equal(psci_call(&psci, 0, registers), PSCI_MACHINE);
    assert_int_equal(offs, 1);
    registers[0] = 0x84000009;
    assert_int_equal(psci_call(&psci, 0, registers), PSCI_MACHINE);
    assert_int_equal(resets, 1);
    registers[0] = 0x84000001;
    assert_int_equal(psci_call(&psci, 0, registers), PSCI_WAIT);
    assert_int_equal(registers[0], 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(version_and_features, setup),
        cmocka_unit_test_setup(cpus_go_on_and_off, setup),
        cmocka_unit_test_setup(machine, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
