/* SPDX-License-Identifier: MIT */
/* ROM sessions with their content attached. See runtime/rom.h. */
#include <hw/core_values.h>
#include <runtime/cap.h>
#include <runtime/rom.h>
#include <session/rom_client.h>

static void forget_content(struct rom *rom)
{
    memory_detach(&rom->memory);
    cap_free(rom->memory.dataspace);
    rom->memory.dataspace = CAP_NULL;
    rom->data = NULL;
    rom->size = 0;
}

static enum error attach_content(struct rom *rom)
{
    uint32_t size = 0;
    cap_t dataspace = CAP_NULL;
    enum error error = rom_dataspace(rom->session.cap, &size, &dataspace);
    if (error) {
        return error;
    }
    error = memory_attach(dataspace, MAP_READ, &rom->memory);
    if (!error && size > rom->memory.size) {
        error = ERROR_SIZE;
    }
    if (error) {
        forget_content(rom);
        return error;
    }
    rom->data = rom->memory.address;
    rom->size = size;
    return OK;
}

enum error rom_open(const char *name, struct rom *rom)
{
    *rom = (struct rom){0};
    enum error error =
        session_open(ROM_SERVICE, name, CORE_SESSION_RAM, CORE_SESSION_CAPS, &rom->session);
    if (error) {
        return error;
    }
    error = attach_content(rom);
    if (error) {
        session_close(&rom->session);
    }
    return error;
}

enum error rom_refresh(struct rom *rom)
{
    const enum error error = rom_update(rom->session.cap);
    if (error) {
        return error;
    }
    forget_content(rom);
    return attach_content(rom);
}

void rom_close(struct rom *rom)
{
    forget_content(rom);
    session_close(&rom->session);
}
