/* SPDX-License-Identifier: MIT */
/*
 * An interrupt line: from a device model to whatever interrupt controller the board connects.
 */
#ifndef VMM_DEVICE_LINE_H
#define VMM_DEVICE_LINE_H

#include <stdbool.h>
#include <stdint.h>

struct line {
    void (*set)(void *controller, uint32_t number, bool level);
    void *controller;
    uint32_t number; /* as the controller numbers it */
    bool level;      /* the last level set */
};

/* Drive the line. The controller hears of changes only. */
static inline void line_set(struct line *line, bool level)
{
    if (line->level != level) {
        line->level = level;
        line->set(line->controller, line->number, level);
    }
}

#endif
