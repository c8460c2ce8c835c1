/* SPDX-License-Identifier: MIT */
/* The combiner's lines against a model of its registers, and its lines in a device tree. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <libfdt.h>
#include "../combiner.h"
#include "../tree.h"

enum { SETS = 8, SET_SIZE = 0x10, TREE_SIZE = 2048 };

static uint32_t enabled[SETS], raised[SETS];

uint32_t combiner_read(const struct combiner *combiner, uint32_t offset)
{
    (void)combiner;
    assert_int_equal(offset % SET_SIZE, 0xc);
    return enabled[offset / SET_SIZE] & raised[offset / SET_SIZE];
}

void combiner_write(const struct combiner *combiner, uint32_t offset, uint32_t value)
{
    (void)combiner;
    assert_true(offset < SETS * SET_SIZE);
    if (offset % SET_SIZE == 0) {
        enabled[offset / SET_SIZE] |= value;
    } else {
        assert_int_equal(offset % SET_SIZE, 4);
        enabled[offset / SET_SIZE] &= ~value;
    }
}

static void test_start_disables_all(void **state)
{
    (void)state;
    const struct combiner combiner = {0};
    for (int i = 0; i < SETS; i++) {
        enabled[i] = UINT32_MAX;
    }
    combiner_init(&combiner);
    for (int i = 0; i < SETS; i++) {
        assert_int_equal(enabled[i], 0);
    }
}

static void test_a_raised_line_is_taken_once_and_others_are_left(void **state)
{
    (void)state;
    const struct combiner combiner = {0};
    combiner_init(&combiner);
    combiner_enable(&combiner, 7, 0);
    combiner_enable(&combiner, 7, 2);
    combiner_enable(&combiner, 6, 2);
    assert_int_equal(enabled[1], 1u << 24 | 1u << 26 | 1u << 18);
    raised[1] = 1u << 24 | 1u << 18 | 1u << 25;
    assert_int_equal(combiner_take(&combiner, 7), 1); /* 7.1 is raised, but not enabled */
    assert_int_equal(combiner_take(&combiner, 7), 0);
    assert_int_equal(enabled[1], 1u << 26 | 1u << 18);
    assert_int_equal(combiner_take(&combiner, 6), 4);
    combiner_enable(&combiner, 7, 0); /* acknowledged, and still raised */
    assert_int_equal(combiner_take(&combiner, 7), 1);
    combiner_disable(&combiner, 7, 2);
    assert_int_equal(enabled[1], 0);
    raised[1] = 0;
}

static void add_node(void *tree, const char *name, uint32_t parent, const uint32_t *cells,
                     int count)
{
    assert_int_equal(fdt_begin_node(tree, name), 0);
    assert_int_equal(fdt_property_u32(tree, "interrupt-parent", parent), 0);
    void *place = NULL;
    assert_int_equal(fdt_property_placeholder(tree, "interrupts", count * 4, &place), 0);
    for (int i = 0; i < count; i++) {
        fdt32_st((fdt32_t *)place + i, cells[i]);
    }
    assert_int_equal(fdt_end_node(tree), 0);
}

static void make_tree(void *tree)
{
    assert_int_equal(fdt_create(tree, TREE_SIZE), 0);
    assert_int_equal(fdt_finish_reservemap(tree), 0);
    assert_int_equal(fdt_begin_node(tree, ""), 0);
    assert_int_equal(fdt_begin_node(tree, "aliases"), 0);
    assert_int_equal(fdt_property_string(tree, "unit", "/unit@1000"), 0);
    assert_int_equal(fdt_end_node(tree), 0);
    assert_int_equal(fdt_begin_node(tree, "gic"), 0);
    assert_int_equal(fdt_property_u32(tree, "phandle", 1), 0);
    assert_int_equal(fdt_end_node(tree), 0);
    assert_int_equal(fdt_begin_node(tree, "combiner"), 0);
    assert_int_equal(fdt_property_u32(tree, "phandle", 2), 0);
    assert_int_equal(fdt_end_node(tree), 0);
    add_node(tree, "unit@1000", 2, (const uint32_t[]){7, 0, 24, 5}, 4);
    add_node(tree, "wrong", 2, (const uint32_t[]){32, 0, 7, 8, 1}, 5);
    add_node(tree, "direct", 1, (const uint32_t[]){0, 33, 4}, 3);
    add_node(tree, "dangling", 9, (const uint32_t[]){7, 0}, 2);
    assert_int_equal(fdt_end_node(tree), 0);
    assert_int_equal(fdt_finish(tree), 0);
}

static void test_labels(void **state)
{
    (void)state;
    static const struct {
        const char *label;
        enum error error;
        uint32_t group, line;
    } cases[] = {
        {"unit", OK, 7, 0},
        {"unit:0", OK, 7, 0},
        {"unit:1", OK, 24, 5},
        {"/unit@1000:1", OK, 24, 5},
        {"unit:2", ERROR_NOT_FOUND, 0, 0},
        {"unit:4294967297", ERROR_NOT_FOUND, 0, 0},
        {"unit:", ERROR_INVALID, 0, 0},
        {"unit:-1", ERROR_INVALID, 0, 0},
        {"unit: 1", ERROR_INVALID, 0, 0},
        {"unit:1x", ERROR_INVALID, 0, 0},
        {":1", ERROR_INVALID, 0, 0},
        {"", ERROR_INVALID, 0, 0},
        {"nothing", ERROR_NOT_FOUND, 0, 0},
        {"/wrong:0", ERROR_NOT_FOUND, 0, 0},
        {"/wrong:1", ERROR_NOT_FOUND, 0, 0},
        {"/wrong:2", ERROR_NOT_FOUND, 0, 0},
        {"/direct", ERROR_NOT_FOUND, 0, 0},
        {"/dangling", ERROR_NOT_FOUND, 0, 0},
        {"/combiner", ERROR_NOT_FOUND, 0, 0},
    };
    static _Alignas(8) uint8_t tree[TREE_SIZE];
    make_tree(tree);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct tree_line line = {0};
        assert_int_equal(tree_line_of(tree, "/combiner", cases[i].label, &line), cases[i].error);
        if (cases[i].error == OK) {
            assert_int_equal(line.group, cases[i].group);
            assert_int_equal(line.line, cases[i].line);
        }
    }
    struct tree_line line = {0};
    assert_int_equal(tree_line_of(tree, "/nothing", "unit", &line), ERROR_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_start_disables_all),
        cmocka_unit_test(test_a_raised_line_is_taken_once_and_others_are_left),
        cmocka_unit_test(test_labels),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
