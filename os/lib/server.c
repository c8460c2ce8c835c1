/* SPDX-License-Identifier: MIT */
/* The parent's requests to a server. See runtime/server.h. */
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <runtime/cap.h>
#include <runtime/server.h>
#include <runtime/session.h>
#include <runtime/signal.h>
#include <session/parent_client.h>
#include "runtime.h"

/* Requests that are worked off at a time: a client that opens and closes sessions without end does
 * not keep other clients' calls waiting. */
enum { REQUESTS_AT_A_TIME = 4 };

static struct server *servers;

/* The session `id`, and where it is linked; NULL if there is none. */
static struct server_session **find_session(uint32_t id, struct server **owner)
{
    for (struct server *server = servers; server != NULL; server = server->next) {
        for (struct server_session **at = &server->sessions; *at != NULL; at = &(*at)->next) {
            if ((*at)->id == id) {
                *owner = server;
                return at;
            }
        }
    }
    return NULL;
}

static enum error open(uint32_t id, uint32_t ram, uint32_t caps, const char *service,
                       const char *label, struct cap_item *cap)
{
    for (struct server *server = servers; server != NULL; server = server->next) {
        if (strcmp(server->service, service) != 0) {
            continue;
        }
        if (ram < server->ram) {
            return ERROR_RAM;
        }
        if (caps < server->caps) {
            return ERROR_CAPS;
        }
        struct server_session *session = NULL;
        const enum error error = server->open(server->self, label, ram, caps, &session, cap);
        if (error) {
            return error;
        }
        session->id = id;
        session->next = server->sessions;
        server->sessions = session;
        return OK;
    }
    return ERROR_NOT_FOUND;
}

static void close(uint32_t id)
{
    struct server *server = NULL;
    struct server_session **const at = find_session(id, &server);
    if (at != NULL) {
        struct server_session *const session = *at;
        *at = session->next;
        server->close(server->self, session);
    }
}

static void upgrade(uint32_t id, uint32_t ram, uint32_t caps)
{
    struct server *server = NULL;
    struct server_session **const at = find_session(id, &server);
    if (at != NULL && server->upgrade != NULL) {
        server->upgrade(server->self, *at, ram, caps);
    }
}

/* Take a request, and answer it. False: none waits. */
static bool serve_request(void)
{
    uint32_t id, kind, ram, caps;
    char service[SESSION_STRING_SIZE];
    char label[SESSION_STRING_SIZE];
    if (parent_request(CAP_PARENT, &id, &kind, &ram, &caps, service, sizeof service, label,
                       sizeof label) != OK) {
        return false;
    }
    struct cap_item cap = cap_plain(CAP_NULL);
    enum error error = OK;
    switch (kind) {
    case PARENT_OPEN:
        error = open(id, ram, caps, service, label, &cap);
        break;
    case PARENT_CLOSE:
        close(id);
        break;
    case PARENT_UPGRADE:
        upgrade(id, ram, caps);
        break;
    default:
        error = ERROR_INVALID;
        break;
    }
    const enum error refused = parent_respond(CAP_PARENT, id, (uint32_t)error, cap);
    if (refused != OK && kind == PARENT_OPEN && error == OK) {
        close(id);
    }
    return true;
}

/* Work off requests that wait; what is left comes after calls that wait too. */
static void serve_requests(void)
{
    for (int i = 0; i < REQUESTS_AT_A_TIME; i++) {
        if (!serve_request()) {
            return;
        }
    }
    signal_defer(parent_signal_flag());
}

enum error server_announce(struct server *server)
{
    static struct parent_listener listener = {.handle = serve_requests};
    if (servers == NULL) {
        const enum error listen_error = parent_listen(&listener);
        if (listen_error) {
            return listen_error;
        }
    }
    server->sessions = NULL;
    server->next = servers;
    servers = server;
    const enum error error = parent_announce(CAP_PARENT, server->service);
    if (error) {
        servers = server->next;
        return error;
    }
    signal_defer(parent_signal_flag());
    return OK;
}
