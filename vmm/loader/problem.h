/* SPDX-License-Identifier: MIT */
/*
 * Why a guest cannot be started: one line for the user, made where the reason is found.
 */
#ifndef VMM_LOADER_PROBLEM_H
#define VMM_LOADER_PROBLEM_H

#include <stdbool.h>

enum { PROBLEM_TEXT = 120 };

struct problem {
    char text[PROBLEM_TEXT];
};

/* Note the reason, as printf() would write it; what is too long is cut. Returns false, so that
 * a function which fails can return it. */
__attribute__((format(printf, 2, 3))) bool problem_is(struct problem *problem, const char *format,
                                                      ...);

#endif
