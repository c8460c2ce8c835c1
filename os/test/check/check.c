/* SPDX-License-Identifier: MIT */
/* Counting and printing checks. Main thread only, as the log. */
#include <stdarg.h>
#include <stdio.h>
#include <runtime/component.h>
#include <runtime/log.h>
#include "check.h"

enum { LINE = 160, SUCCESS = 0, FAILURE = 1 };

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
    log_printf("%s: %s\n", holds ? "ok" : "FAILED", text);
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
        log_printf("ok: %s: %s\n", text, error_name(error));
    } else {
        log_printf("FAILED: %s: %s, expected %s\n", text, error_name(error), error_name(expected));
    }
    return error == expected;
}

void check_step(enum error error, const char *text)
{
    if (error) {
        log_printf("FAILED: %s: %s\n", text, error_name(error));
        component_exit(FAILURE);
    }
}

void check_finish(const char *name)
{
    if (failures == 0) {
        log_printf("%s: all %u checks passed\n", name, checks);
        component_exit(SUCCESS);
    }
    log_printf("%s: FAILED: %u of %u checks\n", name, failures, checks);
    component_exit(FAILURE);
}
