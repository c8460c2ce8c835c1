/* SPDX-License-Identifier: MIT */
/* Lines on their way to a terminal. See backlog.h. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include "backlog.h"

enum { LOST_LINE_SIZE = 48 };

static const char line_end[] = "\r\n";

static void append(struct backlog *backlog, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        backlog->bytes[(backlog->first + backlog->used) % BACKLOG_SIZE] = text[i];
        backlog->used++;
    }
}

static bool has_room(const struct backlog *backlog, size_t size)
{
    return size <= BACKLOG_SIZE - backlog->used;
}

/* Tell about lost lines; false if there is no room even for that, and then for `more` bytes. */
static bool report_lost(struct backlog *backlog, size_t more)
{
    char line[LOST_LINE_SIZE];
    if (backlog->lost == 0) {
        return has_room(backlog, more);
    }
    const int length = snprintf(line, sizeof line, "(%u lines lost)%s", backlog->lost, line_end);
    if (!has_room(backlog, (size_t)length + more)) {
        return false;
    }
    append(backlog, line, (size_t)length);
    backlog->lost = 0;
    return true;
}

void backlog_add(struct backlog *backlog, const char *label, const char *text, size_t length)
{
    const size_t label_length = strlen(label);
    const size_t size = label_length + length + strlen("[] ") + strlen(line_end);
    if (!report_lost(backlog, size)) {
        backlog->lost++;
        return;
    }
    append(backlog, "[", 1);
    append(backlog, label, label_length);
    append(backlog, "] ", 2);
    append(backlog, text, length);
    append(backlog, line_end, strlen(line_end));
}

size_t backlog_next(const struct backlog *backlog, const char **text)
{
    const size_t to_end = BACKLOG_SIZE - backlog->first;
    *text = &backlog->bytes[backlog->first];
    return backlog->used < to_end ? backlog->used : to_end;
}

void backlog_taken(struct backlog *backlog, size_t size)
{
    backlog->first = (backlog->first + size) % BACKLOG_SIZE;
    backlog->used -= size;
}
