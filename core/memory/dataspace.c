/* SPDX-License-Identifier: MIT */
/* Dataspaces, see dataspace.h. */
#include "memory/dataspace.h"

#include <core/component.h>
#include <session/dataspace_server.h>
#include "device/dma.h"
#include "memory/address_space.h"
#include "memory/arena.h"
#include "memory/clear.h"
#include "object/capability.h"

enum { LARGE_PAGE_SIZE = 2 << 20 };

enum error dataspace_make(struct account *account, uint32_t base, uint32_t size, uint32_t flags,
                          struct dataspace **created)
{
    struct dataspace *dataspace = arena_allocate(account, sizeof *dataspace);
    if (dataspace == NULL) {
        return ERROR_RAM;
    }
    enum error error = capability_register(account, &dataspace->object, KIND_DATASPACE);
    if (error != OK) {
        arena_free(account, dataspace, sizeof *dataspace);
        return error;
    }
    dataspace->account = account;
    dataspace->base = base;
    dataspace->size = size;
    dataspace->flags = flags;
    dataspace->next = account->dataspaces;
    if (dataspace->next != NULL) {
        dataspace->next->previous = dataspace;
    }
    account->dataspaces = dataspace;
    *created = dataspace;
    return OK;
}

void dataspace_clean(struct dataspace *dataspace)
{
    uint32_t rest = dataspace->is_ram && !dataspace->is_clean ? dataspace->size : 0;
    uint32_t base = dataspace->base;
    while (rest > 0) {
        uint32_t part = rest < CACHE_CLEAN_MAX ? rest : CACHE_CLEAN_MAX;
        (void)cache_clean((const void *)(uintptr_t)base, part);
        base += part;
        rest -= part;
    }
    dataspace->is_clean = true;
}

enum error dataspace_allocate(struct account *account, uint32_t size, uint32_t ram_flags,
                              struct dataspace **created)
{
    if (size == 0 || size > REGION_LIMIT ||
        (ram_flags & ~(uint32_t)(RAM_UNCACHED | RAM_LARGE)) != 0) {
        return ERROR_INVALID;
    }
    size = page_round_up(size);
    uint32_t align = (ram_flags & RAM_LARGE) != 0 ? LARGE_PAGE_SIZE : PAGE_SIZE;
    uint32_t flags = MAP_READ | MAP_WRITE | MAP_EXECUTE;
    if ((ram_flags & RAM_UNCACHED) != 0) {
        flags |= MAP_UNCACHED;
    }
    uintptr_t base;
    enum error error = account_take_pages(account, size, align, &base);
    if (error != OK) {
        return error;
    }
    error = dataspace_make(account, (uint32_t)base, size, flags, created);
    if (error != OK) {
        account_give_pages(account, base, size);
        return error;
    }
    (*created)->is_ram = true;
    clear_pages(base, size);
    if ((ram_flags & RAM_UNCACHED) != 0) {
        dataspace_clean(*created);
    }
    return OK;
}

void dataspace_destroy(struct dataspace *dataspace)
{
    struct account *account = dataspace->account;
    if (dataspace->pins != NULL) {
        dma_lose(dataspace);
    }
    while (dataspace->attachments != NULL) {
        address_space_remove(dataspace->attachments);
    }
    if (dataspace->is_lost) {
        account_lose_pages(account, dataspace->size);
    } else if (dataspace->is_ram) {
        account_give_pages(account, dataspace->base, dataspace->size);
    }
    if (dataspace->next != NULL) {
        dataspace->next->previous = dataspace->previous;
    }
    if (dataspace->previous != NULL) {
        dataspace->previous->next = dataspace->next;
    } else {
        account->dataspaces = dataspace->next;
    }
    capability_unregister(account, &dataspace->object);
    arena_free(account, dataspace, sizeof *dataspace);
}

uint32_t dataspace_flags(const struct dataspace *dataspace, uint32_t badge)
{
    return (badge & BADGE_READ_ONLY) == 0
               ? dataspace->flags
               : dataspace->flags & ~(uint32_t)(MAP_WRITE | MAP_EXECUTE);
}

enum error dataspace_of(const struct cap_item *item, uint32_t wanted, struct dataspace **dataspace)
{
    *dataspace = (struct dataspace *)capability_object(item, KIND_DATASPACE);
    if (*dataspace == NULL) {
        return ERROR_CAPABILITY;
    }
    bool is_denied = (item->badge & BADGE_READ_ONLY) != 0 && (wanted & ~(uint32_t)MAP_READ) != 0;
    return is_denied ? ERROR_DENIED : OK;
}

/* What a call reaches: a dataspace, through the capability that was called. */
struct view {
    const struct dataspace *dataspace;
    uint32_t badge;
};

static enum error information(void *self, uint32_t *size, uint32_t *flags)
{
    const struct view *view = self;
    *size = view->dataspace->size;
    *flags = dataspace_flags(view->dataspace, view->badge);
    return OK;
}

static enum error read_only(void *self, struct cap_item *item)
{
    const struct view *view = self;
    capability_give(item, &view->dataspace->object);
    item->badge |= BADGE_READ_ONLY;
    return OK;
}

void dataspace_serve(struct object *object, struct message *message)
{
    static const struct dataspace_service service = {
        .information = information,
        .read_only = read_only,
    };
    struct view view = {(const struct dataspace *)object, message->badge};
    dataspace_dispatch(&service, &view, message);
}
