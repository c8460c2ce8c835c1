/* SPDX-License-Identifier: MIT */
/*
 * The generated stubs and dispatch, against a kernel played by the test: ipc_call() carries the
 * message into a second UTCB as the kernel would, and has it served. Then calls that no stub makes:
 * wrong tags, broken strings, too many capabilities.
 */
#include <stdio.h>
#include <stdarg.h>
#include <setjmp.h>
#include <stdlib.h>
#include <cmocka.h>
#include "probe_client.h"
#include "probe_server.h"

enum { SERVER = 7, FIRST_INDEX = 16, OWN_BADGE = 0x5a };

static struct utcb client_utcb;
static struct utcb server_utcb;
static cap_t next_index = FIRST_INDEX;
static unsigned freed, dropped, calls;
static struct cap_item last_items[3];

struct utcb *thread_utcb(void)
{
    return &client_utcb;
}

cap_t cap_allocate(void)
{
    return next_index++;
}

void cap_free(cap_t cap)
{
    assert_int_not_equal(cap, CAP_NULL);
    freed++;
}

enum error cap_drop(cap_t cap)
{
    assert_int_not_equal(cap, CAP_NULL);
    dropped++;
    return OK;
}

static enum error serve_nothing(void *self)
{
    (*(unsigned *)self)++;
    return OK;
}

static enum error serve_scalars(void *self, uint32_t small, uint64_t large, uint64_t *sum,
                                uint32_t *twice)
{
    (void)self;
    *sum = small + large;
    *twice = 2 * small;
    return small == 0 ? ERROR_BUSY : OK;
}

static enum error serve_many(void *self, uint32_t a, uint64_t b, uint64_t c, uint32_t d,
                             uint64_t *e, uint64_t *f, uint32_t *g)
{
    (void)self;
    *e = c;
    *f = b;
    *g = a + d;
    return OK;
}

static enum error serve_text(void *self, uint32_t number, const char *first, const char *second,
                             uint32_t *length, char *joined, size_t joined_size)
{
    (void)self;
    *length = number + (uint32_t)strlen(first);
    memset(&server_utcb, 0xff, sizeof server_utcb); /* as a handler's own calls would */
    if (strlen(first) + strlen(second) >= joined_size) {
        return ERROR_SIZE;
    }
    (void)snprintf(joined, joined_size, "%s%s", first, second);
    return OK;
}

static enum error serve_one(void *self, struct cap_item *item, struct cap_item *same)
{
    (void)self;
    last_items[0] = *item;
    if (item->cap != CAP_NULL) {
        *same = cap_minted(2, OWN_BADGE);
    }
    item->cap = CAP_NULL;
    return OK;
}

static enum error serve_three(void *self, struct cap_item *first, struct cap_item *second,
                              struct cap_item *third, struct cap_item *x, struct cap_item *y)
{
    (void)self;
    last_items[0] = *first;
    last_items[1] = *second;
    last_items[2] = *third;
    *x = cap_plain(CAP_NULL);
    *y = cap_plain(9);
    return OK;
}

static enum error serve_register(void *self, uint32_t error, uint32_t *id)
{
    (void)self;
    *id = 77;
    return (enum error)error;
}

static const struct probe_service service = {
    .nothing = serve_nothing,
    .scalars = serve_scalars,
    .many = serve_many,
    .text = serve_text,
    .one = serve_one,
    .three = serve_three,
    .register_ = serve_register,
};

static struct message message_of(tag_t tag)
{
    return (struct message){.tag = tag, .utcb = &server_utcb};
}

/* What the kernel does with the capabilities of one direction: each goes to the next free index. */
static void carry(const struct utcb *from, struct utcb *to, tag_t tag)
{
    for (uint32_t i = 0; i < tag_caps(tag); i++) {
        assert_int_not_equal(from->send[i].cap, CAP_NULL);
        to->received[i] = (struct cap_item){.cap = to->receive[i], .badge = from->send[i].badge};
    }
    for (uint32_t i = MESSAGE_REGISTERS; i < tag_words(tag); i++) {
        to->words[i] = from->words[i];
    }
}

enum error ipc_call(cap_t cap, tag_t *tag, uint32_t words[MESSAGE_REGISTERS])
{
    if (cap != SERVER) {
        return ERROR_CAPABILITY;
    }
    struct message message = message_of(*tag);
    memcpy(message.words, words, sizeof message.words);
    carry(&client_utcb, &server_utcb, *tag);
    probe_dispatch(&service, &calls, &message);
    carry(&server_utcb, &client_utcb, message.tag);
    memcpy(words, message.words, sizeof message.words);
    *tag = message.tag;
    return OK;
}

static int setup(void **state)
{
    (void)state;
    memset(&client_utcb, 0, sizeof client_utcb);
    memset(&server_utcb, 0, sizeof server_utcb);
    for (cap_t i = 0; i < MESSAGE_CAPS; i++) {
        server_utcb.receive[i] = 100 + i;
        client_utcb.receive[i] = 200 + i;
    }
    freed = dropped = calls = 0;
    return 0;
}

static void test_scalars(void **state)
{
    (void)state;
    uint64_t sum = 0;
    uint32_t twice = 0;
    assert_int_equal(probe_nothing(SERVER), OK);
    assert_int_equal(calls, 1);
    assert_int_equal(probe_nothing(SERVER + 1), ERROR_CAPABILITY);
    assert_int_equal(probe_scalars(SERVER, 3, 0xffffffffffull, &sum, &twice), OK);
    assert_true(sum == 0x10000000002ull && twice == 6);
    assert_int_equal(probe_scalars(SERVER, 0, 1, &sum, &twice), ERROR_BUSY);

    uint64_t e = 0;
    uint64_t f = 0;
    uint32_t g = 0;
    assert_int_equal(probe_many(SERVER, 1, 0x200000003ull, 0x400000005ull, 6, &e, &f, &g), OK);
    assert_true(e == 0x400000005ull && f == 0x200000003ull && g == 7);
}

static void test_text(void **state)
{
    (void)state;
    char joined[SESSION_STRING_SIZE];
    char small[4];
    char longest[SESSION_STRING_SIZE + 1];
    uint32_t length = 0;
    for (size_t size = 0; size < 9; size++) {
        memset(longest, 'a', sizeof longest);
        longest[size] = '\0';
        assert_int_equal(probe_text(SERVER, 1, longest, "xyz", &length, joined, sizeof joined), OK);
        assert_int_equal(length, size + 1);
        assert_int_equal(strlen(joined), size + 3);
    }
    memset(longest, 'a', sizeof longest);
    longest[SESSION_STRING_MAX] = '\0';
    assert_int_equal(probe_text(SERVER, 0, longest, "", &length, joined, sizeof joined), OK);
    assert_string_equal(joined, longest);
    assert_int_equal(probe_text(SERVER, 0, "abcd", "", &length, small, sizeof small), ERROR_SIZE);
    assert_string_equal(small, "");
    longest[SESSION_STRING_MAX] = 'a';
    longest[SESSION_STRING_SIZE] = '\0';
    assert_int_equal(probe_text(SERVER, 0, longest, "", &length, joined, sizeof joined),
                     ERROR_SIZE);
}

static void test_capabilities(void **state)
{
    (void)state;
    cap_t same = 1;
    cap_t x = 1;
    cap_t y = 1;
    const cap_t expected = next_index;
    assert_int_equal(probe_one(SERVER, cap_minted(3, 8), &same), OK);
    assert_int_equal(same, expected);
    assert_int_equal(last_items[0].badge, 8);
    assert_int_equal(server_utcb.received[0].cap, CAP_NULL); /* kept by the handler */
    assert_int_equal(client_utcb.receive[0], 200);
    assert_int_equal(probe_one(SERVER, cap_plain(CAP_NULL), &same), OK);
    assert_int_equal(same, CAP_NULL);
    assert_int_equal(freed, 1);

    assert_int_equal(
        probe_three(SERVER, cap_plain(4), cap_plain(CAP_NULL), cap_minted(5, 6), &x, &y), OK);
    assert_int_equal(last_items[0].cap, 100);
    assert_int_equal(last_items[1].cap, CAP_NULL);
    assert_int_equal(last_items[2].cap, 101);
    assert_int_equal(last_items[2].badge, 6);
    assert_int_equal(x, CAP_NULL);
    assert_int_not_equal(y, CAP_NULL);
    assert_int_equal(server_utcb.received[0].cap, 100); /* left for dropping */
}

static void test_pending(void **state)
{
    (void)state;
    uint32_t id = 0;
    assert_int_equal(probe_register(SERVER, ERROR_PENDING, &id), ERROR_PENDING);
    assert_int_equal(id, 77);
    assert_int_equal(probe_register(SERVER, ERROR_GONE, &id), ERROR_GONE);
}

/* The answer to a call that no stub makes. */
static enum error hostile(tag_t tag)
{
    struct message message = message_of(tag);
    probe_dispatch(&service, &calls, &message);
    assert_int_equal(tag_words(message.tag), 0);
    assert_int_equal(tag_caps(message.tag), 0);
    return (enum error)tag_label(message.tag);
}

static void test_hostile_tags(void **state)
{
    (void)state;
    for (uint32_t tag_low = 0; tag_low <= 0xffff; tag_low++) {
        if (tag_low != 0) {
            assert_int_equal(hostile((tag_t)PROBE_METHOD_NOTHING << TAG_LABEL_SHIFT | tag_low),
                             ERROR_INVALID);
        }
    }
    assert_int_equal(hostile(tag_make(7, MESSAGE_CALL, 0, 0)), ERROR_INVALID);
    assert_int_equal(hostile(tag_make(0xffff, MESSAGE_CALL, 0, 0)), ERROR_INVALID);
    assert_int_equal(hostile(tag_make(0x1000, MESSAGE_CALL, 0, 0)), ERROR_INVALID);
    assert_int_equal(hostile(tag_make(PROBE_METHOD_SCALARS, MESSAGE_CALL, 0, 2)), ERROR_INVALID);
    assert_int_equal(hostile(tag_make(PROBE_METHOD_ONE, MESSAGE_CALL, 2, 0)), ERROR_INVALID);
    assert_int_equal(hostile(tag_make(PROBE_METHOD_ONE | 1u << 12, MESSAGE_CALL, 1, 0)),
                     ERROR_INVALID);
    for (uint32_t present = 0; present < 16; present++) {
        for (uint32_t count = 0; count < 16; count++) {
            const bool right = present < 8 && (uint32_t)__builtin_popcount(present) == count;
            if (!right) {
                assert_int_equal(
                    hostile(tag_make(PROBE_METHOD_THREE | present << 12, MESSAGE_CALL, count, 0)),
                    ERROR_INVALID);
            }
        }
    }
    assert_int_equal(calls, 0);
}

static void test_hostile_strings(void **state)
{
    (void)state;
    const uint32_t first = SESSION_STRINGS_FIRST;
    const uint32_t label = PROBE_METHOD_TEXT;
    assert_int_equal(hostile(tag_make(label, MESSAGE_CALL, 0, 0)), ERROR_INVALID);
    assert_int_equal(hostile(tag_make(label, MESSAGE_CALL, 0, first)), ERROR_INVALID);
    assert_int_equal(hostile(tag_make(label, MESSAGE_CALL, 0, 0xff)), ERROR_INVALID);

    server_utcb.words[first] = 0xffffffff;
    assert_int_equal(hostile(tag_make(label, MESSAGE_CALL, 0, first + 2)), ERROR_INVALID);
    server_utcb.words[first] = 4; /* the NUL would lie beyond the end */
    memcpy(&server_utcb.words[first + 1], "abcd", 4);
    assert_int_equal(hostile(tag_make(label, MESSAGE_CALL, 0, first + 2)), ERROR_INVALID);
    server_utcb.words[first] = 3; /* no NUL */
    assert_int_equal(hostile(tag_make(label, MESSAGE_CALL, 0, first + 2)), ERROR_INVALID);
    memcpy(&server_utcb.words[first + 1], "a\0c", 4); /* a NUL too early */
    assert_int_equal(hostile(tag_make(label, MESSAGE_CALL, 0, first + 2)), ERROR_INVALID);
    memcpy(&server_utcb.words[first + 1], "abc", 4); /* the second string is missing */
    assert_int_equal(hostile(tag_make(label, MESSAGE_CALL, 0, first + 2)), ERROR_INVALID);
    server_utcb.words[first + 2] = 0;
    server_utcb.words[first + 3] = 0; /* a word too many */
    assert_int_equal(hostile(tag_make(label, MESSAGE_CALL, 0, first + 5)), ERROR_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_scalars, setup),
        cmocka_unit_test_setup(test_text, setup),
        cmocka_unit_test_setup(test_capabilities, setup),
        cmocka_unit_test_setup(test_pending, setup),
        cmocka_unit_test_setup(test_hostile_tags, setup),
        cmocka_unit_test_setup(test_hostile_strings, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
