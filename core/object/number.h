/* SPDX-License-Identifier: MIT */
/* Decimal numbers in labels. (The C library's strtoul() needs errno, and so thread-local storage,
 * which core has not.) */
#ifndef OBJECT_NUMBER_H
#define OBJECT_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

/* Read the digits at `text`, up to the first other character; `*end` (unless NULL) is where that
 * is. False: there are none, or the number exceeds 32 bits. */
bool number_read(const char *text, uint32_t *number, const char **end);

#endif
