/* SPDX-License-Identifier: MIT */
/* Exported objects: each badge names one object, and none ever comes back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <runtime/rpc.h>
#include <session/marshal.h>
#include "../runtime.h"

enum { GENERATIONS = 1 << (32 - RPC_INDEX_BITS) };

enum error cap_drop(cap_t cap)
{
    (void)cap;
    return OK;
}

static unsigned calls;

static void answer(void *self, struct message *message)
{
    (void)self;
    calls++;
    message->tag = tag_make(OK, MESSAGE_CALL, 0, 0);
}

static struct rpc_object object_make(void)
{
    return (struct rpc_object){.dispatch = answer, .kind = MESSAGE_CALL};
}

static enum error call(uint32_t badge)
{
    struct message message = {.badge = badge, .tag = tag_make(0, MESSAGE_CALL, 0, 0)};
    rpc_deliver(&message);
    return (enum error)tag_label(message.tag);
}

static void test_stale_badge(void **state)
{
    (void)state;
    struct rpc_object a = object_make();
    struct rpc_object b = object_make();
    assert_int_equal(rpc_export(&a), OK);
    const uint32_t stale = a.badge;
    assert_int_equal(call(stale), OK);
    rpc_withdraw(&a);
    assert_int_equal(call(stale), ERROR_GONE);
    assert_int_equal(rpc_export(&b), OK);
    assert_int_equal(call(stale), ERROR_GONE);
    assert_int_equal(call(b.badge), OK);
    assert_int_equal(call(0), ERROR_GONE);
    assert_int_equal(calls, 2);
    rpc_withdraw(&b);
}

/* A client that opens and closes a session for ever never makes an old badge name a new object. */
static void test_badges_never_come_back(void **state)
{
    (void)state;
    struct rpc_object object = object_make();
    assert_int_equal(rpc_export(&object), OK);
    const uint32_t stale = object.badge;
    for (uint32_t i = 0; i < 2 * GENERATIONS; i++) {
        rpc_withdraw(&object);
        assert_int_equal(rpc_export(&object), OK);
        if (object.badge == stale || object.badge == 0) {
            fail_msg("badge 0x%x came back after %u uses", (unsigned)stale, (unsigned)i);
        }
    }
    assert_int_equal(call(stale), ERROR_GONE);
    assert_int_equal(call(object.badge), OK);
    rpc_withdraw(&object);
}

static void test_limit(void **state)
{
    (void)state;
    static struct rpc_object objects[RPC_OBJECTS_MAX + 1];
    uint32_t count = 0;
    enum error error = OK;
    while (count <= RPC_OBJECTS_MAX && error == OK) {
        objects[count] = object_make();
        error = rpc_export(&objects[count]);
        count += error == OK;
    }
    assert_int_equal(error, ERROR_CAPS);
    for (uint32_t i = 0; i < count; i++) {
        assert_int_equal(call(objects[i].badge), OK);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_stale_badge),
        cmocka_unit_test(test_badges_never_come_back),
        cmocka_unit_test(test_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
