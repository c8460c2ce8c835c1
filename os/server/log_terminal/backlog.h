/* SPDX-License-Identifier: MIT */
/*
 * Text on its way to a terminal: whole lines that the terminal has not taken yet.
 *
 * A line that finds no room is lost as a whole, and is counted; the next line that finds room is
 * preceded by one that tells how many were lost. So the writers are never kept waiting, and what
 * appears is whole lines. Pure logic.
 */
#ifndef LOG_TERMINAL_BACKLOG_H
#define LOG_TERMINAL_BACKLOG_H

#include <stddef.h>

enum { BACKLOG_SIZE = 16384 };

struct backlog {
    char bytes[BACKLOG_SIZE]; /* a ring */
    size_t first, used;
    unsigned lost; /* lines since the last one that found room */
};

/* Add `[label] text` with a line's end. */
void backlog_add(struct backlog *backlog, const char *label, const char *text, size_t length);

/* The text that comes next, as far as it is contiguous. Returns its size, 0 if there is none. */
size_t backlog_next(const struct backlog *backlog, const char **text);

/* `size` bytes of it, at most what backlog_next() told, have gone. */
void backlog_taken(struct backlog *backlog, size_t size);

#endif
