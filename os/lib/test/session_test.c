/* SPDX-License-Identifier: MIT */
/* Opening sessions, with waiting and without: a parent that answers at once, later, or never. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <runtime/cap.h>
#include <runtime/session.h>
#include <runtime/signal.h>
#include <runtime/utcb.h>
#include <session/parent_server.h>
#include "../runtime.h"

enum {
    ID = 7,
    RAM = 4096,
    CAPS = 3,
    FIRST_INDEX = 100,
    PARENT_FLAG = 1,
    OTHER_FLAG = 2,
    TURNS = 10
};

/* The parent: what it answers, and what it has of the one session. */
static struct {
    enum error open, result, close;
    bool gives_no_cap;
    bool there; /* the session, pending or not */
    unsigned closes;
    unsigned answers_after; /* waits until `result` is no longer ERROR_PENDING; 0: never */
    enum error answer;
} parent;

static struct utcb utcb, parent_utcb;
static unsigned waits, indices_held;
static enum error register_error;
static uint32_t deferred;
static struct session session;

struct utcb *thread_utcb(void)
{
    return &utcb;
}

cap_t cap_allocate(void)
{
    return FIRST_INDEX + indices_held++;
}

void cap_free(cap_t cap)
{
    indices_held -= cap >= FIRST_INDEX;
}

enum error cap_drop(cap_t cap)
{
    (void)cap;
    return OK;
}

enum error signal_register(struct signal_handler *handler)
{
    handler->flag = register_error ? 0 : PARENT_FLAG;
    return register_error;
}

void signal_unregister(struct signal_handler *handler)
{
    handler->flag = 0;
}

struct cap_item signal_cap_item(const struct signal_handler *handler)
{
    return cap_minted(CAP_NOTIFICATION, handler->flag);
}

void signal_defer(uint32_t flags)
{
    deferred |= flags;
}

/* Other signals come between those of the parent. */
uint32_t notification_wait(void)
{
    assert_in_range(++waits, 1, TURNS);
    if (waits % 2 == 1) {
        return OTHER_FLAG;
    }
    if (waits == parent.answers_after) {
        parent.result = parent.answer;
        parent.close = OK;
    }
    return PARENT_FLAG;
}

static enum error serve_register(void *self, struct cap_item *notification)
{
    (void)self;
    (void)notification;
    return OK;
}

static enum error serve_open(void *self, uint32_t ram, uint32_t caps, const char *service,
                             const char *label, uint32_t *id, struct cap_item *item)
{
    (void)self;
    assert_int_equal(ram, RAM);
    assert_int_equal(caps, CAPS);
    assert_string_equal(service, "Echo");
    assert_string_equal(label, "x");
    parent.there = parent.open == OK || parent.open == ERROR_PENDING;
    if (parent.there) {
        *id = ID;
    }
    *item = cap_plain(parent.open == OK && !parent.gives_no_cap ? 1 : CAP_NULL);
    return parent.open;
}

static enum error serve_result(void *self, uint32_t id, struct cap_item *item)
{
    (void)self;
    assert_int_equal(id, ID);
    assert_true(parent.there);
    *item = cap_plain(parent.result == OK && !parent.gives_no_cap ? 1 : CAP_NULL);
    parent.there = parent.result == OK || parent.result == ERROR_PENDING;
    return parent.result;
}

static enum error serve_close(void *self, uint32_t id, uint32_t *ram, uint32_t *caps)
{
    (void)self;
    *ram = RAM;
    *caps = CAPS;
    parent.closes++;
    if (!parent.there || id != ID) {
        return ERROR_NOT_FOUND;
    }
    parent.there = parent.close != OK;
    return parent.close;
}

/* All that is called. */
static struct parent_service service = {
    .register_ = serve_register, .open = serve_open, .result = serve_result, .close = serve_close};

enum error ipc_call(cap_t cap, tag_t *tag, uint32_t words[MESSAGE_REGISTERS])
{
    struct message message = {.tag = *tag, .utcb = &parent_utcb};
    assert_int_equal(cap, CAP_PARENT);
    parent_utcb = utcb;
    for (uint32_t i = 0; i < tag_caps(*tag); i++) {
        parent_utcb.received[i] = cap_plain(1);
    }
    memcpy(message.words, words, sizeof message.words);
    parent_dispatch(&service, NULL, &message);
    for (uint32_t i = 0; i < tag_caps(message.tag); i++) {
        utcb.received[i] = cap_plain(utcb.receive[i]);
    }
    memcpy(words, message.words, sizeof message.words);
    *tag = message.tag;
    return OK;
}

static int setup(void **state)
{
    (void)state;
    memset(&parent, 0, sizeof parent);
    memset(&utcb, 0, sizeof utcb);
    waits = indices_held = 0;
    deferred = 0;
    register_error = OK;
    return 0;
}

static enum error begin(void)
{
    return session_begin("Echo", "x", RAM, CAPS, &session);
}

static enum error open(void)
{
    return session_open("Echo", "x", RAM, CAPS, &session);
}

/* The first test: nobody has asked for the parent's signal before. */
static void test_no_signal_is_free(void **state)
{
    (void)state;
    parent.open = ERROR_PENDING;
    register_error = ERROR_BUSY;
    assert_int_equal(begin(), ERROR_BUSY);
    assert_false(parent.there);
    assert_int_equal(indices_held, 0);
}

static void test_at_once(void **state)
{
    (void)state;
    assert_int_equal(begin(), OK);
    assert_int_not_equal(session.cap, CAP_NULL);
    session_close(&session);
    assert_false(parent.there);
    assert_int_equal(open(), OK);
    session_close(&session);
    parent.open = ERROR_DENIED;
    assert_int_equal(begin(), ERROR_DENIED);
    assert_int_equal(open(), ERROR_DENIED);
    assert_int_equal(waits, 0);
    assert_int_equal(indices_held, 0);
    assert_int_equal(parent.closes, 2);
}

static void test_later(void **state)
{
    (void)state;
    parent.open = parent.result = ERROR_PENDING;
    assert_int_equal(begin(), ERROR_PENDING);
    assert_int_equal(session_poll(&session), ERROR_PENDING);
    parent.result = OK;
    assert_int_equal(session_poll(&session), OK);
    assert_int_not_equal(session.cap, CAP_NULL);
    assert_int_equal(indices_held, 1);
    session_close(&session);

    parent.result = ERROR_PENDING;
    assert_int_equal(begin(), ERROR_PENDING);
    parent.result = ERROR_NOT_FOUND;
    assert_int_equal(session_poll(&session), ERROR_NOT_FOUND);
    assert_int_equal(session.cap, CAP_NULL);
    assert_int_equal(waits, 0);
    assert_int_equal(indices_held, 0);
}

/* One that is never answered is given up at once; if the server has it, when that lets go. */
static void test_given_up(void **state)
{
    (void)state;
    parent.open = parent.result = ERROR_PENDING;
    assert_int_equal(begin(), ERROR_PENDING);
    session_close(&session);
    assert_false(parent.there);
    assert_int_equal(waits, 0);

    assert_int_equal(begin(), ERROR_PENDING);
    parent.close = ERROR_PENDING;
    parent.answers_after = 4;
    session_close(&session);
    assert_false(parent.there);
    assert_int_equal(waits, 4);
    assert_int_equal(deferred, PARENT_FLAG | OTHER_FLAG);
}

static void test_waiting(void **state)
{
    (void)state;
    parent.open = parent.result = ERROR_PENDING;
    parent.answers_after = 4;
    parent.answer = OK;
    assert_int_equal(open(), OK);
    assert_int_not_equal(session.cap, CAP_NULL);
    assert_int_equal(waits, 4);
    assert_int_equal(deferred, PARENT_FLAG | OTHER_FLAG); /* for the event loop */
    session_close(&session);

    waits = 0;
    parent.result = ERROR_PENDING;
    parent.answers_after = 2;
    parent.answer = ERROR_GONE;
    assert_int_equal(open(), ERROR_GONE);
    assert_int_equal(indices_held, 0);
}

/* A session that no index is free for is given back; one that was refused is not closed twice. */
static void test_no_index(void **state)
{
    (void)state;
    parent.gives_no_cap = true;
    assert_int_equal(begin(), ERROR_CAPS);
    assert_false(parent.there);
    parent.open = parent.result = ERROR_PENDING;
    assert_int_equal(begin(), ERROR_PENDING);
    parent.result = OK;
    assert_int_equal(session_poll(&session), ERROR_CAPS);
    assert_false(parent.there);
    parent.result = ERROR_PENDING;
    assert_int_equal(begin(), ERROR_PENDING);
    parent.result = ERROR_CAPS;
    assert_int_equal(session_poll(&session), ERROR_CAPS);
    assert_false(parent.there);
    assert_int_equal(indices_held, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_no_signal_is_free, setup),
        cmocka_unit_test_setup(test_at_once, setup),
        cmocka_unit_test_setup(test_later, setup),
        cmocka_unit_test_setup(test_given_up, setup),
        cmocka_unit_test_setup(test_waiting, setup),
        cmocka_unit_test_setup(test_no_index, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
