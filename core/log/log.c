/* SPDX-License-Identifier: MIT */
/* Session LOG (session/log.session). Text is kept until its line is whole, so lines never mix. */
#include "log/log.h"

#include <string.h>
#include <session/log_server.h>
#include "log/console.h"

enum { LINE_SIZE = 256 };

struct log_session {
    struct session session;
    char label[SESSION_LABEL_SIZE];
    char line[LINE_SIZE];
    uint32_t length; /* of what the line holds */
};

static char shown(char character)
{
    return (character >= ' ' && character <= '~') || character == '\t' ? character : '?';
}

static void flush(struct log_session *log)
{
    console_text("[");
    console_text(log->label);
    console_text("] ");
    console_write(log->line, log->length);
    console_text("\n");
    log->length = 0;
}

static enum error open(struct session *session, const char *label)
{
    struct log_session *log = (struct log_session *)session;
    if (label[0] == '\0') {
        label = "init"; /* it alone has no parent that would name it */
    }
    for (size_t i = 0; i + 1 < sizeof log->label && label[i] != '\0'; i++) {
        log->label[i] = shown(label[i]);
    }
    return OK;
}

static void close(struct session *session)
{
    struct log_session *log = (struct log_session *)session;
    if (log->length > 0) {
        flush(log);
    }
}

const struct service log_sessions = {
    .name = "LOG",
    .kind = KIND_LOG,
    .open = open,
    .close = close,
};

static enum error write(void *self, const char *text)
{
    struct log_session *log = self;
    for (; *text != '\0'; text++) {
        if (*text == '\n') {
            flush(log);
            continue;
        }
        if (log->length == sizeof log->line) {
            flush(log);
        }
        log->line[log->length++] = shown(*text);
    }
    return OK;
}

void log_serve(struct object *object, struct message *message)
{
    static const struct log_service service = {.write = write};
    log_dispatch(&service, object, message);
}
