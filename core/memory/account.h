/* SPDX-License-Identifier: MIT */
/*
 * Accounts: who pays. Each session has one, with a quota of RAM and of capabilities.
 *
 * RAM counts whole pages, for whatever purpose core takes them: dataspaces, kernel objects, tables,
 * core's own notes. A capability of quota pays for one object in the registry or one index of
 * core's capability space. Quota moves between accounts, and is never made; it ends only with memory
 * that is lost (account_lose_pages()). So the sum of all limits is what the machine has, and what a
 * quota allows is there.
 */
#ifndef MEMORY_ACCOUNT_H
#define MEMORY_ACCOUNT_H

#include <stddef.h>
#include <stdint.h>
#include <hw/error.h>
#include "memory/page_allocator.h"

enum { ARENA_CLASSES = 5 };

struct arena_page;
struct dataspace;

struct account {
    uint32_t ram_limit, ram_used;   /* bytes */
    uint32_t caps_limit, caps_used; /* capabilities */
    struct page_allocator *pages;
    struct arena_page *arena[ARENA_CLASSES]; /* pages with room, see memory/arena.h */
    struct dataspace *dataspaces;            /* all that it pays for */
};

/* Start an account without quota that takes its pages from `pages`. */
void account_init(struct account *account, struct page_allocator *pages);

/* Move unused quota. ERROR_RAM, ERROR_CAPS: `from` has not as much unused; nothing is moved. */
enum error account_move(struct account *from, struct account *to, uint32_t ram, uint32_t caps);

/* Pay for `count` capabilities. */
enum error account_charge_caps(struct account *account, uint32_t count);
void account_return_caps(struct account *account, uint32_t count);

/* Take `size` bytes of pages, aligned to `align`, content arbitrary; as page_allocator_take().
 * ERROR_RAM: the quota does not allow it, or no memory is contiguous enough. */
enum error account_take_pages(struct account *account, size_t size, size_t align,
                              uintptr_t *address);
void account_give_pages(struct account *account, uintptr_t address, size_t size);

/* `size` bytes of pages that were taken can never be used again: they leave the account, and the
 * quota for them with them. */
void account_lose_pages(struct account *account, size_t size);

#endif
