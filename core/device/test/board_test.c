/* SPDX-License-Identifier: MIT */
/* Devices by the board's device tree: what it says is found, whatever else is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <libfdt.h>
#include <cmocka.h>

#include "device/board.h"

enum { TREE_SIZE = 4096, GIC_PHANDLE = 1 };

static uint8_t tree[TREE_SIZE];

static void cells(const char *name, const uint32_t *values, int count)
{
    fdt32_t big[16];
    for (int i = 0; i < count; i++) {
        big[i] = cpu_to_fdt32(values[i]);
    }
    assert_int_equal(fdt_property(tree, name, big, count * (int)sizeof *big), 0);
}

#define CELLS(name, ...)                                                                           \
    cells(name, (const uint32_t[]){__VA_ARGS__},                                                   \
          (int)(sizeof((const uint32_t[]){__VA_ARGS__}) / sizeof(uint32_t)))

static void begin(const char *name)
{
    assert_int_equal(fdt_begin_node(tree, name), 0);
}

static void end(void)
{
    assert_int_equal(fdt_end_node(tree), 0);
}

static int set_up(void **state)
{
    (void)state;
    fdt_create(tree, TREE_SIZE);
    fdt_finish_reservemap(tree);
    begin("");
    CELLS("#address-cells", 1);
    CELLS("#size-cells", 1);
    CELLS("interrupt-parent", GIC_PHANDLE);
    begin("aliases");
    fdt_property_string(tree, "uart0", "/bus@8000000/uart@1000");
    fdt_property_string(tree, "timer", "/timer");
    fdt_property_string(tree, "dma", "/bus@8000000/dma@4000");
    end();
    begin("chosen");
    fdt_property_string(tree, "stdout-path", "uart0:115200n8");
    end();
    begin("memory@80000000");
    fdt_property_string(tree, "device_type", "memory");
    CELLS("reg", 0x80000000, 0x10000000, 0x90000000, 0x10000000);
    end();
    begin("gic@2c001000");
    fdt_property_u32(tree, "phandle", GIC_PHANDLE);
    CELLS("#interrupt-cells", 3);
    fdt_property(tree, "interrupt-controller", NULL, 0);
    CELLS("reg", 0x2c001000, 0x1000);
    CELLS("interrupts", 1, 9, 4);
    end();
    begin("timer");
    fdt_property_string(tree, "compatible", "arm,armv7-timer");
    CELLS("interrupts", 1, 14, 4);
    end();
    begin("bus@8000000");
    CELLS("#address-cells", 2);
    CELLS("#size-cells", 1);
    CELLS("ranges", 0, 0, 0x08000000, 0x10000, 1, 0, 0x1c000000, 0x2000);
    begin("uart@1000");
    CELLS("reg", 0, 0x1000, 0x1000, 1, 0x1ff0, 0x10, 1, 0x2000, 0x1000, 0, 0x3000, 0);
    CELLS("interrupts", 0, 5, 4, 0, 6, 1, 0, 5000, 1, 7, 5, 1);
    end();
    begin("dma@4000");
    CELLS("reg", 0, 0x4000, 0x1000);
    CELLS("interrupts", 0, 8, 4);
    fdt_property(tree, "tessera,bus-master", NULL, 0);
    end();
    end();
    begin("island");
    CELLS("#address-cells", 1);
    CELLS("#size-cells", 1);
    begin("device@0");
    CELLS("reg", 0, 0x1000);
    end();
    end();
    end();
    assert_int_equal(fdt_finish(tree), 0);
    return 0;
}

static void expect_registers(const char *label, uint32_t base, uint32_t size)
{
    struct board_range range = {0};
    assert_int_equal(board_registers(tree, label, &range), OK);
    assert_int_equal(range.base, base);
    assert_int_equal(range.size, size);
}

static void registers_are_translated(void **state)
{
    (void)state;
    expect_registers("uart0", 0x08001000, 0x1000);
    expect_registers("uart0:0", 0x08001000, 0x1000);
    expect_registers("uart0:1", 0x1c001ff0, 0x10);
    expect_registers("/bus@8000000/uart@1000:0", 0x08001000, 0x1000);
    expect_registers("/memory@80000000:1", 0x90000000, 0x10000000);
}

static void other_registers_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *label;
        enum error error;
    } cases[] = {
        {"", ERROR_INVALID},
        {"uart0:", ERROR_INVALID},
        {"uart0:-1", ERROR_INVALID},
        {"uart0:x", ERROR_INVALID},
        {"uart0:2", ERROR_NOT_FOUND}, /* outside of the bus's ranges */
        {"uart0:3", ERROR_NOT_FOUND}, /* empty */
        {"uart0:4", ERROR_NOT_FOUND},
        {"uart0:4294967295", ERROR_NOT_FOUND},
        {"uart0:4294967296", ERROR_INVALID},
        {"uart9", ERROR_NOT_FOUND},
        {"timer", ERROR_NOT_FOUND},
        {"/", ERROR_NOT_FOUND},
        {"/island/device@0", ERROR_NOT_FOUND},
        {":0", ERROR_NOT_FOUND},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct board_range range;
        assert_int_equal(board_registers(tree, cases[i].label, &range), cases[i].error);
    }
    char longest[400];
    memset(longest, 'a', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    struct board_range range;
    assert_int_equal(board_registers(tree, longest, &range), ERROR_INVALID);
}

/* What accesses memory by itself is given to whom says so, and in just these words. */
static void bus_masters_are_denied(void **state)
{
    (void)state;
    static const struct {
        const char *label;
        enum error error;
    } cases[] = {
        {"dma", ERROR_DENIED},
        {"dma:0", ERROR_DENIED},
        {"/bus@8000000/dma@4000:0", ERROR_DENIED},
        {"/bus/dma", ERROR_DENIED}, /* a path without the addresses in it */
        {"dma:0,cpu=0", ERROR_DENIED},
        {"dma:0,unprotected", OK},
        {"dma,unprotected", OK},
        {"/bus@8000000/dma@4000,unprotected", OK},
        {"dma:1,unprotected", ERROR_NOT_FOUND},
        {"dma:0,unprotected,cpu=0", ERROR_INVALID},
        {"dma,unprotected,cpu=0", ERROR_NOT_FOUND},
        {"dma,unprotected:0", ERROR_NOT_FOUND},
        {"dma:0,unprotected,unprotected", ERROR_INVALID},
        {"dma:0,unprotected ", ERROR_INVALID},
        {"dma:0unprotected", ERROR_INVALID},
        {",unprotected", ERROR_INVALID},
        {"uart0:0,unprotected", OK}, /* it makes no difference to others */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct board_range range = {0};
        enum error error = board_registers(tree, cases[i].label, &range);
        if (error != cases[i].error) {
            fail_msg("%s: %d", cases[i].label, (int)error);
        }
    }
    struct board_interrupt interrupt;
    assert_int_equal(board_interrupt(tree, "dma:0", &interrupt), OK);
    assert_int_equal(board_interrupt(tree, "dma:0,unprotected", &interrupt), ERROR_INVALID);
}

static void interrupts_are_found(void **state)
{
    (void)state;
    struct board_interrupt interrupt;
    assert_int_equal(board_interrupt(tree, "uart0:0", &interrupt), OK);
    assert_int_equal(interrupt.intid, 37);
    assert_false(interrupt.is_edge);
    assert_int_equal(board_interrupt(tree, "uart0:1,cpu=1", &interrupt), OK);
    assert_int_equal(interrupt.intid, 38);
    assert_true(interrupt.is_edge);
    assert_int_equal(interrupt.cpu, 1);
    assert_false(interrupt.is_generic_timer);
    assert_int_equal(board_interrupt(tree, "timer", &interrupt), OK);
    assert_int_equal(interrupt.intid, 30);
    assert_true(interrupt.is_generic_timer);
}

static void other_interrupts_are_refused(void **state)
{
    (void)state;
    struct board_interrupt interrupt;
    assert_int_equal(board_interrupt(tree, "uart0:2", &interrupt), ERROR_NOT_FOUND);
    assert_int_equal(board_interrupt(tree, "uart0:3", &interrupt), ERROR_NOT_FOUND);
    assert_int_equal(board_interrupt(tree, "uart0:4", &interrupt), ERROR_NOT_FOUND);
    assert_int_equal(board_interrupt(tree, "uart0:0,cpu=", &interrupt), ERROR_INVALID);
    assert_int_equal(board_interrupt(tree, "/gic@2c001000", &interrupt), ERROR_DENIED);
    assert_int_equal(board_interrupt(tree, "/memory@80000000", &interrupt), ERROR_NOT_FOUND);
}

static void memory_and_controllers_are_reserved(void **state)
{
    (void)state;
    static const uint32_t bases[] = {0x80000000, 0x90000000, 0x2c001000};
    struct board_range range = {0};
    int position = -1;
    uint32_t index = 0, count = 0;
    while (count < 3 && board_reserved(tree, &position, &index, &range)) {
        assert_int_equal(range.base, bases[count]);
        count++;
    }
    assert_int_equal(count, 3);
    assert_false(board_reserved(tree, &position, &index, &range));
}

static void no_console_is_found_without_path(void **state)
{
    (void)state;
    struct board_range range;
    assert_int_equal(fdt_nop_property(tree, fdt_path_offset(tree, "/chosen"), "stdout-path"), 0);
    assert_int_equal(board_console(tree, &range), ERROR_NOT_FOUND);
    assert_false(board_console_is(tree, "arm,pl011"));
}

static void console_is_found(void **state)
{
    (void)state;
    struct board_range range;
    assert_int_equal(board_console(tree, &range), OK);
    assert_int_equal(range.base, 0x08001000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(registers_are_translated, set_up),
        cmocka_unit_test_setup(other_registers_are_refused, set_up),
        cmocka_unit_test_setup(bus_masters_are_denied, set_up),
        cmocka_unit_test_setup(interrupts_are_found, set_up),
        cmocka_unit_test_setup(other_interrupts_are_refused, set_up),
        cmocka_unit_test_setup(memory_and_controllers_are_reserved, set_up),
        cmocka_unit_test_setup(console_is_found, set_up),
        cmocka_unit_test_setup(no_console_is_found_without_path, set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
