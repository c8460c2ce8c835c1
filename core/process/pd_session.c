/* SPDX-License-Identifier: MIT */
/* What the methods of session PD do (session/pd.session). */
#include "process/pd.h"

#include <session/pd_server.h>
#include "memory/dataspace.h"
#include "object/capability.h"
#include "process/thread.h"

static enum error ram_allocate(void *self, uint32_t size, uint32_t flags, struct cap_item *item)
{
    struct pd *pd = self;
    struct dataspace *dataspace;
    enum error error = dataspace_allocate(&pd->session.account, size, flags, &dataspace);
    if (error == OK) {
        capability_give(item, &dataspace->object);
    }
    return error;
}

static enum error ram_free(void *self, struct cap_item *item)
{
    struct pd *pd = self;
    struct dataspace *dataspace;
    enum error error = dataspace_of(item, MAP_WRITE, &dataspace);
    if (error != OK) {
        return error;
    }
    if (dataspace->account != &pd->session.account || !dataspace->is_ram) {
        return ERROR_DENIED;
    }
    dataspace_destroy(dataspace);
    return OK;
}

static enum error quota(void *self, uint32_t *ram, uint32_t *ram_used, uint32_t *caps,
                        uint32_t *caps_used)
{
    const struct pd *pd = self;
    *ram = pd->session.account.ram_limit;
    *ram_used = pd->session.account.ram_used;
    *caps = pd->session.account.caps_limit;
    *caps_used = pd->session.account.caps_used;
    return OK;
}

static enum error transfer(void *self, struct cap_item *to, uint32_t ram, uint32_t caps)
{
    struct pd *pd = self;
    struct pd *receiver = pd_of(to);
    if (receiver == NULL) {
        return ERROR_CAPABILITY;
    }
    return account_move(&pd->session.account, &receiver->session.account, ram, caps);
}

static enum error address_space(void *self, struct cap_item *rm)
{
    const struct pd *pd = self;
    capability_give(rm, &pd->space.object);
    return OK;
}

static enum error cap_space(void *self, uint32_t *count)
{
    const struct pd *pd = self;
    *count = pd->cap_count;
    return OK;
}

static enum error cap_grant(void *self, uint32_t target, struct cap_item *item)
{
    if (item->cap == CAP_NULL) {
        return ERROR_CAPABILITY;
    }
    cap_t source = item->cap == CAP_OWN ? (cap_t)CORE_CAP_ENDPOINT : item->cap;
    return pd_grant(self, target, source, item->badge, false);
}

static enum error fault_handler(void *self, struct cap_item *notification)
{
    struct pd *pd = self;
    struct account *account = &pd->session.account;
    cap_t kept;
    enum error error = capability_keep(account, notification, &kept);
    if (error == OK) {
        capability_drop(account, pd->fault_handler);
        pd->fault_handler = kept;
    }
    return error;
}

static enum error fault(void *self, uint32_t *kind, uint32_t *address, uint32_t *pc,
                        uint32_t *number)
{
    struct pd *pd = self;
    struct thread *thread = thread_take_faulted(pd);
    if (thread == NULL) {
        return ERROR_NOT_FOUND;
    }
    *kind = thread->fault.kind;
    *address = thread->fault.address;
    *pc = thread->fault.pc;
    *number = thread->number;
    return OK;
}

void pd_serve(struct object *object, struct message *message)
{
    static const struct pd_service service = {
        .ram_allocate = ram_allocate,
        .ram_free = ram_free,
        .quota = quota,
        .transfer = transfer,
        .address_space = address_space,
        .cap_space = cap_space,
        .cap_grant = cap_grant,
        .fault_handler = fault_handler,
        .fault = fault,
    };
    pd_dispatch(&service, object, message);
}
