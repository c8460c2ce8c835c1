/* SPDX-License-Identifier: MIT */
/*
 * Counting and printing checks. One call of printf a line, so that lines of several threads do not
 * mix.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include "check.h"

enum { LINE = 160 };

static unsigned int checks, failures;

static const char *const error_names[ERROR_COUNT] = {
    [OK] = "OK",
    [ERROR_INVALID] = "ERROR_INVALID",
    [ERROR_CAPABILITY] = "ERROR_CAPABILITY",
    [ERROR_DENIED] = "ERROR_DENIED",
    [ERROR_GONE] = "ERROR_GONE",
    [ERROR_RAM] = "ERROR_RAM",
    [ERROR_CAPS] = "ERROR_CAPS",
    [ERROR_SIZE] = "ERROR_SIZE",
    [ERROR_BUSY] = "ERROR_BUSY",
    [ERROR_AGAIN] = "ERROR_AGAIN",
    [ERROR_EXISTS] = "ERROR_EXISTS",
    [ERROR_NOT_FOUND] = "ERROR_NOT_FOUND",
    [ERROR_PENDING] = "ERROR_PENDING",
};

static const char *error_name(enum error error)
{
    return (unsigned int)error < ERROR_COUNT ? error_names[error] : "no error value";
}

static void count(bool holds)
{
    checks++;
    if (!holds) {
        failures++;
    }
}

bool check(bool holds, const char *format, ...)
{
    char text[LINE];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    count(holds);
    printf("%s: %s\n", holds ? "ok" : "FAILED", text);
    return holds;
}

bool check_error(enum error error, enum error expected, const char *format, ...)
{
    char text[LINE];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    count(error == expected);
    if (error == expected) {
        printf("ok: %s: %s\n", text, error_name(error));
    } else {
        printf("FAILED: %s: %s, expected %s\n", text, error_name(error), error_name(expected));
    }
    return error == expected;
}

void check_step(enum error error, const char *text)
{
    if (error) {
        printf("FAILED: %s: %s\n", text, error_name(error));
        exit(EXIT_FAILURE);
    }
}

void check_finish(const char *name)
{
    if (failures == 0) {
        printf("%s: all %u checks passed\n", name, checks);
        exit(EXIT_SUCCESS);
    }
    printf("%s: FAILED: %u of %u checks\n", name, failures, checks);
    exit(EXIT_FAILURE);
}
