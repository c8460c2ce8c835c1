/* SPDX-License-Identifier: MIT */
/*
 * The queue of timeouts against a plain list that is searched from end to end, and its rules for
 * equal deadlines, periods, cancelling and moving.
 */
#include <stdarg.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#include "../timeout_queue.h"

enum { MANY = 300, STEPS = 20000, DEPTH_LIMIT = 64 };

static void test_empty_queue_has_no_next(void **state)
{
    (void)state;
    struct timeout_queue queue = {0};
    uint64_t deadline = 0;
    assert_false(timeout_queue_next(&queue, &deadline));
    assert_null(timeout_queue_expire(&queue, UINT64_MAX));
}

static void test_expires_in_order_and_not_early(void **state)
{
    (void)state;
    struct timeout_queue queue = {0};
    struct timeout t[3] = {0};
    uint64_t deadline = 0;
    timeout_queue_set(&queue, &t[0], 30, 0);
    timeout_queue_set(&queue, &t[1], 10, 0);
    timeout_queue_set(&queue, &t[2], 20, 0);

    assert_true(timeout_queue_next(&queue, &deadline));
    assert_int_equal(deadline, 10);
    assert_null(timeout_queue_expire(&queue, 9));
    assert_ptr_equal(timeout_queue_expire(&queue, 10), &t[1]);
    assert_null(timeout_queue_expire(&queue, 10));
    assert_ptr_equal(timeout_queue_expire(&queue, 100), &t[2]);
    assert_ptr_equal(timeout_queue_expire(&queue, 100), &t[0]);
    assert_null(timeout_queue_expire(&queue, 100));
    assert_false(timeout_queue_next(&queue, &deadline));
}

static void test_equal_deadlines_expire_in_the_order_of_setting(void **state)
{
    (void)state;
    struct timeout_queue queue = {0};
    struct timeout t[MANY] = {0};
    for (int i = 0; i < MANY; i++) {
        timeout_queue_set(&queue, &t[i], 5, 0);
    }
    for (int i = 0; i < MANY; i++) {
        assert_ptr_equal(timeout_queue_expire(&queue, 5), &t[i]);
    }
}

static void test_periodic_keeps_phase_and_counts_missed_periods_once(void **state)
{
    (void)state;
    struct timeout_queue queue = {0};
    struct timeout t = {0};
    uint64_t deadline = 0;
    timeout_queue_set(&queue, &t, 100, 100);

    assert_ptr_equal(timeout_queue_expire(&queue, 103), &t);
    assert_true(timeout_queue_next(&queue, &deadline));
    assert_int_equal(deadline, 200);
    assert_ptr_equal(timeout_queue_expire(&queue, 557), &t);
    assert_null(timeout_queue_expire(&queue, 557));
    assert_true(timeout_queue_next(&queue, &deadline));
    assert_int_equal(deadline, 600);
    assert_ptr_equal(timeout_queue_expire(&queue, 600), &t);
    assert_true(timeout_queue_next(&queue, &deadline));
    assert_int_equal(deadline, 700);
}

static void test_cancelled_and_moved_timeouts(void **state)
{
    (void)state;
    struct timeout_queue queue = {0};
    struct timeout a = {0}, b = {0};
    timeout_queue_cancel(&queue, &a);
    timeout_queue_set(&queue, &a, 10, 10);
    timeout_queue_set(&queue, &b, 20, 0);
    timeout_queue_cancel(&queue, &a);
    timeout_queue_cancel(&queue, &a);
    assert_null(timeout_queue_expire(&queue, 15));
    timeout_queue_set(&queue, &b, 5, 0);
    assert_ptr_equal(timeout_queue_expire(&queue, 15), &b);
    assert_null(timeout_queue_expire(&queue, UINT64_MAX));
}

static void test_deadlines_near_the_end_of_the_clock(void **state)
{
    (void)state;
    struct timeout_queue queue = {0};
    struct timeout far = {0}, near = {0};
    timeout_queue_set(&queue, &far, UINT64_MAX, 0);
    timeout_queue_set(&queue, &near, (uint64_t)UINT32_MAX + 1, 0);
    assert_null(timeout_queue_expire(&queue, UINT32_MAX));
    assert_ptr_equal(timeout_queue_expire(&queue, (uint64_t)UINT32_MAX + 1), &near);
    assert_null(timeout_queue_expire(&queue, UINT64_MAX - 1));
    assert_ptr_equal(timeout_queue_expire(&queue, UINT64_MAX), &far);
}

/* Number of timeouts in `heap`; fails where an invariant does not hold. */
static size_t check(const struct timeout *heap, const struct timeout *parent)
{
    if (heap == NULL) {
        return 0;
    }
    uint32_t left = heap->left == NULL ? 0 : heap->left->rank;
    uint32_t right = heap->right == NULL ? 0 : heap->right->rank;
    assert_ptr_equal(heap->parent, parent);
    assert_true(heap->queued);
    assert_true(left >= right);
    assert_int_equal(heap->rank, right + 1);
    assert_true(heap->rank < DEPTH_LIMIT);
    assert_true(parent == NULL || parent->deadline <= heap->deadline);
    return 1 + check(heap->left, heap) + check(heap->right, heap);
}

static void test_random_operations_against_a_plain_list(void **state)
{
    (void)state;
    struct timeout_queue queue = {0};
    static struct timeout t[MANY];
    static uint64_t due[MANY]; /* 0: idle */
    uint64_t now = 1;

    srand(7);
    for (int step = 0; step < STEPS; step++) {
        size_t i = (size_t)rand() % MANY;
        switch (rand() % 4) {
        case 0:
        case 1:
            due[i] = now + 1 + (uint64_t)rand() % 1000;
            timeout_queue_set(&queue, &t[i], due[i], 0);
            break;
        case 2:
            due[i] = 0;
            timeout_queue_cancel(&queue, &t[i]);
            break;
        default:
            now += (uint64_t)rand() % 50;
            uint64_t last = 0;
            struct timeout *expired;
            while ((expired = timeout_queue_expire(&queue, now)) != NULL) {
                size_t k = (size_t)(expired - t);
                assert_true(due[k] != 0 && due[k] <= now && due[k] >= last);
                last = due[k];
                due[k] = 0;
            }
        }
        size_t queued = 0;
        for (size_t k = 0; k < MANY; k++) {
            queued += due[k] != 0;
        }
        assert_int_equal(check(queue.first, NULL), queued);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_empty_queue_has_no_next),
        cmocka_unit_test(test_expires_in_order_and_not_early),
        cmocka_unit_test(test_equal_deadlines_expire_in_the_order_of_setting),
        cmocka_unit_test(test_periodic_keeps_phase_and_counts_missed_periods_once),
        cmocka_unit_test(test_cancelled_and_moved_timeouts),
        cmocka_unit_test(test_deadlines_near_the_end_of_the_clock),
        cmocka_unit_test(test_random_operations_against_a_plain_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
