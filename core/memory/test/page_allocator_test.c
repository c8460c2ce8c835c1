/* SPDX-License-Identifier: MIT */
/* Buddy allocator: no overlap, alignment kept, everything joins again, exhaustion is an error. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "pool.h"

static struct pool pool;

static int set_up(void **state)
{
    (void)state;
    pool_init(&pool);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    pool_free(&pool);
    return 0;
}

static void whole_span_comes_back(void **state)
{
    (void)state;
    size_t all = (size_t)POOL_PAGES * PAGE_SIZE;
    uintptr_t address = page_allocator_take(&pool.allocator, all / 2, PAGE_SIZE);
    assert_int_not_equal(address, 0);
    uintptr_t pages[POOL_PAGES / 2];
    for (int i = 0; i < POOL_PAGES / 2; i++) {
        pages[i] = page_allocator_take(&pool.allocator, PAGE_SIZE, PAGE_SIZE);
        assert_int_not_equal(pages[i], 0);
    }
    assert_int_equal(page_allocator_take(&pool.allocator, PAGE_SIZE, PAGE_SIZE), 0);
    for (int i = 0; i < POOL_PAGES / 2; i++) {
        page_allocator_give(&pool.allocator, pages[i], PAGE_SIZE);
    }
    page_allocator_give(&pool.allocator, address, all / 2);
    address = page_allocator_take(&pool.allocator, all / 2, PAGE_SIZE);
    assert_int_not_equal(address, 0);
    assert_int_not_equal(page_allocator_take(&pool.allocator, all / 2, PAGE_SIZE), 0);
    assert_int_equal(page_allocator_take(&pool.allocator, PAGE_SIZE, PAGE_SIZE), 0);
}

static void alignment_is_kept(void **state)
{
    (void)state;
    size_t large = (size_t)2 << 20;
    for (int i = 0; i < 2; i++) {
        uintptr_t address = page_allocator_take(&pool.allocator, 3 * PAGE_SIZE, large);
        assert_int_not_equal(address, 0);
        assert_int_equal(address % large, 0);
        address = page_allocator_take(&pool.allocator, large + PAGE_SIZE, PAGE_SIZE);
        assert_int_not_equal(address, 0);
        assert_int_equal(address % large, 0);
    }
}

static void too_large_is_an_error(void **state)
{
    (void)state;
    size_t all = (size_t)POOL_PAGES * PAGE_SIZE;
    assert_int_equal(page_allocator_take(&pool.allocator, 2 * all, PAGE_SIZE), 0);
    assert_int_equal(page_allocator_take(&pool.allocator, (size_t)0xfffff000u, PAGE_SIZE), 0);
    assert_int_equal(page_allocator_take(&pool.allocator, PAGE_SIZE, 0x80000000u), 0);
}

struct taken {
    uintptr_t address;
    size_t size;
    uint8_t mark;
};

static void random_use_never_overlaps(void **state)
{
    (void)state;
    enum { BLOCKS = 200 };
    struct taken taken[BLOCKS] = {0};
    uint32_t random = 12345;
    for (int step = 0; step < 30000; step++) {
        random = random * 1664525u + 1013904223u;
        struct taken *block = &taken[(random >> 8) % BLOCKS];
        if (block->address != 0) {
            const uint8_t *bytes = (const uint8_t *)block->address;
            for (size_t i = 0; i < block->size; i += PAGE_SIZE / 4) {
                assert_int_equal(bytes[i], block->mark);
            }
            page_allocator_give(&pool.allocator, block->address, block->size);
            block->address = 0;
            continue;
        }
        block->size = (1 + (random >> 20) % ((random & 0x80) != 0 ? 64 : 2)) * (size_t)PAGE_SIZE;
        block->address = page_allocator_take(&pool.allocator, block->size, PAGE_SIZE);
        block->mark = (uint8_t)step;
        if (block->address != 0) {
            memset((void *)block->address, block->mark, block->size);
        }
    }
    for (int i = 0; i < BLOCKS; i++) {
        if (taken[i].address != 0) {
            page_allocator_give(&pool.allocator, taken[i].address, taken[i].size);
        }
    }
    assert_int_not_equal(
        page_allocator_take(&pool.allocator, (size_t)POOL_PAGES / 2 * PAGE_SIZE, PAGE_SIZE), 0);
    assert_int_not_equal(
        page_allocator_take(&pool.allocator, (size_t)POOL_PAGES / 2 * PAGE_SIZE, PAGE_SIZE), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(whole_span_comes_back, set_up, tear_down),
        cmocka_unit_test_setup_teardown(alignment_is_kept, set_up, tear_down),
        cmocka_unit_test_setup_teardown(too_large_is_an_error, set_up, tear_down),
        cmocka_unit_test_setup_teardown(random_use_never_overlaps, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
