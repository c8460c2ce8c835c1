/* SPDX-License-Identifier: MIT */
/*
 * Widening of a counter that wraps, and conversion between ticks and microseconds.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "../tick.h"

static const uint32_t frequencies[] = {1, 32768, 1000000, 24000000, 62500000, 999999937};

static void test_counter_goes_on_over_wraps(void **state)
{
    (void)state;
    struct wide_counter counter = {0};
    uint64_t expected = 0;
    for (int i = 0; i < 100; i++) {
        expected += 0xc0000001u;
        assert_true(wide_counter_update(&counter, (uint32_t)expected) == expected);
        assert_true(wide_counter_update(&counter, (uint32_t)expected) == expected);
    }
    assert_true(expected > UINT32_MAX);
}

static void test_ticks_are_exact_where_a_product_would_overflow(void **state)
{
    (void)state;
    uint64_t year = 365ull * 24 * 3600;
    for (size_t i = 0; i < sizeof(frequencies) / sizeof(frequencies[0]); i++) {
        uint64_t ticks = 100 * year * frequencies[i];
        assert_true(ticks_to_microseconds(ticks, frequencies[i]) == 100 * year * 1000000);
    }
    assert_true(ticks_to_microseconds(62500000 + 62, 62500000) == 1000000);
    assert_true(ticks_to_microseconds(62500000 + 63, 62500000) == 1000001);
}

static void test_deadline_in_ticks_is_the_first_not_early(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(frequencies) / sizeof(frequencies[0]); i++) {
        for (uint64_t us = 1; us < 1ull << 50; us = us * 3 + 1) {
            uint64_t ticks = microseconds_to_ticks(us, frequencies[i]);
            assert_true(ticks_to_microseconds(ticks, frequencies[i]) >= us);
            assert_true(ticks_to_microseconds(ticks - 1, frequencies[i]) < us);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_counter_goes_on_over_wraps),
        cmocka_unit_test(test_ticks_are_exact_where_a_product_would_overflow),
        cmocka_unit_test(test_deadline_in_ticks_is_the_first_not_early),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
