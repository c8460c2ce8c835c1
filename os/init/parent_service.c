/* SPDX-License-Identifier: MIT */
/* Parent, as init serves it: from messages to records. See core/include/session/parent.session. */
#include <stdio.h>
#include <runtime/cap.h>
#include <session/parent_server.h>
#include "parent_service.h"
#include "record.h"

static enum error serve_register(void *self, struct cap_item *notification)
{
    struct member *const member = self;
    if (notification->cap == CAP_OWN) {
        return ERROR_CAPABILITY;
    }
    cap_free(member->news);
    member->news = notification->cap;
    notification->cap = CAP_NULL;
    member_notify(member); /* something may have come before */
    return OK;
}

static enum error serve_open(void *self, uint32_t ram, uint32_t caps, const char *service,
                             const char *label, uint32_t *id, struct cap_item *session)
{
    const struct quota quota = {.ram = ram, .caps = caps};
    return record_open(self, quota, service, label, id, session);
}

static enum error serve_result(void *self, uint32_t id, struct cap_item *session)
{
    return record_result(self, id, session);
}

static enum error serve_close(void *self, uint32_t id, uint32_t *ram, uint32_t *caps)
{
    struct quota returned = {0};
    const enum error error = record_close(self, id, &returned);
    *ram = returned.ram;
    *caps = returned.caps;
    return error;
}

static enum error serve_upgrade(void *self, uint32_t id, uint32_t ram, uint32_t caps)
{
    return record_upgrade(self, id, (struct quota){.ram = ram, .caps = caps});
}

static enum error serve_announce(void *self, const char *service)
{
    return queue_announce(self, service);
}

static enum error serve_request(void *self, uint32_t *id, uint32_t *kind, uint32_t *ram,
                                uint32_t *caps, char *service, size_t service_size, char *label,
                                size_t label_size)
{
    struct quota quota = {0};
    const char *asked_service = "";
    const char *asked_label = "";
    const enum error error = queue_request(self, id, kind, &quota, &asked_service, &asked_label);
    if (!error) {
        *ram = quota.ram;
        *caps = quota.caps;
        (void)snprintf(service, service_size, "%s", asked_service);
        (void)snprintf(label, label_size, "%s", asked_label);
    }
    return error;
}

static enum error serve_respond(void *self, uint32_t id, uint32_t error, struct cap_item *session)
{
    const enum error answer = error < ERROR_COUNT ? (enum error)error : ERROR_INVALID;
    return queue_respond(self, id, answer, session);
}

static enum error serve_exit(void *self, uint32_t code)
{
    member_exited(self, code);
    return OK;
}

void parent_service_dispatch(void *self, struct message *message)
{
    static const struct parent_service service = {
        .register_ = serve_register,
        .open = serve_open,
        .result = serve_result,
        .close = serve_close,
        .upgrade = serve_upgrade,
        .announce = serve_announce,
        .request = serve_request,
        .respond = serve_respond,
        .exit = serve_exit,
    };
    parent_dispatch(&service, self, message);
}
