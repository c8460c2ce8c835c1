/* SPDX-License-Identifier: MIT */
/* The set of indices: nothing is given twice, nothing is lost, by threads that meet too. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <pthread.h>
#include "../index_set.h"

enum { FIRST = 16, COUNT = 256, THREADS = 4, ROUNDS = 20000, HELD = 48 };

static struct index_set set;
static uint32_t owners[COUNT]; /* how many hold the number */
static bool failed;

static int setup(void **state)
{
    (void)state;
    set = (struct index_set){0};
    index_set_init(&set, FIRST, COUNT);
    return 0;
}

static void test_all_are_given_once(void **state)
{
    (void)state;
    bool seen[COUNT] = {false};
    for (uint32_t i = FIRST; i < COUNT; i++) {
        const uint32_t number = index_set_take(&set);
        assert_in_range(number, FIRST, COUNT - 1);
        assert_false(seen[number]);
        seen[number] = true;
    }
    assert_int_equal(index_set_take(&set), INDEX_SET_NONE);
    index_set_give(&set, FIRST + 1);
    index_set_give(&set, COUNT - 1);
    assert_int_equal(index_set_take(&set), FIRST + 1);
    assert_int_equal(index_set_take(&set), COUNT - 1);
    assert_int_equal(index_set_take(&set), INDEX_SET_NONE);
}

static void test_sizes(void **state)
{
    (void)state;
    set = (struct index_set){0};
    assert_int_equal(index_set_take(&set), INDEX_SET_NONE); /* before it is set up */
    index_set_init(&set, FIRST, UINT32_MAX);
    uint32_t count = 0;
    while (index_set_take(&set) != INDEX_SET_NONE) {
        count++;
    }
    assert_int_equal(count, INDEX_SET_MAX - FIRST);
}

/* Pseudo-random numbers, xorshift. */
static uint32_t next_random(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

/* Take and give at random; HELD at most, so that all threads together find enough. */
static void *churn(void *argument)
{
    uint32_t seed = *(uint32_t *)argument;
    uint32_t held[HELD];
    uint32_t count = 0;
    for (int round = 0; round < ROUNDS; round++) {
        if (count < HELD && (count == 0 || next_random(&seed) % 2 == 0)) {
            const uint32_t number = index_set_take(&set);
            if (number == INDEX_SET_NONE || number >= COUNT ||
                __atomic_fetch_add(&owners[number], 1, __ATOMIC_SEQ_CST) != 0) {
                __atomic_store_n(&failed, true, __ATOMIC_SEQ_CST);
                return NULL;
            }
            held[count++] = number;
        } else {
            const uint32_t place = next_random(&seed) % count;
            const uint32_t number = held[place];
            held[place] = held[--count];
            (void)__atomic_fetch_sub(&owners[number], 1, __ATOMIC_SEQ_CST);
            index_set_give(&set, number);
        }
    }
    while (count > 0) {
        (void)__atomic_fetch_sub(&owners[held[--count]], 1, __ATOMIC_SEQ_CST);
        index_set_give(&set, held[count]);
    }
    return NULL;
}

static void test_threads(void **state)
{
    (void)state;
    pthread_t threads[THREADS];
    uint32_t seeds[THREADS];
    for (uint32_t i = 0; i < THREADS; i++) {
        seeds[i] = i + 1;
        assert_int_equal(pthread_create(&threads[i], NULL, churn, &seeds[i]), 0);
    }
    for (uint32_t i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    }
    assert_false(failed);
    for (uint32_t i = FIRST; i < COUNT; i++) {
        assert_int_not_equal(index_set_take(&set), INDEX_SET_NONE);
    }
    assert_int_equal(index_set_take(&set), INDEX_SET_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_all_are_given_once, setup),
        cmocka_unit_test_setup(test_sizes, setup),
        cmocka_unit_test_setup(test_threads, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
