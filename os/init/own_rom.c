/* SPDX-License-Identifier: MIT */
/* A ROM that init serves to a child. See own_rom.h. */
#include <string.h>
#include <hw/call.h>
#include <runtime/cap.h>
#include <session/dataspace_client.h>
#include <session/rom_server.h>
#include "own_rom.h"

static void free_content(struct own_content *content)
{
    memory_free(&content->memory);
    cap_free(content->readable);
    content->readable = CAP_NULL;
    content->size = 0;
}

static void adopt_next(struct own_rom *rom)
{
    if (rom->next.size != 0) {
        free_content(&rom->current);
        rom->current = rom->next;
        rom->next = (struct own_content){0};
    }
}

static enum error serve_dataspace(void *self, uint32_t *size, struct cap_item *dataspace)
{
    const struct own_rom *const rom = self;
    *size = rom->current.size;
    *dataspace = cap_plain(rom->current.readable);
    return OK;
}

static enum error serve_handler(void *self, struct cap_item *notification)
{
    struct own_rom *const rom = self;
    cap_free(rom->handler);
    rom->handler = notification->cap == CAP_OWN ? CAP_NULL : notification->cap;
    notification->cap = CAP_NULL;
    return OK;
}

static enum error serve_update(void *self)
{
    struct own_rom *const rom = self;
    if (rom->supply != NULL) {
        rom->supply(rom);
    }
    if (rom->next.size == 0) {
        return ERROR_NOT_FOUND;
    }
    adopt_next(rom);
    return OK;
}

static void dispatch(void *self, struct message *message)
{
    static const struct rom_service service = {
        .dataspace = serve_dataspace,
        .handler = serve_handler,
        .update = serve_update,
    };
    rom_dispatch(&service, self, message);
}

enum error own_rom_set(struct own_rom *rom, const void *data, size_t size)
{
    struct own_content content = {0};
    enum error error = memory_allocate(size, 0, &content.memory);
    if (!error) {
        error = dataspace_read_only(content.memory.dataspace, &content.readable);
    }
    if (error) {
        free_content(&content);
        return error;
    }
    memcpy(content.memory.address, data, size);
    content.size = (uint32_t)size;
    free_content(&rom->next);
    rom->next = content;
    if (!rom->open) {
        adopt_next(rom);
    }
    return OK;
}

void own_rom_notify(const struct own_rom *rom)
{
    if (rom->open && rom->handler != CAP_NULL) {
        (void)notification_signal(rom->handler);
    }
}

enum error own_rom_open(struct own_rom *rom, struct cap_item *session)
{
    if (rom->open) {
        return ERROR_BUSY;
    }
    if (rom->supply != NULL) {
        rom->supply(rom);
    }
    adopt_next(rom);
    if (rom->current.size == 0) {
        return ERROR_NOT_FOUND;
    }
    rom->object = (struct rpc_object){.dispatch = dispatch, .self = rom, .kind = MESSAGE_CALL};
    const enum error error = rpc_export(&rom->object);
    if (!error) {
        rom->open = true;
        *session = rpc_cap_item(&rom->object);
    }
    return error;
}

void own_rom_close(struct own_rom *rom)
{
    if (rom->open) {
        rpc_withdraw(&rom->object);
        cap_free(rom->handler);
        rom->handler = CAP_NULL;
        rom->open = false;
    }
}

void own_rom_clear(struct own_rom *rom)
{
    own_rom_close(rom);
    free_content(&rom->next);
    free_content(&rom->current);
}
