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

/* Wait for the parent's signal; requests that it may also announce stay for the event loop. */
static void wait_for_parent(void)
{
    signal_defer(session_wait(parent_signal.flag));
}

enum error session_open(const char *service, const char *label, uint32_t ram, uint32_t caps,
                        struct session *session)
{
    session->cap = CAP_NULL;
    enum error error =
        parent_open(CAP_PARENT, ram, caps, service, label, &session->id, &session->cap);
    if (error == ERROR_PENDING) {
        const enum error setup_error = parent_signal_setup();
        if (setup_error) {
            (void)parent_close(CAP_PARENT, session->id, &ram, &caps);
            return setup_error;
        }
        for (;;) {
            error = parent_result(CAP_PARENT, session->id, &session->cap);
            if (error != ERROR_PENDING) {
                break;
            }
            wait_for_parent();
        }
    }
    if (error == OK && session->cap == CAP_NULL) {
        session_close(session); /* it was opened, but no index was free for it */
        error = ERROR_CAPS;
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
        wait_for_parent();
    }
}
