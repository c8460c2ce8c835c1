/* SPDX-License-Identifier: MIT */
/* Session ROM (session/rom.session). */
#include "rom/rom.h"

#include <string.h>
#include <session/rom_server.h>
#include "memory/dataspace.h"
#include "object/capability.h"

struct rom_session {
    struct session session;
    const struct boot_module *module;
    struct dataspace *dataspace;
};

const struct boot_module *rom_module(const char *name)
{
    for (uint32_t i = 0; i < core.info->module_count; i++) {
        if (strcmp(core.info->modules[i].name, name) == 0) {
            return &core.info->modules[i];
        }
    }
    return NULL;
}

static enum error open(struct session *session, const char *label)
{
    struct rom_session *rom = (struct rom_session *)session;
    rom->module = rom_module(label);
    if (rom->module == NULL) {
        return ERROR_NOT_FOUND;
    }
    return dataspace_make(&session->account, rom->module->base, page_round_up(rom->module->size),
                          MAP_READ | MAP_EXECUTE, &rom->dataspace);
}

/* The dataspace goes with the account. */
static void close(struct session *session)
{
    (void)session;
}

const struct service rom_sessions = {
    .name = "ROM",
    .kind = KIND_ROM,
    .open = open,
    .close = close,
};

static enum error dataspace(void *self, uint32_t *size, struct cap_item *item)
{
    const struct rom_session *rom = self;
    *size = rom->module->size;
    capability_give(item, &rom->dataspace->object);
    return OK;
}

static enum error handler(void *self, struct cap_item *notification)
{
    (void)self;
    (void)notification;
    return OK;
}

static enum error update(void *self)
{
    (void)self;
    return ERROR_NOT_FOUND;
}

void rom_serve(struct object *object, struct message *message)
{
    static const struct rom_service service = {
        .dataspace = dataspace,
        .handler = handler,
        .update = update,
    };
    rom_dispatch(&service, object, message);
}
