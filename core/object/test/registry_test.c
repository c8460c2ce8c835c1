/* SPDX-License-Identifier: MIT */
/* Registry and slots: stale badges find nothing, entries come back, exhaustion is an error. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "object/registry.h"
#include "object/slots.h"

enum { COUNT = 8 };

static struct registry_entry entries[COUNT];
static struct registry registry;

static int set_up(void **state)
{
    (void)state;
    registry_init(&registry, entries, COUNT);
    return 0;
}

static void finds_what_was_added(void **state)
{
    (void)state;
    struct object a = {.kind = KIND_PD}, b = {.kind = KIND_LOG};
    assert_int_equal(registry_add(&registry, &a), OK);
    assert_int_equal(registry_add(&registry, &b), OK);
    assert_int_not_equal(a.badge, b.badge);
    assert_ptr_equal(registry_lookup(&registry, a.badge), &a);
    assert_ptr_equal(registry_lookup(&registry, b.badge), &b);
}

static void stale_badge_finds_nothing(void **state)
{
    (void)state;
    struct object objects[COUNT] = {0};
    for (int i = 0; i < COUNT - 1; i++) {
        assert_int_equal(registry_add(&registry, &objects[i]), OK);
    }
    uint32_t stale = objects[3].badge;
    registry_remove(&registry, &objects[3]);
    assert_null(registry_lookup(&registry, stale));
    struct object next = {0};
    assert_int_equal(registry_add(&registry, &next), OK);
    assert_null(registry_lookup(&registry, stale));
    assert_ptr_equal(registry_lookup(&registry, next.badge), &next);
}

static void exhaustion_is_an_error(void **state)
{
    (void)state;
    struct object objects[COUNT] = {0};
    for (int i = 0; i < COUNT - 1; i++) {
        assert_int_equal(registry_add(&registry, &objects[i]), OK);
    }
    assert_int_equal(registry_add(&registry, &objects[COUNT - 1]), ERROR_CAPS);
    for (int i = 0; i < COUNT - 1; i++) {
        registry_remove(&registry, &objects[i]);
        registry_remove(&registry, &objects[i]);
    }
    for (int i = 0; i < COUNT - 1; i++) {
        assert_int_equal(registry_add(&registry, &objects[i]), OK);
    }
    assert_int_equal(registry_add(&registry, &objects[COUNT - 1]), ERROR_CAPS);
}

static void any_badge_is_harmless(void **state)
{
    (void)state;
    struct object object = {0};
    assert_int_equal(registry_add(&registry, &object), OK);
    uint32_t badge = 1;
    for (int i = 0; i < 100000; i++) {
        badge = badge * 1664525u + 1013904223u;
        struct object *found = registry_lookup(&registry, badge);
        assert_true(found == NULL || (badge & ~BADGE_READ_ONLY) == object.badge);
    }
    assert_null(registry_lookup(&registry, 0));
}

/* A badge comes back when all have been used, not earlier, and there is always a free entry. */
static void badges_come_back_last(void **state)
{
    (void)state;
    enum { USABLE = COUNT - 1 };
    struct object object = {0}, held = {0};
    assert_int_equal(registry_add(&registry, &object), OK);
    const uint32_t first = object.badge;
    for (uint32_t i = 1; i < USABLE * (uint32_t)REGISTRY_GENERATION_MAX; i++) {
        registry_remove(&registry, &object);
        assert_int_equal(registry_add(&registry, &object), OK);
        if (object.badge == first || (object.badge & BADGE_READ_ONLY) != 0) {
            fail_msg("badge 0x%x after %u objects", (unsigned)object.badge, (unsigned)i);
        }
    }
    registry_remove(&registry, &object);
    assert_int_equal(registry_add(&registry, &object), OK);
    assert_int_equal(object.badge, first);
    assert_ptr_equal(registry_lookup(&registry, first | BADGE_READ_ONLY), &object);
    for (uint32_t i = 0; i < USABLE - 1; i++) {
        held = (struct object){0};
        assert_int_equal(registry_add(&registry, &held), OK);
    }
    assert_int_equal(registry_add(&registry, &held), ERROR_CAPS);
}

static void slots_come_back(void **state)
{
    (void)state;
    uint32_t room[4];
    struct slots slots;
    slots_init(&slots, room, 8, 12);
    assert_int_equal(slots_take(&slots), 8);
    assert_int_equal(slots_take(&slots), 9);
    assert_int_equal(slots_take(&slots), 10);
    assert_int_equal(slots_take(&slots), 11);
    assert_int_equal(slots_take(&slots), CAP_NULL);
    slots_give(&slots, CAP_NULL);
    assert_int_equal(slots_take(&slots), CAP_NULL);
    slots_give(&slots, 9);
    assert_int_equal(slots_take(&slots), 9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(finds_what_was_added, set_up),
        cmocka_unit_test_setup(stale_badge_finds_nothing, set_up),
        cmocka_unit_test_setup(exhaustion_is_an_error, set_up),
        cmocka_unit_test_setup(any_badge_is_harmless, set_up),
        cmocka_unit_test_setup(badges_come_back_last, set_up),
        cmocka_unit_test(slots_come_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
