/* SPDX-License-Identifier: MIT */
/* Sessions through the parent, and the parent's signal. See runtime/session.h. */
#include <runtime/cap.h>
#include <runtime/session.h>
#include <runtime/signal.h>
#include <session/parent_client.h>
#include "runtime.h"

static struct parent_listener *listeners;

static void handle_parent(void *context)
{
    (void)context;
    for (struct parent_listener *listener = listeners; listener != NULL;
         listener = listener->next) {
        listener->handle();
    }
}

static struct signal_handler parent_signal = {.handle = handle_parent};

enum error parent_signal_setup(void)
{
    if (parent_signal.flag != 0) {
        return OK;
    }
    enum error error = signal_register(&parent_signal);
    if (error) {
        return error;
    }
    error = parent_register(CAP_PARENT, signal_cap_item(&parent_signal));
    if (error) {
        signal_unregister(&parent_signal);
    }
    return error;
}

uint32_t parent_signal_flag(void)
{
    return parent_signal.flag;
}

enum error parent_listen(struct parent_listener *listener)
{
    const enum error error = parent_signal_setup();
    if (error) {
        return error;
    }
    listener->next = listeners;
    listeners = listener;
    return OK;
}

uint32_t session_wait(uint32_t wanted)
{
    uint32_t flags = 0;
    while ((flags & wanted) == 0) {
        flags = notification_wait();
        signal_defer(flags & ~wanted);
    }
    return flags & wanted;
}

void parent_wait(void)
{
    signal_defer(session_wait(parent_signal.flag));
}

/* An answer as it was received. If no index is free for a session, which only the error may tell,
 * the session is given back; one that the server refused so is not there. */
static enum error received(const struct session *session, enum error error)
{
    const enum error result = error == OK && session->cap == CAP_NULL ? ERROR_CAPS : error;
    if (result == ERROR_CAPS) {
        uint32_t ram = 0;
        uint32_t caps = 0;
        (void)parent_close(CAP_PARENT, session->id, &ram, &caps);
    }
    return result;
}

enum error session_begin(const char *service, const char *label, uint32_t ram, uint32_t caps,
                         struct session *session)
{
    session->cap = CAP_NULL;
    const enum error error =
        parent_open(CAP_PARENT, ram, caps, service, label, &session->id, &session->cap);
    if (error != OK && error != ERROR_PENDING) {
        return error; /* there is no id */
    }
    const enum error setup_error = error == ERROR_PENDING ? parent_signal_setup() : OK;
    if (setup_error) {
        (void)parent_close(CAP_PARENT, session->id, &ram, &caps);
        return setup_error;
    }
    return received(session, error);
}

enum error session_poll(struct session *session)
{
    const enum error error = parent_result(CAP_PARENT, session->id, &session->cap);
    return received(session, error);
}

enum error session_open(const char *service, const char *label, uint32_t ram, uint32_t caps,
                        struct session *session)
{
    enum error error = session_begin(service, label, ram, caps, session);
    if (error == ERROR_PENDING) {
        error = session_poll(session); /* it may have been answered before the signal was named */
    }
    while (error == ERROR_PENDING) {
        parent_wait();
        error = session_poll(session);
    }
    return error;
}

void session_close(struct session *session)
{
    uint32_t ram = 0;
    uint32_t caps = 0;
    cap_free(session->cap);
    session->cap = CAP_NULL;
    while (parent_close(CAP_PARENT, session->id, &ram, &caps) == ERROR_PENDING) {
        if (parent_signal_setup() != OK) {
            return;
        }
        parent_wait();
    }
}
