/* SPDX-License-Identifier: MIT */
/* Read-only data by name: a ROM session with its content attached. */
#ifndef RUNTIME_ROM_H
#define RUNTIME_ROM_H

#include <stddef.h>
#include <runtime/memory.h>
#include <runtime/session.h>

struct rom {
    struct session session;
    struct memory memory;
    const void *data;
    size_t size; /* bytes; the rest of the last page is zero */
};

/* Open the ROM called `name` and attach its content, read-only. Errors: session_open()'s,
 * ROM.dataspace's, RM.attach's. */
enum error rom_open(const char *name, struct rom *rom);

/* Adopt newer content if there is some: ERROR_NOT_FOUND if not. On any other error the ROM has no
 * data (NULL) but can be updated again. */
enum error rom_refresh(struct rom *rom);

void rom_close(struct rom *rom);

#endif
