/* SPDX-License-Identifier: MIT */
/* Regions: compared, step by step, with a map that has one byte a page. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "memory/region.h"

enum { PAGE = 4096, PAGES = 512, REGIONS = 120 };

static uint8_t map[PAGES];

static int is_free(uint32_t page, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (page + i >= PAGES || map[page + i]) {
            return 0;
        }
    }
    return 1;
}

static uint32_t check(const struct region *region)
{
    if (region == NULL) {
        return 0;
    }
    uint32_t left = check(region->left), right = check(region->right);
    assert_true(left <= right + 1 && right <= left + 1);
    assert_int_equal(region->height, 1 + (left > right ? left : right));
    return region->height;
}

static void agrees_with_a_page_map(void **state)
{
    (void)state;
    struct region_tree tree = {0};
    struct region regions[REGIONS] = {0};
    uint32_t random = 7;
    memset(map, 0, sizeof map);
    for (int step = 0; step < 40000; step++) {
        random = random * 1664525u + 1013904223u;
        struct region *region = &regions[(random >> 8) % REGIONS];
        if (region->size != 0) {
            assert_ptr_equal(region_find(&tree, region->start), region);
            region_remove(&tree, region);
            memset(&map[region->start / PAGE], 0, region->size / PAGE);
            assert_null(region_find(&tree, region->start));
            region->size = 0;
        } else if (random & 0x40) {
            uint32_t page = (random >> 12) % PAGES, count = 1 + (random >> 24) % 12;
            region->start = page * PAGE;
            region->size = count * PAGE;
            if (page + count > PAGES) {
                region->size = 0;
            } else if (is_free(page, count)) {
                assert_int_equal(region_insert(&tree, region), OK);
                memset(&map[page], 1, count);
            } else {
                assert_int_equal(region_insert(&tree, region), ERROR_EXISTS);
                region->size = 0;
            }
        } else {
            uint32_t count = 1 + (random >> 24) % 12, first = (random >> 12) % 100;
            uint32_t last = PAGES - (random >> 16) % 100, page = first, address = 0;
            while (page + count <= last && !is_free(page, count)) {
                page++;
            }
            enum error error =
                region_find_gap(&tree, count * PAGE, PAGE, first * PAGE, last * PAGE, &address);
            if (page + count > last) {
                assert_int_equal(error, ERROR_SIZE);
                continue;
            }
            assert_int_equal(error, OK);
            assert_int_equal(address, page * PAGE);
            region->start = address;
            region->size = count * PAGE;
            assert_int_equal(region_insert(&tree, region), OK);
            memset(&map[page], 1, count);
        }
        if (step % 64 == 0) {
            check(tree.root);
        }
    }
}

static void aligns(void **state)
{
    (void)state;
    struct region_tree tree = {0};
    struct region first = {.start = 0x40000000, .size = PAGE};
    uint32_t address = 0;
    assert_int_equal(region_insert(&tree, &first), OK);
    assert_int_equal(region_find_gap(&tree, 0x400000, 0x200000, 0x40000000, 0xf0000000, &address),
                     OK);
    assert_int_equal(address, 0x40200000);
    struct region second = {.start = 0x40800000, .size = 0x10000000};
    assert_int_equal(region_insert(&tree, &second), OK);
    assert_int_equal(region_find_gap(&tree, 0x800000, 0x200000, 0x40000000, 0xf0000000, &address),
                     OK);
    assert_int_equal(address, 0x50800000);
}

static void refuses_what_does_not_fit(void **state)
{
    (void)state;
    struct region_tree tree = {0};
    uint32_t address;
    struct region empty = {.start = PAGE, .size = 0};
    struct region beyond = {.start = 0xffffe000, .size = 0x2000};
    struct region last = {.start = 0xffffe000, .size = 0x1000};
    assert_int_equal(region_insert(&tree, &empty), ERROR_INVALID);
    assert_int_equal(region_insert(&tree, &beyond), ERROR_INVALID);
    assert_int_equal(region_insert(&tree, &last), OK);
    assert_int_equal(region_find_gap(&tree, 0, PAGE, PAGE, 0xf0000000, &address), ERROR_SIZE);
    assert_int_equal(region_find_gap(&tree, 0xf0000000, PAGE, PAGE, 0xf0000000, &address),
                     ERROR_SIZE);
    assert_int_equal(region_find_gap(&tree, 0xefffe000, 0x80000000, PAGE, 0xf0000000, &address),
                     ERROR_SIZE);
    assert_int_equal(region_find_gap(&tree, 0xeffff000, PAGE, PAGE, 0xf0000000, &address), OK);
    assert_int_equal(address, PAGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_a_page_map),
        cmocka_unit_test(aligns),
        cmocka_unit_test(refuses_what_does_not_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
