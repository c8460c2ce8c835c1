/* SPDX-License-Identifier: MIT */
/* Address spaces, see address_space.h. */
#include "memory/address_space.h"

#include <core/component.h>
#include <session/rm_server.h>
#include "memory/arena.h"
#include "memory/dataspace.h"
#include "object/capability.h"

enum {
    LARGE_PAGE_SIZE = 2 << 20,
    MAP_RIGHTS = MAP_READ | MAP_WRITE | MAP_EXECUTE,
    TABLE_PAGES = 14,
};

/* Pages that were donated to the kernel for translation tables. */
struct table_pages {
    struct table_pages *next;
    uint32_t count;
    uint32_t pages[TABLE_PAGES];
};

void address_space_init(struct address_space *space, struct account *account, cap_t pd, bool is_vm)
{
    space->account = account;
    space->pd = pd;
    space->is_vm = is_vm;
}

static enum error donate_table(struct address_space *space)
{
    struct table_pages *tables = space->tables;
    if (tables == NULL || tables->count == TABLE_PAGES) {
        tables = arena_allocate(space->account, sizeof *tables);
        if (tables == NULL) {
            return ERROR_RAM;
        }
        tables->next = space->tables;
        space->tables = tables;
    }
    uintptr_t page;
    enum error error = account_take_pages(space->account, PAGE_SIZE, PAGE_SIZE, &page);
    if (error != OK) {
        return error;
    }
    error = core_pd_donate_table(space->pd, (uint32_t)page);
    if (error != OK) {
        account_give_pages(space->account, page, PAGE_SIZE);
        return error;
    }
    tables->pages[tables->count++] = (uint32_t)page;
    return OK;
}

static void unmap(const struct address_space *space, uint32_t address, uint32_t size)
{
    uint32_t done = 0;
    while (size > 0 && core_unmap(space->pd, address, size, &done) == ERROR_AGAIN) {
        address += done;
        size -= done;
    }
}

static enum error map(struct address_space *space, uint32_t address, uint32_t physical,
                      uint32_t size, uint32_t flags)
{
    uint32_t mapped = 0;
    for (;;) {
        uint32_t done = 0;
        enum error error =
            core_map(space->pd, address + mapped, physical + mapped, size - mapped, flags, &done);
        if (error == OK) {
            return OK;
        }
        mapped += done;
        if (error == ERROR_RAM) {
            error = donate_table(space);
        }
        if (error != OK && error != ERROR_AGAIN) {
            unmap(space, address, mapped);
            return error;
        }
    }
}

/* Check the arguments of an attachment, and fill in a size that was left open. */
static enum error check(const struct address_space *space, const struct dataspace *dataspace,
                        uint32_t address, uint32_t offset, uint32_t *size, uint32_t flags)
{
    if (offset >= dataspace->size || *size > dataspace->size - offset || !is_page_aligned(offset) ||
        !is_page_aligned(address) || (address == 0 && !space->is_vm)) {
        return ERROR_INVALID;
    }
    if ((flags & MAP_READ) == 0 || (flags & ~(uint32_t)MAP_RIGHTS) != 0 ||
        (!space->is_vm && (flags & MAP_WRITE) != 0 && (flags & MAP_EXECUTE) != 0)) {
        return ERROR_INVALID;
    }
    if ((flags & ~dataspace->flags) != 0) {
        return ERROR_DENIED;
    }
    *size = *size == 0 ? dataspace->size - offset : page_round_up(*size);
    return OK;
}

static void link_to_dataspace(struct attachment *attachment)
{
    struct dataspace *dataspace = attachment->dataspace;
    attachment->next = dataspace->attachments;
    if (attachment->next != NULL) {
        attachment->next->previous = attachment;
    }
    dataspace->attachments = attachment;
}

static void unlink_from_dataspace(struct attachment *attachment)
{
    if (attachment->next != NULL) {
        attachment->next->previous = attachment->previous;
    }
    if (attachment->previous != NULL) {
        attachment->previous->next = attachment->next;
    } else {
        attachment->dataspace->attachments = attachment->next;
    }
}

/* Find an address where a region of `size` bytes of memory at `physical` fits well. */
static enum error find_address(const struct address_space *space, uint32_t physical, uint32_t size,
                               uint32_t *address)
{
    bool large = size >= LARGE_PAGE_SIZE && physical % LARGE_PAGE_SIZE == 0;
    return region_find_gap(&space->regions, size, large ? LARGE_PAGE_SIZE : PAGE_SIZE,
                           RM_ANYWHERE_BASE, RM_ANYWHERE_END, address);
}

enum error address_space_attach(struct address_space *space, struct dataspace *dataspace,
                                uint32_t address, uint32_t offset, uint32_t size, uint32_t flags,
                                uint32_t *attached)
{
    bool anywhere = address == RM_ANYWHERE && !space->is_vm;
    enum error error =
        check(space, dataspace, anywhere ? RM_ANYWHERE_BASE : address, offset, &size, flags);
    uint32_t physical = dataspace->base + offset;
    if (error == OK && anywhere) {
        error = find_address(space, physical, size, &address);
    }
    if (error != OK) {
        return error;
    }
    struct attachment *attachment = arena_allocate(space->account, sizeof *attachment);
    if (attachment == NULL) {
        return ERROR_RAM;
    }
    attachment->region.start = address;
    attachment->region.size = size;
    attachment->space = space;
    attachment->dataspace = dataspace;
    error = region_insert(&space->regions, &attachment->region);
    if (error != OK) {
        arena_free(space->account, attachment, sizeof *attachment);
        return error;
    }
    flags |= dataspace->flags & ~(uint32_t)MAP_RIGHTS;
    error = map(space, address, physical, size, flags);
    if (error != OK) {
        region_remove(&space->regions, &attachment->region);
        arena_free(space->account, attachment, sizeof *attachment);
        return error;
    }
    if (space->is_vm) {
        dataspace_clean(dataspace);
    }
    link_to_dataspace(attachment);
    *attached = address;
    return OK;
}

static void forget(struct attachment *attachment)
{
    struct address_space *space = attachment->space;
    region_remove(&space->regions, &attachment->region);
    unlink_from_dataspace(attachment);
    arena_free(space->account, attachment, sizeof *attachment);
}

void address_space_remove(struct attachment *attachment)
{
    unmap(attachment->space, attachment->region.start, attachment->region.size);
    forget(attachment);
}

enum error address_space_detach(struct address_space *space, uint32_t address)
{
    struct region *region = region_find(&space->regions, address);
    if (region == NULL) {
        return ERROR_NOT_FOUND;
    }
    address_space_remove((struct attachment *)region);
    return OK;
}

void address_space_end(struct address_space *space)
{
    while (space->regions.root != NULL) {
        forget((struct attachment *)space->regions.root);
    }
    while (space->tables != NULL) {
        struct table_pages *tables = space->tables;
        for (uint32_t i = 0; i < tables->count; i++) {
            account_give_pages(space->account, tables->pages[i], PAGE_SIZE);
        }
        space->tables = tables->next;
        arena_free(space->account, tables, sizeof *tables);
    }
}

static struct address_space *space_of(void *self)
{
    return self;
}

static enum error attach(void *self, uint32_t address, uint32_t offset, uint32_t size,
                         uint32_t flags, struct cap_item *item, uint32_t *attached)
{
    struct dataspace *dataspace;
    enum error error = dataspace_of(item, flags, &dataspace);
    return error != OK ? error
                       : address_space_attach(space_of(self), dataspace, address, offset, size,
                                              flags, attached);
}

static enum error detach(void *self, uint32_t address)
{
    return address_space_detach(space_of(self), address);
}

void address_space_serve(struct object *object, struct message *message)
{
    static const struct rm_service service = {.attach = attach, .detach = detach};
    rm_dispatch(&service, object, message);
}
