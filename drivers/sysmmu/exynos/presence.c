/* SPDX-License-Identifier: MIT */
/* Sessions that name no unit; see presence.h. */
#include <stdlib.h>
#include <iommu/iommu.h>
#include <session/iommu_server.h>
#include "presence.h"

static struct presence *presences;

static enum error serve_attach(void *self, uint32_t address, uint32_t offset, uint32_t size,
                               uint32_t flags, struct cap_item *dataspace)
{
    (void)self;
    (void)address;
    (void)offset;
    (void)size;
    (void)flags;
    (void)dataspace;
    return ERROR_DENIED;
}

static enum error serve_detach(void *self, uint32_t address)
{
    (void)self;
    (void)address;
    return ERROR_NOT_FOUND;
}

static enum error serve_handler(void *self, struct cap_item *notification)
{
    (void)self;
    (void)notification;
    return ERROR_DENIED;
}

static enum error serve_fault(void *self, uint32_t *kind, uint32_t *address, uint32_t *count)
{
    (void)self;
    *kind = IOMMU_FAULT_NONE;
    *address = *count = 0;
    return OK;
}

static enum error serve_resume(void *self)
{
    (void)self;
    return ERROR_DENIED;
}

static void dispatch(void *self, struct message *message)
{
    static const struct iommu_service service = {
        .attach = serve_attach,
        .detach = serve_detach,
        .handler = serve_handler,
        .fault = serve_fault,
        .resume = serve_resume,
    };
    iommu_dispatch(&service, self, message);
}

enum error presence_open(struct presence **presence)
{
    struct presence *created = calloc(1, sizeof(*created));
    if (created == NULL) {
        return ERROR_RAM;
    }
    created->object = (struct rpc_object){.dispatch = dispatch, .kind = MESSAGE_CALL};
    enum error error = rpc_export(&created->object);
    if (error) {
        free(created);
        return error;
    }
    created->next = presences;
    presences = created;
    *presence = created;
    return OK;
}

void presence_close(const struct server_session *session)
{
    struct presence **at = &presences;
    while (*at != NULL && &(*at)->session != session) {
        at = &(*at)->next;
    }
    struct presence *presence = *at;
    if (presence != NULL) {
        *at = presence->next;
        rpc_withdraw(&presence->object);
        free(presence);
    }
}
