/* SPDX-License-Identifier: MIT */
/*
 * The ring between a terminal's client and server: order, limits, wake-ups, and a peer that lies.
 */
#include <stdarg.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#include <terminal/ring.h>

enum { SIZE = 16, LONG_RUN = 20000 };

struct fixture {
    struct ring shared;
    uint8_t bytes[SIZE];
    struct ring_end producer, consumer;
};

static void set_up(struct fixture *f, uint32_t start)
{
    *f = (struct fixture){0};
    ring_end_init(&f->producer, &f->shared, f->bytes, SIZE);
    ring_end_init(&f->consumer, &f->shared, f->bytes, SIZE);
    f->producer.count = start;
    f->consumer.count = start;
    atomic_store(&f->shared.produced, start);
    atomic_store(&f->shared.consumed, start);
}

static void test_put_and_get_keep_order_and_stop_at_the_limits(void **state)
{
    (void)state;
    struct fixture f;
    uint8_t byte = 0;
    set_up(&f, 0);

    assert_false(ring_get(&f.consumer, &byte));
    for (unsigned i = 0; i < SIZE; i++) {
        assert_true(ring_put(&f.producer, (uint8_t)i));
    }
    assert_false(ring_put(&f.producer, 99));
    for (unsigned i = 0; i < SIZE; i++) {
        assert_true(ring_get(&f.consumer, &byte));
        assert_int_equal(byte, i);
    }
    assert_false(ring_get(&f.consumer, &byte));
}

static void test_bulk_transfer_of_all_lengths_over_the_wrap_of_the_counts(void **state)
{
    (void)state;
    struct fixture f;
    set_up(&f, UINT32_MAX - LONG_RUN / 2);
    uint8_t sent = 0, expected = 0;

    srand(1);
    for (int i = 0; i < LONG_RUN; i++) {
        uint8_t buffer[SIZE + 8];
        size_t length = (size_t)rand() % sizeof(buffer);
        for (size_t k = 0; k < length; k++) {
            buffer[k] = (uint8_t)(sent + k);
        }
        size_t room = ring_room(&f.producer);
        size_t written = ring_write(&f.producer, buffer, length);
        assert_int_equal(written, length < room ? length : room);
        sent = (uint8_t)(sent + written);

        size_t read = ring_read(&f.consumer, buffer, (size_t)rand() % sizeof(buffer));
        for (size_t k = 0; k < read; k++) {
            assert_int_equal(buffer[k], expected++);
        }
    }
    assert_int_equal((uint8_t)(expected + ring_used(&f.consumer)), sent);
}

static void test_signal_only_if_the_other_side_waits(void **state)
{
    (void)state;
    struct fixture f;
    uint8_t byte = 0;
    set_up(&f, 0);

    assert_true(ring_put(&f.producer, 1));
    assert_false(ring_producer_step(&f.producer));
    assert_true(ring_get(&f.consumer, &byte));
    assert_true(ring_consumer_wait(&f.consumer));
    assert_true(ring_put(&f.producer, 2));
    assert_true(ring_producer_step(&f.producer));
    assert_true(ring_put(&f.producer, 3));
    assert_false(ring_producer_step(&f.producer));

    while (ring_put(&f.producer, 4)) {
    }
    assert_false(ring_consumer_step(&f.consumer));
    assert_true(ring_producer_wait(&f.producer));
    assert_true(ring_get(&f.consumer, &byte));
    assert_true(ring_consumer_step(&f.consumer));
    assert_false(ring_consumer_step(&f.consumer));
}

static void test_wait_notices_what_came_before_the_flag(void **state)
{
    (void)state;
    struct fixture f;
    set_up(&f, 0);

    assert_true(ring_put(&f.producer, 1));
    assert_false(ring_consumer_wait(&f.consumer));
    assert_false(ring_producer_wait(&f.producer));
}

static void test_a_peer_that_lies_gets_nothing(void **state)
{
    (void)state;
    static const uint32_t lies[] = {SIZE + 1, 1000, 0x7fffffff, 0x80000000, 0xfffffff0};
    uint8_t buffer[SIZE] = {0};

    for (size_t i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
        struct fixture f;
        set_up(&f, 0);
        atomic_store(&f.shared.produced, lies[i]);
        assert_int_equal(ring_used(&f.consumer), 0);
        assert_int_equal(ring_read(&f.consumer, buffer, SIZE), 0);
        assert_false(ring_get(&f.consumer, buffer));

        set_up(&f, 0);
        atomic_store(&f.shared.consumed, lies[i]);
        if ((uint32_t)-lies[i] > SIZE) {
            assert_int_equal(ring_room(&f.producer), 0);
            assert_int_equal(ring_write(&f.producer, buffer, SIZE), 0);
            assert_false(ring_put(&f.producer, 1));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_put_and_get_keep_order_and_stop_at_the_limits),
        cmocka_unit_test(test_bulk_transfer_of_all_lengths_over_the_wrap_of_the_counts),
        cmocka_unit_test(test_signal_only_if_the_other_side_waits),
        cmocka_unit_test(test_wait_notices_what_came_before_the_flag),
        cmocka_unit_test(test_a_peer_that_lies_gets_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
