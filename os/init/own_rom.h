/* SPDX-License-Identifier: MIT */
/*
 * A ROM that init itself serves to one child: its ROM `config`, or the state report.
 *
 * The content is in memory of init's account. A change is kept beside what the child uses until it
 * calls ROM.update or is restarted. One session at a time.
 */
#ifndef INIT_OWN_ROM_H
#define INIT_OWN_ROM_H

#include <stddef.h>
#include <runtime/memory.h>
#include <runtime/rpc.h>

struct own_content {
    struct memory memory;
    cap_t readable; /* the memory, for the child: to read only */
    uint32_t size;  /* of the data; 0: there is no content */
};

struct own_rom {
    struct own_content current, next;
    struct rpc_object object; /* the session, while `open` */
    bool open;
    cap_t handler; /* the child's notification for changes, or CAP_NULL */
    /* Supplies content by own_rom_set() when the child is about to adopt it; NULL: whoever owns the
     * ROM has set it already. */
    void (*supply)(struct own_rom *rom);
};

/* Take a copy of `size` bytes of `data` as the content, or as newer content if there is a session.
 * Errors: memory_allocate()'s, Dataspace.read_only's; the content is what it was then. */
enum error own_rom_set(struct own_rom *rom, const void *data, size_t size);

/* Signal the child, if it has a session, that there is newer content. */
void own_rom_notify(const struct own_rom *rom);

/* Open and close the session. ERROR_BUSY: it is open; ERROR_NOT_FOUND: there is no content. */
enum error own_rom_open(struct own_rom *rom, struct cap_item *session);
void own_rom_close(struct own_rom *rom);

/* Close the session and free everything. */
void own_rom_clear(struct own_rom *rom);

#endif
