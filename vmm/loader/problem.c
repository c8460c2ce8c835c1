/* SPDX-License-Identifier: MIT */
/* The reason why a guest cannot be started; see loader/problem.h. */
#include <stdarg.h>
#include <stdio.h>
#include "loader/problem.h"

bool problem_is(struct problem *problem, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(problem->text, sizeof(problem->text), format, arguments);
    va_end(arguments);
    return false;
}
