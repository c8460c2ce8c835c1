/* SPDX-License-Identifier: MIT */
/*
 * Session Parent as core serves it to init (session/parent.session): every request is answered at
 * once, and core uses nobody's services. A session's id is its badge.
 */
#include "init/parent.h"

#include <string.h>
#include <session/parent_server.h>
#include "device/dma.h"
#include "device/io_mem.h"
#include "device/irq.h"
#include "init/init.h"
#include "log/log.h"
#include "object/capability.h"
#include "process/cpu.h"
#include "process/pd.h"
#include "rom/rom.h"
#include "vm/vm.h"

struct parent {
    struct session session;
    struct account *client; /* pays for the sessions */
};

static const struct service *const services[] = {
    &pd_sessions,  &cpu_sessions, &rom_sessions, &io_mem_sessions,
    &irq_sessions, &dma_sessions, &vm_sessions,  &log_sessions,
};

enum { SERVICE_COUNT = sizeof services / sizeof *services };

static const struct service *service_by_name(const char *name)
{
    for (uint32_t i = 0; i < SERVICE_COUNT; i++) {
        if (strcmp(services[i]->name, name) == 0) {
            return services[i];
        }
    }
    return NULL;
}

/* The session that was opened with `id` through this parent, and its service; NULL: none. */
static struct session *session_by_id(const struct parent *parent, uint32_t id,
                                     const struct service **service)
{
    struct object *object = registry_lookup(&core.registry, id);
    for (uint32_t i = 0; object != NULL && i < SERVICE_COUNT; i++) {
        if (services[i]->kind == object->kind) {
            struct session *session = (struct session *)object;
            *service = services[i];
            return session->donor == parent->client ? session : NULL;
        }
    }
    return NULL;
}

static enum error open_parent(struct session *session, const char *label)
{
    (void)session;
    (void)label;
    return OK;
}

static void close_parent(struct session *session)
{
    (void)session;
}

const struct service parent_sessions = {
    .name = "Parent",
    .kind = KIND_PARENT,
    .open = open_parent,
    .close = close_parent,
};

void parent_set_client(struct session *session, struct account *client)
{
    struct parent *parent = (struct parent *)session;
    parent->client = client;
}

static enum error open_session(void *self, uint32_t ram, uint32_t caps, const char *name,
                               const char *label, uint32_t *id, struct cap_item *item)
{
    const struct parent *parent = self;
    const struct service *service = service_by_name(name);
    if (service == NULL) {
        return ERROR_NOT_FOUND;
    }
    struct session *session;
    enum error error = session_open(service, parent->client, ram, caps, label, &session);
    if (error == OK) {
        *id = session->object.badge;
        capability_give(item, &session->object);
    }
    return error;
}

static enum error close_session(void *self, uint32_t id, uint32_t *ram, uint32_t *caps)
{
    const struct service *service;
    struct session *session = session_by_id(self, id, &service);
    if (session == NULL) {
        return ERROR_NOT_FOUND;
    }
    session_close(service, session, ram, caps);
    return OK;
}

static enum error upgrade_session(void *self, uint32_t id, uint32_t ram, uint32_t caps)
{
    const struct parent *parent = self;
    const struct service *service;
    struct session *session = session_by_id(parent, id, &service);
    return session == NULL ? ERROR_NOT_FOUND
                           : account_move(parent->client, &session->account, ram, caps);
}

static enum error no_news(void *self, struct cap_item *notification)
{
    (void)self;
    (void)notification;
    return OK;
}

static enum error no_result(void *self, uint32_t id, struct cap_item *session)
{
    (void)self;
    (void)id;
    (void)session;
    return ERROR_NOT_FOUND;
}

static enum error no_announcement(void *self, const char *name)
{
    (void)self;
    (void)name;
    return ERROR_DENIED;
}

static enum error no_request(void *self, uint32_t *id, uint32_t *kind, uint32_t *ram,
                             uint32_t *caps, char *name, size_t name_size, char *label,
                             size_t label_size)
{
    (void)self;
    (void)id;
    (void)kind;
    (void)ram;
    (void)caps;
    (void)name;
    (void)name_size;
    (void)label;
    (void)label_size;
    return ERROR_NOT_FOUND;
}

static enum error no_respond(void *self, uint32_t id, uint32_t error, struct cap_item *session)
{
    (void)self;
    (void)id;
    (void)error;
    (void)session;
    return ERROR_NOT_FOUND;
}

static enum error exited(void *self, uint32_t code)
{
    (void)self;
    init_exited(code);
}

void parent_serve(struct object *object, struct message *message)
{
    static const struct parent_service service = {
        .register_ = no_news,
        .open = open_session,
        .result = no_result,
        .close = close_session,
        .upgrade = upgrade_session,
        .announce = no_announcement,
        .request = no_request,
        .respond = no_respond,
        .exit = exited,
    };
    parent_dispatch(&service, object, message);
}
