/* SPDX-License-Identifier: MIT */
/* Accounts and arenas: quota holds, moves and comes back to the byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "memory/arena.h"
#include "pool.h"

static struct pool pool;
static struct account account, other;

enum { RAM = 64 * PAGE_SIZE, CAPS = 100 };

static int set_up(void **state)
{
    (void)state;
    pool_init(&pool);
    account_init(&account, &pool.allocator);
    account_init(&other, &pool.allocator);
    account.ram_limit = RAM;
    account.caps_limit = CAPS;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    pool_free(&pool);
    return 0;
}

static void quota_moves(void **state)
{
    (void)state;
    assert_int_equal(account_move(&account, &other, PAGE_SIZE, 10), OK);
    assert_int_equal(account.ram_limit, RAM - PAGE_SIZE);
    assert_int_equal(other.caps_limit, 10);
    assert_int_equal(account_move(&account, &other, RAM, 0), ERROR_RAM);
    assert_int_equal(account_move(&account, &other, UINT32_MAX, 0), ERROR_RAM);
    assert_int_equal(account_move(&account, &other, 0, CAPS), ERROR_CAPS);
    assert_int_equal(account_move(&account, &account, PAGE_SIZE, 1), OK);
    assert_int_equal(account.ram_limit + other.ram_limit, RAM);
    assert_int_equal(account.caps_limit + other.caps_limit, CAPS);
}

static void lost_pages_take_their_quota_along(void **state)
{
    (void)state;
    uintptr_t address;
    assert_int_equal(account_take_pages(&account, 2 * PAGE_SIZE, PAGE_SIZE, &address), OK);
    account_lose_pages(&account, 2 * PAGE_SIZE);
    assert_int_equal(account.ram_used, 0);
    assert_int_equal(account.ram_limit, RAM - 2 * PAGE_SIZE);
}

static void used_quota_stays(void **state)
{
    (void)state;
    uintptr_t address;
    assert_int_equal(account_take_pages(&account, RAM / 2, PAGE_SIZE, &address), OK);
    assert_int_equal(account_charge_caps(&account, CAPS), OK);
    assert_int_equal(account_charge_caps(&account, 1), ERROR_CAPS);
    assert_int_equal(account_move(&account, &other, RAM / 2 + PAGE_SIZE, 0), ERROR_RAM);
    assert_int_equal(account_move(&account, &other, RAM / 2, 1), ERROR_CAPS);
    uintptr_t second;
    assert_int_equal(account_take_pages(&account, RAM / 2 + PAGE_SIZE, PAGE_SIZE, &second),
                     ERROR_RAM);
    account_give_pages(&account, address, RAM / 2);
    account_return_caps(&account, CAPS);
    assert_int_equal(account.ram_used, 0);
    assert_int_equal(account.caps_used, 0);
}

static void arena_objects_are_zero_and_apart(void **state)
{
    (void)state;
    enum { OBJECTS = 150 };
    static const size_t sizes[] = {1, 64, 65, 200, 600, 1024, 1025, 5000};
    struct {
        uint8_t *object;
        size_t size;
    } taken[OBJECTS] = {0};
    uint32_t random = 99;
    for (int step = 0; step < 20000; step++) {
        random = random * 1664525u + 1013904223u;
        uint32_t i = (random >> 8) % OBJECTS;
        if (taken[i].object != NULL) {
            for (size_t byte = 0; byte < taken[i].size; byte++) {
                assert_int_equal(taken[i].object[byte], (uint8_t)i);
            }
            arena_free(&account, taken[i].object, taken[i].size);
            taken[i].object = NULL;
            continue;
        }
        taken[i].size = sizes[(random >> 20) % (sizeof sizes / sizeof *sizes)];
        taken[i].object = arena_allocate(&account, taken[i].size);
        if (taken[i].object == NULL) {
            continue;
        }
        assert_int_equal((uintptr_t)taken[i].object % ARENA_OBJECT_MIN, 0);
        for (size_t byte = 0; byte < taken[i].size; byte++) {
            assert_int_equal(taken[i].object[byte], 0);
        }
        memset(taken[i].object, (int)i, taken[i].size);
    }
    for (int i = 0; i < OBJECTS; i++) {
        arena_free(&account, taken[i].object, taken[i].size);
    }
    assert_int_equal(account.ram_used, 0);
}

static void arena_stops_at_quota(void **state)
{
    (void)state;
    int count = 0;
    void *objects[1000];
    while ((objects[count] = arena_allocate(&account, 512)) != NULL) {
        count++;
        assert_true(count < 1000);
    }
    assert_int_equal(count, 64 * 7);
    assert_int_equal(account.ram_used, RAM);
    while (count > 0) {
        arena_free(&account, objects[--count], 512);
    }
    assert_int_equal(account.ram_used, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(quota_moves, set_up, tear_down),
        cmocka_unit_test_setup_teardown(lost_pages_take_their_quota_along, set_up, tear_down),
        cmocka_unit_test_setup_teardown(used_quota_stays, set_up, tear_down),
        cmocka_unit_test_setup_teardown(arena_objects_are_zero_and_apart, set_up, tear_down),
        cmocka_unit_test_setup_teardown(arena_stops_at_quota, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
