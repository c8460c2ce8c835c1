/* SPDX-License-Identifier: MIT */
/* VMIDs: each tag has one owner, none that is in use is taken, and reuse asks for a flush. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>
#include <arm/vmid.h>

enum { OWNERS = 1000, CPUS = 2, TAGS = VMID_COUNT - 1 };

static struct vmid_pool pool;
static struct vmid owners[OWNERS];
static const uint8_t idle[CPUS];

static void begin(void)
{
    memset(&pool, 0, sizeof(pool));
    memset(owners, 0, sizeof(owners));
}

/* Every tag that is held is held once, and the pool knows by whom. */
static void assert_consistent(void)
{
    uint32_t held = 0;
    for (uint32_t i = 0; i < OWNERS; i++) {
        if (owners[i].value != VMID_NONE) {
            assert_ptr_equal(pool.owner[owners[i].value], &owners[i]);
            held++;
        }
    }
    for (uint32_t tag = 0; tag < VMID_COUNT; tag++) {
        held -= pool.owner[tag] != NULL;
    }
    assert_int_equal(held, 0);
    assert_null(pool.owner[VMID_NONE]);
}

static void test_first_round_needs_no_flush(void **state)
{
    (void)state;
    begin();
    for (uint32_t i = 0; i < TAGS; i++) {
        assert_false(vmid_assign(&pool, &owners[i], idle, CPUS));
        assert_int_not_equal(owners[i].value, VMID_NONE);
    }
    assert_consistent();
}

static void test_recycling(void **state)
{
    (void)state;
    begin();
    for (uint32_t i = 0; i < OWNERS; i++) {
        assert_int_equal(vmid_assign(&pool, &owners[i], idle, CPUS), i >= TAGS);
        if (i >= TAGS) {
            assert_int_equal(owners[i - TAGS].value, VMID_NONE); /* the oldest lost it */
        }
        assert_consistent();
    }
}

static void test_active_is_skipped(void **state)
{
    (void)state;
    begin();
    for (uint32_t i = 0; i < TAGS; i++) {
        vmid_assign(&pool, &owners[i], idle, CPUS);
    }
    const uint8_t active[CPUS] = {owners[0].value, owners[1].value};
    for (uint32_t i = TAGS; i < OWNERS; i++) {
        assert_true(vmid_assign(&pool, &owners[i], active, CPUS));
        assert_int_equal(owners[0].value, active[0]);
        assert_int_equal(owners[1].value, active[1]);
    }
    assert_consistent();
}

static void test_release(void **state)
{
    (void)state;
    begin();
    vmid_assign(&pool, &owners[0], idle, CPUS);
    uint8_t tag = owners[0].value;
    vmid_release(&pool, &owners[0]);
    assert_int_equal(owners[0].value, VMID_NONE);
    vmid_release(&pool, &owners[0]); /* has none: nothing happens */
    assert_consistent();
    for (uint32_t i = 1; i < TAGS; i++) {
        assert_false(vmid_assign(&pool, &owners[i], idle, CPUS));
    }
    assert_true(vmid_assign(&pool, &owners[TAGS], idle, CPUS)); /* may still be in a TLB */
    assert_int_equal(owners[TAGS].value, tag);
    assert_consistent();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_first_round_needs_no_flush),
        cmocka_unit_test(test_recycling),
        cmocka_unit_test(test_active_is_skipped),
        cmocka_unit_test(test_release),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
