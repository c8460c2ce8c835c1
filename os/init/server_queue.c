/* SPDX-License-Identifier: MIT */
/* Sessions of children, the side of a child that serves them. See record.h. */
#include <libfdt.h>
#include <runtime/cap.h>
#include <runtime/log.h>
#include <session/parent_client.h>
#include "record.h"
#include "system.h"

/* Which of the services that the member provides; negative: none. */
static int service_index(const struct member *server, const char *service)
{
    return fdt_stringlist_search(system_tree(), server->config.node, "provides", service);
}

static bool announced(const struct member *server, const char *service)
{
    const int index = service_index(server, service);
    return index >= 0 && index < 32 && (server->announced >> index & 1) != 0;
}

enum error queue_announce(struct member *server, const char *service)
{
    const int index = service_index(server, service);
    if (index < 0 || index >= 32) {
        log_printf("%s: may not serve %s; add it to provides of /%s\n", server->name, service,
                   server->name);
        return ERROR_DENIED;
    }
    server->announced |= 1u << index;
    member_notify(server);
    return OK;
}

/* Hand the request to open to the server, with the quota. */
static bool ask_to_open(struct member *server, struct record *record)
{
    if (!announced(server, record->service) ||
        quota_move(CAP_PD, server->child.pd.cap, record->quota) != OK) {
        return false;
    }
    record->state = RECORD_ASKED;
    record->upgrade = (struct quota){0};
    return true;
}

enum error queue_request(struct member *server, uint32_t *id, uint32_t *kind, struct quota *quota,
                         const char **service, const char **label)
{
    for (struct record *record = record_first(); record != NULL; record = record->next) {
        if (record->server != server) {
            continue;
        }
        *id = record->id;
        *service = *label = "";
        *quota = (struct quota){0};
        if (record->state == RECORD_WAITING && ask_to_open(server, record)) {
            *kind = PARENT_OPEN;
            *quota = record->quota;
            *service = record->service;
            *label = record->label;
            return OK;
        }
        if (record->state == RECORD_CLOSING) {
            *kind = PARENT_CLOSE;
            record->state = RECORD_CLOSE_ASKED;
            return OK;
        }
        if ((record->state == RECORD_OPEN || record->state == RECORD_READY) &&
            (record->upgrade.ram != 0 || record->upgrade.caps != 0)) {
            *kind = PARENT_UPGRADE;
            *quota = record->upgrade;
            record->upgrade = (struct quota){0};
            return OK;
        }
    }
    return ERROR_NOT_FOUND;
}

static struct record *find(const struct member *server, uint32_t id)
{
    struct record *record = record_first();
    while (record != NULL && (record->server != server || record->id != id)) {
        record = record->next;
    }
    return record;
}

/* The server has answered a request to open. */
static void opened(struct record *record, enum error error, struct cap_item *session)
{
    if (error == OK && (session->cap == CAP_NULL || session->cap == CAP_OWN)) {
        error = ERROR_CAPABILITY;
    }
    if (error) {
        record->error = error;
        record_settle(record, record->close_wanted ? RECORD_CLOSED : RECORD_REFUSED);
        return;
    }
    record->cap = session->cap;
    session->cap = CAP_NULL;
    if (record->close_wanted) {
        record->state = RECORD_CLOSING;
        member_notify(record->server);
    } else {
        record->state = RECORD_READY;
        member_notify(record->client);
    }
}

enum error queue_respond(struct member *server, uint32_t id, enum error error,
                         struct cap_item *session)
{
    struct record *const record = find(server, id);
    if (record == NULL) {
        return ERROR_NOT_FOUND;
    }
    if (record->state == RECORD_ASKED) {
        opened(record, error, session);
    } else if (record->state == RECORD_CLOSE_ASKED) {
        const struct quota expected = record->quota;
        struct member *const client = record->client;
        record_settle(record, RECORD_CLOSED);
        if (client != NULL &&
            (record->quota.ram < expected.ram || record->quota.caps < expected.caps)) {
            log_printf("%s: kept quota of a session of %s\n", server->name, client->name);
        }
    }
    return OK;
}
