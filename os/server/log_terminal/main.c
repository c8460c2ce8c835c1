/* SPDX-License-Identifier: MIT */
/*
 * log_terminal: serves LOG, and writes all lines to one Terminal session, label "log".
 *
 * A writer never waits for the terminal: see backlog.h. A line is written when it ends or no longer
 * fits its session's buffer; lines of several clients do not mix.
 */
#include <stdlib.h>
#include <string.h>
#include <runtime/cap.h>
#include <runtime/component.h>
#include <runtime/log.h>
#include <runtime/rpc.h>
#include <runtime/server.h>
#include <runtime/signal.h>
#include <session/log_server.h>
#include <terminal/client.h>
#include "backlog.h"

enum { LINE_SIZE = 256, SESSION_RAM = 4096, SESSION_CAPS = 2 };

struct client {
    struct server_session session;
    struct rpc_object object;
    char label[SESSION_STRING_SIZE];
    char line[LINE_SIZE];
    size_t length; /* of what the line holds */
};

static struct terminal terminal;
static struct backlog backlog;

/* Give the terminal what it takes, and ask for its signal if it does not take all. */
static void drain(void *context)
{
    const char *text = NULL;
    size_t size = 0;
    (void)context;
    while ((size = backlog_next(&backlog, &text)) != 0) {
        const size_t written = terminal_write(&terminal, text, size);
        backlog_taken(&backlog, written);
        if (written == 0 && terminal_wait_room(&terminal)) {
            return;
        }
    }
}

static void end_line(struct client *client)
{
    backlog_add(&backlog, client->label, client->line, client->length);
    client->length = 0;
}

static char shown(char character)
{
    return (character >= ' ' && character <= '~') || character == '\t' ? character : '?';
}

static enum error serve_write(void *self, const char *text)
{
    struct client *const client = self;
    for (; *text != '\0'; text++) {
        if (*text == '\n') {
            end_line(client);
            continue;
        }
        if (client->length == sizeof client->line) {
            end_line(client);
        }
        client->line[client->length++] = shown(*text);
    }
    drain(NULL);
    return OK;
}

static void dispatch(void *self, struct message *message)
{
    static const struct log_service service = {.write = serve_write};
    log_dispatch(&service, self, message);
}

static enum error open_session(void *self, const char *label, uint32_t ram, uint32_t caps,
                               struct server_session **session, struct cap_item *cap)
{
    (void)self;
    (void)ram;
    (void)caps;
    struct client *const client = calloc(1, sizeof *client);
    if (client == NULL) {
        return ERROR_RAM;
    }
    client->object =
        (struct rpc_object){.dispatch = dispatch, .self = client, .kind = MESSAGE_CALL};
    const enum error error = rpc_export(&client->object);
    if (error) {
        free(client);
        return error;
    }
    for (size_t i = 0; label[i] != '\0'; i++) {
        client->label[i] = shown(label[i]);
    }
    *session = &client->session;
    *cap = rpc_cap_item(&client->object);
    return OK;
}

static void close_session(void *self, struct server_session *session)
{
    struct client *const client = (struct client *)session; /* its first member */
    (void)self;
    if (client->length > 0) {
        end_line(client);
        drain(NULL);
    }
    rpc_withdraw(&client->object);
    free(client);
}

void component_main(void)
{
    static struct signal_handler room = {.handle = drain};
    static struct server server = {
        .service = LOG_SERVICE,
        .ram = SESSION_RAM,
        .caps = SESSION_CAPS,
        .open = open_session,
        .close = close_session,
    };
    enum error error = terminal_open("log", &terminal);
    if (!error) {
        error = signal_register(&room);
    }
    if (!error) {
        error = terminal_handler(terminal.session.cap, signal_cap_item(&room), cap_plain(CAP_NULL));
    }
    if (!error) {
        error = server_announce(&server);
    }
    if (error) {
        log_printf("log_terminal cannot start: %s\n", error_text(error));
        component_exit(1);
    }
}
