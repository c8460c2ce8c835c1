/* SPDX-License-Identifier: MIT */
/*
 * The ROM `config` of a child: its `config` node as a device tree, served by init itself.
 *
 * The content is in memory of init's account. A change is kept beside what the child uses until it
 * calls ROM.update or is restarted. One session at a time.
 */
#ifndef INIT_CONFIG_ROM_H
#define INIT_CONFIG_ROM_H

#include <runtime/memory.h>
#include <runtime/rpc.h>

struct config_content {
    struct memory memory;
    cap_t readable; /* the memory, for the child: to read only */
    uint32_t size; /* of the tree; 0: there is no content */
};

struct config_rom {
    struct config_content current, next;
    struct rpc_object object; /* the session, while `open` */
    bool open;
    cap_t handler; /* the child's notification for changes, or CAP_NULL */
};

/* Take `node` of `tree` as the content, or as newer content if there is a session, which is told.
 * Errors: memory_allocate()'s, tree_copy()'s. */
enum error config_rom_set(struct config_rom *rom, const void *tree, int node);

/* Open and close the session. ERROR_BUSY: it is open; ERROR_NOT_FOUND: there is no content. */
enum error config_rom_open(struct config_rom *rom, struct cap_item *session);
void config_rom_close(struct config_rom *rom);

/* Close the session and free everything. */
void config_rom_clear(struct config_rom *rom);

#endif
