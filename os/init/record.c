/* SPDX-License-Identifier: MIT */
/* Sessions of children, the client's side. See record.h. */
#include <stdlib.h>
#include <string.h>
#include <runtime/cap.h>
#include <runtime/log.h>
#include <session/parent_client.h>
#include "record.h"
#include "system.h"

enum { DENIALS_REPORTED = 16 };

static struct record *first;
static struct record **last = &first;
static uint32_t last_id;

struct record *record_first(void)
{
    return first;
}

static cap_t account_of(const struct member *member)
{
    return member == NULL || member->state != MEMBER_RUNNING ? CAP_PD : member->child.pd.cap;
}

static struct record *find(const struct member *client, uint32_t id)
{
    struct record *record = first;
    while (record != NULL && (record->client != client || record->id != id)) {
        record = record->next;
    }
    return record;
}

static void forget_request(struct record *record)
{
    free(record->service);
    free(record->label);
    record->service = record->label = NULL;
}

static void remove_record(struct record *record)
{
    struct record **at = &first;
    while (*at != record) {
        at = &(*at)->next;
    }
    *at = record->next;
    if (last == &record->next) {
        last = at;
    }
    if (record->client != NULL) {
        record->client->session_count--;
    }
    forget_request(record);
    cap_free(record->cap);
    free(record);
}

/* A copy of `text` on the heap, NULL if there is no memory. */
static char *duplicate(const char *text)
{
    const size_t size = strlen(text) + 1;
    char *const copy = malloc(size);
    return copy == NULL ? NULL : memcpy(copy, text, size);
}

static struct record *add_record(struct member *client, const char *service,
                                 const struct route *route, struct quota quota)
{
    struct record *const record = calloc(1, sizeof *record);
    if (record == NULL) {
        return NULL;
    }
    record->service = duplicate(service);
    record->label = duplicate(route->label);
    if (record->service == NULL || record->label == NULL) {
        forget_request(record);
        free(record);
        return NULL;
    }
    record->id = ++last_id;
    record->client = client;
    record->target = route->target;
    record->quota = quota;
    client->session_count++;
    *last = record;
    last = &record->next;
    return record;
}

void record_settle(struct record *record, enum record_state state)
{
    if (record->server != NULL && record->state != RECORD_WAITING) {
        record->quota = quota_move_available(account_of(record->server), CAP_PD, record->quota);
    }
    (void)quota_move(CAP_PD, account_of(record->client), record->quota);
    cap_free(record->cap);
    record->cap = CAP_NULL;
    record->server = NULL;
    record->state = state;
    if (record->client == NULL) {
        remove_record(record);
    } else {
        member_notify(record->client);
    }
}

static enum error open_at_parent(struct record *record, struct cap_item *session)
{
    const enum error error =
        parent_open(CAP_PARENT, record->quota.ram, record->quota.caps, record->service,
                    record->label, &record->parent_id, &record->cap);
    if (error == OK) {
        record->state = RECORD_OPEN;
        *session = cap_plain(record->cap);
    } else if (error == ERROR_PENDING) {
        record->state = RECORD_PARENT_PENDING;
    }
    return error;
}

static enum error open_at_child(struct record *record, struct member *server)
{
    if (server == NULL || !member_alive(server)) {
        return ERROR_GONE;
    }
    record->state = RECORD_WAITING;
    record->server = server;
    member_notify(server);
    return ERROR_PENDING;
}

/* What init serves itself. */
static struct own_rom *own_rom_of(struct record *record)
{
    return record->target == ROUTE_STATE ? &record->client->state_rom : &record->client->config_rom;
}

static enum error open_own(struct record *record, struct cap_item *session)
{
    record->state = RECORD_OPEN;
    return own_rom_open(own_rom_of(record), session);
}

static void report_denial(struct member *client, const char *service, const char *label,
                          enum error error)
{
    if (client->denials < DENIALS_REPORTED) {
        client->denials++;
        log_printf("%s: no session %s \"%s\" (%s); see routes of /%s\n", client->name, service,
                   label, error_text(error), client->name);
    }
}

enum error record_open(struct member *client, struct quota quota, const char *service,
                       const char *label, uint32_t *id, struct cap_item *session)
{
    struct route route = {0};
    enum error error = route_find(system_tree(), client->config.node, service, label, &route);
    if (error) {
        if (error != ERROR_NOT_FOUND) {
            report_denial(client, service, label, error);
        }
        return error;
    }
    if (client->session_count >= client->config.caps) {
        return ERROR_CAPS;
    }
    error = quota_move(account_of(client), CAP_PD, quota);
    if (error) {
        return error;
    }
    struct record *const record = add_record(client, service, &route, quota);
    if (record == NULL) {
        (void)quota_move(CAP_PD, account_of(client), quota);
        return ERROR_RAM;
    }
    switch (route.target) {
    case ROUTE_PARENT:
        error = open_at_parent(record, session);
        break;
    case ROUTE_CHILD:
        error = open_at_child(record, system_member_at(route.server));
        break;
    case ROUTE_CONFIG:
    case ROUTE_STATE:
        error = open_own(record, session);
        break;
    }
    *id = record->id;
    if (error != ERROR_PENDING) {
        forget_request(record);
    }
    if (error != OK && error != ERROR_PENDING) {
        (void)quota_move(CAP_PD, account_of(client), quota);
        remove_record(record);
    }
    return error;
}

enum error record_result(struct member *client, uint32_t id, struct cap_item *session)
{
    struct record *const record = find(client, id);
    if (record == NULL) {
        return ERROR_NOT_FOUND;
    }
    switch (record->state) {
    case RECORD_WAITING:
    case RECORD_ASKED:
    case RECORD_PARENT_PENDING:
        return ERROR_PENDING;
    case RECORD_READY:
        record->state = RECORD_OPEN;
        *session = cap_plain(record->cap);
        return OK;
    case RECORD_REFUSED: {
        const enum error error = record->error;
        remove_record(record);
        return error;
    }
    default:
        return ERROR_NOT_FOUND;
    }
}

/* Close at init's own parent; quota that comes back goes to the client if it is there. */
static enum error close_at_parent(struct record *record)
{
    cap_free(record->cap);
    record->cap = CAP_NULL;
    record->quota = (struct quota){0};
    const enum error error =
        parent_close(CAP_PARENT, record->parent_id, &record->quota.ram, &record->quota.caps);
    if (error == ERROR_PENDING) {
        record->state = RECORD_PARENT_CLOSING;
        return error;
    }
    record_settle(record, RECORD_CLOSED);
    return OK;
}

/* Begin the end of a session, whose client may be gone. The record may not exist afterwards if it
 * is; otherwise it does, in RECORD_CLOSED if nothing is left to wait for. */
static void begin_close(struct record *record)
{
    switch (record->state) {
    case RECORD_WAITING:
        record_settle(record, RECORD_CLOSED);
        break;
    case RECORD_ASKED:
        record->close_wanted = true;
        break;
    case RECORD_PARENT_PENDING:
        (void)close_at_parent(record);
        break;
    case RECORD_READY:
    case RECORD_OPEN:
        if (record->target == ROUTE_PARENT) {
            (void)close_at_parent(record);
        } else if (record->target == ROUTE_CHILD) {
            record->state = RECORD_CLOSING;
            member_notify(record->server);
        } else {
            if (record->client != NULL) {
                own_rom_close(own_rom_of(record));
            }
            record_settle(record, RECORD_CLOSED);
        }
        break;
    case RECORD_REFUSED:
    case RECORD_CLOSED:
        if (record->client == NULL) {
            remove_record(record);
        } else {
            record->state = RECORD_CLOSED;
        }
        break;
    case RECORD_CLOSING:
    case RECORD_CLOSE_ASKED:
    case RECORD_PARENT_CLOSING:
        break;
    }
}

enum error record_close(struct member *client, uint32_t id, struct quota *returned)
{
    struct record *const record = find(client, id);
    if (record == NULL) {
        return ERROR_NOT_FOUND;
    }
    begin_close(record);
    if (record->state != RECORD_CLOSED) {
        return ERROR_PENDING;
    }
    *returned = record->quota;
    remove_record(record);
    return OK;
}

enum error record_upgrade(struct member *client, uint32_t id, struct quota quota)
{
    struct record *const record = find(client, id);
    if (record == NULL) {
        return ERROR_NOT_FOUND;
    }
    if ((record->state != RECORD_OPEN && record->state != RECORD_READY) ||
        (record->target != ROUTE_PARENT && record->target != ROUTE_CHILD)) {
        return ERROR_INVALID;
    }
    const bool at_parent = record->target == ROUTE_PARENT;
    const cap_t to = at_parent ? CAP_PD : account_of(record->server);
    enum error error = quota_move(account_of(client), to, quota);
    if (!error && at_parent) {
        error = parent_upgrade(CAP_PARENT, record->parent_id, quota.ram, quota.caps);
        if (error) {
            (void)quota_move(CAP_PD, account_of(client), quota);
        }
    }
    if (error) {
        return error;
    }
    record->quota.ram += quota.ram;
    record->quota.caps += quota.caps;
    if (!at_parent) {
        record->upgrade.ram += quota.ram;
        record->upgrade.caps += quota.caps;
        member_notify(record->server);
    }
    return OK;
}

void record_client_gone(struct member *member)
{
    struct record *next = NULL;
    for (struct record *record = first; record != NULL; record = next) {
        next = record->next;
        if (record->client == member) {
            member->session_count--;
            record->client = NULL;
            begin_close(record);
        }
    }
}

static void refuse(struct record *record, enum error error)
{
    record->error = error;
    forget_request(record);
    record_settle(record, RECORD_REFUSED);
}

static void server_gone(struct record *record, bool restarts)
{
    switch (record->state) {
    case RECORD_ASKED:
    case RECORD_WAITING:
        if (record->close_wanted) {
            record_settle(record, RECORD_CLOSED);
        } else if (restarts) {
            record->state = RECORD_WAITING;
        } else {
            refuse(record, ERROR_GONE);
        }
        break;
    case RECORD_READY:
        refuse(record, ERROR_GONE);
        break;
    default:
        record_settle(record, RECORD_CLOSED);
        break;
    }
}

void record_server_gone(struct member *member, bool restarts)
{
    struct record *next = NULL;
    for (struct record *record = first; record != NULL; record = next) {
        next = record->next;
        if (record->server == member) {
            server_gone(record, restarts);
        }
    }
}

static void parent_answered(struct record *record)
{
    if (record->state == RECORD_PARENT_CLOSING) {
        (void)close_at_parent(record);
        return;
    }
    const enum error error = parent_result(CAP_PARENT, record->parent_id, &record->cap);
    if (error == ERROR_PENDING) {
        return;
    }
    if (error) {
        refuse(record, error);
        return;
    }
    forget_request(record);
    record->state = RECORD_READY;
    member_notify(record->client);
}

void record_parent_news(void)
{
    struct record *next = NULL;
    for (struct record *record = first; record != NULL; record = next) {
        next = record->next;
        if (record->state == RECORD_PARENT_PENDING || record->state == RECORD_PARENT_CLOSING) {
            parent_answered(record);
        }
    }
}
