/* SPDX-License-Identifier: MIT */
/* test_echo: a server that gives back what it gets. See os/include/session/echo.session. */
#include <stdlib.h>
#include <string.h>
#include <hw/call.h>
#include <runtime/cap.h>
#include <runtime/component.h>
#include <runtime/log.h>
#include <runtime/rpc.h>
#include <runtime/server.h>
#include <runtime/utcb.h>
#include <session/echo_server.h>

enum { SESSION_RAM = 256, SESSION_CAPS = 1 };

struct echo_session {
    struct server_session session; /* first: the runtime knows only this */
    struct rpc_object object;
};

static enum error word(void *self, uint32_t value, uint32_t *same)
{
    (void)self;
    *same = value;
    return OK;
}

static enum error text(void *self, const char *text, char *same, size_t size)
{
    (void)self;
    const size_t length = strlen(text);
    if (length >= size) {
        return ERROR_SIZE;
    }
    memcpy(same, text, length + 1);
    return OK;
}

static enum error caps(void *self, struct cap_item *first, struct cap_item *second,
                       struct cap_item *first_again, struct cap_item *second_again)
{
    (void)self;
    /* They are needed until the reply has gone out: freed at the next call. */
    static cap_t last[2];
    cap_free(last[0]);
    cap_free(last[1]);
    *first_again = *first;
    *second_again = *second;
    last[0] = first->cap;
    last[1] = second->cap;
    first->cap = CAP_NULL;
    second->cap = CAP_NULL;
    return OK;
}

static enum error badge(void *self, uint32_t *badge)
{
    const struct echo_session *session = self;
    *badge = session->object.badge;
    return OK;
}

static enum error die(void *self)
{
    (void)self;
    component_exit(0);
}

static _Noreturn void answer_raw(void)
{
    struct message message = {.tag = tag_make(OK, MESSAGE_CALL, 0, 0), .utcb = thread_utcb()};
    for (;;) {
        ipc_reply_wait(&message);
    }
}

static enum error raw(void *self)
{
    (void)self;
    answer_raw();
}

static void dispatch(void *self, struct message *message)
{
    static const struct echo_service service = {
        .word = word,
        .text = text,
        .caps = caps,
        .badge = badge,
        .die = die,
        .raw = raw,
    };
    echo_dispatch(&service, self, message);
}

static enum error open_session(void *self, const char *label, uint32_t ram, uint32_t caps_given,
                               struct server_session **session, struct cap_item *cap)
{
    (void)self;
    (void)label;
    (void)ram;
    (void)caps_given;
    struct echo_session *created = calloc(1, sizeof(*created));
    if (created == NULL) {
        return ERROR_RAM;
    }
    created->object = (struct rpc_object){.dispatch = dispatch, .self = created};
    enum error error = rpc_export(&created->object);
    if (error) {
        free(created);
        return error;
    }
    *session = &created->session;
    *cap = rpc_cap_item(&created->object);
    return OK;
}

static void close_session(void *self, struct server_session *session)
{
    (void)self;
    struct echo_session *ended = (struct echo_session *)session;
    rpc_withdraw(&ended->object);
    free(ended);
}

void component_main(void)
{
    static struct server server = {
        .service = ECHO_SERVICE,
        .ram = SESSION_RAM,
        .caps = SESSION_CAPS,
        .open = open_session,
        .close = close_session,
    };
    enum error error = server_announce(&server);
    if (error) {
        log_printf("cannot serve: %s\n", error_text(error));
        component_exit(1);
    }
}
