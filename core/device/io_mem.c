/* SPDX-License-Identifier: MIT */
/*
 * Session IO_MEM (session/io_mem.session). The pages that are handed out, and those that never are,
 * are regions of one tree over physical addresses: what overlaps is refused.
 */
#include "device/io_mem.h"

#include <session/io_mem_server.h>
#include "device/board.h"
#include "memory/arena.h"
#include "memory/dataspace.h"
#include "memory/region.h"
#include "object/capability.h"

struct io_mem_session {
    struct session session;
    struct region pages; /* size 0: none are taken */
    struct board_range range;
    struct dataspace *dataspace;
};

static struct region_tree taken;

/* The pages that a range touches. */
static struct region pages_of(const struct board_range *range)
{
    uint32_t start = range->base & ~(PAGE_SIZE - 1u);
    return (struct region){.start = start,
                           .size = page_round_up(range->base - start + range->size)};
}

/* Reserve a range for ever. One that overlaps an earlier one needs no more than that. */
static enum error reserve(const struct board_range *range)
{
    struct region *region = arena_allocate(&core.account, sizeof *region);
    if (region == NULL) {
        return ERROR_RAM;
    }
    *region = pages_of(range);
    enum error error = region_insert(&taken, region);
    if (error != OK) {
        arena_free(&core.account, region, sizeof *region);
    }
    return error == ERROR_EXISTS ? OK : error;
}

enum error io_mem_init(void)
{
    struct board_range range;
    int position = -1;
    uint32_t index = 0;
    while (core.board != NULL && board_reserved(core.board, &position, &index, &range)) {
        enum error error = reserve(&range);
        if (error != OK) {
            return error;
        }
    }
    /* The UART that LOG writes to is core's own. */
    if (core.board != NULL && board_console(core.board, &range) == OK) {
        enum error error = reserve(&range);
        if (error != OK) {
            return error;
        }
    }
    for (uint32_t i = 0; i < core.info->free_count; i++) {
        range = (struct board_range){core.info->free[i].base, core.info->free[i].size};
        enum error error = reserve(&range);
        if (error != OK) {
            return error;
        }
    }
    return OK;
}

static enum error open(struct session *session, const char *label)
{
    struct io_mem_session *io_mem = (struct io_mem_session *)session;
    if (core.board == NULL) {
        return ERROR_NOT_FOUND;
    }
    enum error error = board_registers(core.board, label, &io_mem->range);
    if (error != OK) {
        return error;
    }
    struct region pages = pages_of(&io_mem->range);
    io_mem->pages = pages;
    error = region_insert(&taken, &io_mem->pages);
    if (error != OK) {
        io_mem->pages.size = 0;
        return error == ERROR_EXISTS ? ERROR_BUSY : error;
    }
    return dataspace_make(&session->account, pages.start, pages.size,
                          MAP_READ | MAP_WRITE | MAP_DEVICE, &io_mem->dataspace);
}

static void close(struct session *session)
{
    struct io_mem_session *io_mem = (struct io_mem_session *)session;
    if (io_mem->dataspace != NULL) {
        dataspace_destroy(io_mem->dataspace);
    }
    if (io_mem->pages.size > 0) {
        region_remove(&taken, &io_mem->pages);
    }
}

const struct service io_mem_sessions = {
    .name = "IO_MEM",
    .kind = KIND_IO_MEM,
    .open = open,
    .close = close,
};

static enum error dataspace(void *self, uint32_t *offset, uint32_t *size, struct cap_item *item)
{
    const struct io_mem_session *io_mem = self;
    *offset = io_mem->range.base - io_mem->pages.start;
    *size = io_mem->range.size;
    capability_give(item, &io_mem->dataspace->object);
    return OK;
}

void io_mem_serve(struct object *object, struct message *message)
{
    static const struct io_mem_service service = {.dataspace = dataspace};
    io_mem_dispatch(&service, object, message);
}
