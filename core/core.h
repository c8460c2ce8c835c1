/* SPDX-License-Identifier: MIT */
/*
 * What there is once in core: the tables of objects and of capability indices, all physical memory,
 * and the account that owned everything at the start. One thread runs in core, so nothing here
 * needs a lock.
 */
#ifndef CORE_H
#define CORE_H

#include <stdnoreturn.h>
#include <core/core_call.h>
#include "memory/account.h"
#include "object/registry.h"
#include "object/slots.h"

struct core {
    const struct boot_info *info;
    const void *board; /* device tree of the board, checked; NULL if there is none */
    struct utcb *utcb;
    struct registry registry;
    struct slots slots;
    struct page_allocator pages;
    struct account account; /* of what no session was given */
};

extern struct core core;

/* Log one line, and switch the machine off: something went wrong that no one can mend. */
noreturn void core_stop(const char *line);

/* Switch the machine off. */
noreturn void core_power_off(void);

static inline uint32_t page_round_up(uint32_t size)
{
    return (size + (PAGE_SIZE - 1u)) & ~(PAGE_SIZE - 1u);
}

static inline bool is_page_aligned(uint32_t value)
{
    return value % PAGE_SIZE == 0;
}

#endif
