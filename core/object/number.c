/* SPDX-License-Identifier: MIT */
/* Decimal numbers in labels, see number.h. */
#include "object/number.h"

#include <stddef.h>

enum { BASE = 10 };

bool number_read(const char *text, uint32_t *number, const char **end)
{
    const char *digit = text;
    uint32_t value = 0;
    for (; *digit >= '0' && *digit <= '9'; digit++) {
        uint32_t added = (uint32_t)(*digit - '0');
        if (value > (UINT32_MAX - added) / BASE) {
            return false;
        }
        value = value * BASE + added;
    }
    if (end != NULL) {
        *end = digit;
    }
    *number = value;
    return digit != text;
}
