/* SPDX-License-Identifier: MIT */
/* A child's ROM `config`. See config_rom.h. */
#include <stdlib.h>
#include <string.h>
#include <libfdt.h>
#include <runtime/cap.h>
#include <session/dataspace_client.h>
#include <session/rom_server.h>
#include "config/tree_copy.h"
#include "config_rom.h"

static void free_content(struct config_content *content)
{
    memory_free(&content->memory);
    cap_free(content->readable);
    content->readable = CAP_NULL;
    content->size = 0;
}

static void adopt_next(struct config_rom *rom)
{
    if (rom->next.size != 0) {
        free_content(&rom->current);
        rom->current = rom->next;
        rom->next = (struct config_content){0};
    }
}

static enum error serve_dataspace(void *self, uint32_t *size, struct cap_item *dataspace)
{
    const struct config_rom *const rom = self;
    *size = rom->current.size;
    *dataspace = cap_plain(rom->current.readable);
    return OK;
}

static enum error serve_handler(void *self, struct cap_item *notification)
{
    struct config_rom *const rom = self;
    cap_free(rom->handler);
    rom->handler = notification->cap == CAP_OWN ? CAP_NULL : notification->cap;
    notification->cap = CAP_NULL;
    return OK;
}

static enum error serve_update(void *self)
{
    struct config_rom *const rom = self;
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

enum error config_rom_set(struct config_rom *rom, const void *tree, int node)
{
    const size_t buffer_size = fdt_totalsize(tree) + TREE_COPY_EXTRA;
    void *const buffer = malloc(buffer_size);
    struct config_content content = {0};
    size_t size = 0;
    if (buffer == NULL) {
        return ERROR_RAM;
    }
    enum error error = tree_copy(tree, node, buffer, buffer_size, &size);
    if (!error) {
        error = memory_allocate(size, 0, &content.memory);
    }
    if (!error) {
        error = dataspace_read_only(content.memory.dataspace, &content.readable);
    }
    if (error) {
        free_content(&content);
    } else {
        memcpy(content.memory.address, buffer, size);
        content.size = (uint32_t)size;
        free_content(&rom->next);
        rom->next = content;
        if (!rom->open) {
            adopt_next(rom);
        } else if (rom->handler != CAP_NULL) {
            (void)notification_signal(rom->handler);
        }
    }
    free(buffer);
    return error;
}

enum error config_rom_open(struct config_rom *rom, struct cap_item *session)
{
    if (rom->open) {
        return ERROR_BUSY;
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

void config_rom_close(struct config_rom *rom)
{
    if (rom->open) {
        rpc_withdraw(&rom->object);
        cap_free(rom->handler);
        rom->handler = CAP_NULL;
        rom->open = false;
    }
}

void config_rom_clear(struct config_rom *rom)
{
    config_rom_close(rom);
    free_content(&rom->next);
    free_content(&rom->current);
}
