/* SPDX-License-Identifier: MIT */
/* Lines go in and come out whole and in order; those that found no room are counted. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "../backlog.h"

enum { LINE = 100 };

static char output[4 * BACKLOG_SIZE];

/* Take up to `most` bytes, a part at a time. */
static void drain(struct backlog *backlog, size_t most)
{
    const char *text = NULL;
    size_t size = 0;
    while (most > 0 && (size = backlog_next(backlog, &text)) != 0) {
        const size_t part = size < most ? size : most;
        strncat(output, text, part);
        backlog_taken(backlog, part);
        most -= part;
    }
}

static void test_order(void **state)
{
    (void)state;
    static struct backlog backlog;
    output[0] = '\0';
    backlog_add(&backlog, "a", "one", 3);
    backlog_add(&backlog, "b -> c", "", 0);
    drain(&backlog, 5);
    backlog_add(&backlog, "a", "two", 3);
    drain(&backlog, SIZE_MAX);
    assert_string_equal(output, "[a] one\r\n[b -> c] \r\n[a] two\r\n");
}

static void test_wrap(void **state)
{
    (void)state;
    static struct backlog backlog;
    char line[LINE];
    for (unsigned i = 0; i < 2000; i++) {
        output[0] = '\0';
        const int length = snprintf(line, sizeof line, "line %u", i);
        backlog_add(&backlog, "x", line, (size_t)length);
        drain(&backlog, SIZE_MAX);
        assert_memory_equal(output + 4, line, (size_t)length);
    }
}

static void test_overflow(void **state)
{
    (void)state;
    static struct backlog backlog;
    char line[LINE];
    memset(line, 'y', sizeof line);
    const unsigned fitting = BACKLOG_SIZE / (LINE + 6);
    for (unsigned i = 0; i < fitting + 3; i++) {
        backlog_add(&backlog, "x", line, sizeof line);
    }
    output[0] = '\0';
    drain(&backlog, SIZE_MAX);
    assert_int_equal(strlen(output), fitting * (LINE + 6));
    backlog_add(&backlog, "x", "z", 1);
    output[0] = '\0';
    drain(&backlog, SIZE_MAX);
    assert_string_equal(output, "(3 lines lost)\r\n[x] z\r\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_wrap),
        cmocka_unit_test(test_overflow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
