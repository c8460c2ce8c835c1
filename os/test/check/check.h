/* SPDX-License-Identifier: MIT */
/*
 * Checks of a test component: a line for each, and a last line that run scripts wait for.
 *
 *   ok: TEXT                     a check that held
 *   FAILED: TEXT                 one that did not; the component goes on with the next
 *   NAME: all N checks passed    or "NAME: FAILED: M of N checks", and an exit code of 1
 */
#ifndef TEST_CHECK_H
#define TEST_CHECK_H

#include <stdbool.h>
#include <hw/error.h>

/* Check that `holds`; the text says what should be so. Returns `holds`. */
bool check(bool holds, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Check that `error` is `expected`; a failure tells both by name. */
bool check_error(enum error error, enum error expected, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* As check_error(), for steps that only a failure should be mentioned of: counts as no check. Ends
 * the component if `error` is not OK, since what follows would make no sense. */
void check_step(enum error error, const char *text);

/* Print the last line and end the component. */
_Noreturn void check_finish(const char *name);

#endif
