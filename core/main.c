/* SPDX-License-Identifier: MIT */
/*
 * Core's start and its event loop. Core makes its tables from the free RAM, reads the board's
 * device tree, starts init with all that is left, and then serves one message after another.
 */
#include <string.h>
#include <libfdt.h>

#include "core.h"
#include "device/io_mem.h"
#include "dispatch.h"
#include "init/init.h"
#include "log/console.h"
#include "object/capability.h"
#include "rom/rom.h"
#include "stack_check.h"

struct core core;

extern char core_stack_guard[]; /* core.ld: the page below the stack */

noreturn void core_main(struct utcb *utcb, const struct boot_info *info);

void core_power_off(void)
{
    (void)core_power(POWER_OFF);
    for (;;) {
        struct message message = {.utcb = core.utcb};
        ipc_wait(&message);
    }
}

void core_stop(const char *line)
{
    console_text("core: ");
    console_text(line);
    console_text("\n");
    core_power_off();
}

/* Lowest and highest address of all free RAM. */
static struct boot_range span_of(const struct boot_info *info)
{
    uint32_t low = UINT32_MAX, last = 0;
    for (uint32_t i = 0; i < info->free_count; i++) {
        uint32_t range_last = info->free[i].base + (info->free[i].size - 1);
        low = info->free[i].base < low ? info->free[i].base : low;
        last = range_last > last ? range_last : last;
    }
    return (struct boot_range){.base = low, .size = last - low + 1};
}

/* How many indices are left for objects: those of the registry or of the capability space. */
static uint32_t caps_of(const struct boot_info *info)
{
    uint32_t slots = info->cap_count - CORE_CAP_FREE - MESSAGE_CAPS;
    return slots < REGISTRY_MAX - 1 ? slots : REGISTRY_MAX - 1;
}

/* Cut `size` bytes from the start of `range`. */
static void *cut(struct boot_range *range, size_t size)
{
    uint32_t taken = page_round_up((uint32_t)size);
    if (taken > range->size) {
        core_stop("there is too little memory for the tables");
    }
    void *address = (void *)(uintptr_t)range->base;
    range->base += taken;
    range->size -= taken;
    return address;
}

/* Make core's tables in the first range of free RAM, and give all others to the allocator. */
static void memory_init(void)
{
    const struct boot_info *info = core.info;
    struct boot_range span = span_of(info), first = info->free[0];
    uint32_t pages = span.size / PAGE_SIZE;
    page_allocator_init(&core.pages, span.base, pages, cut(&first, pages));
    registry_init(&core.registry, cut(&first, REGISTRY_MAX * sizeof(struct registry_entry)),
                  REGISTRY_MAX);
    slots_init(&core.slots, cut(&first, info->cap_count * sizeof(uint32_t)), CORE_CAP_FREE,
               info->cap_count);
    account_init(&core.account, &core.pages);
    core.account.caps_limit = caps_of(info);
    for (uint32_t i = 0; i < info->free_count; i++) {
        struct boot_range range = i == 0 ? first : info->free[i];
        page_allocator_give(&core.pages, range.base, range.size);
        core.account.ram_limit += range.size;
    }
}

/* Let a stack that grows too far fault. */
static void guard_stack(void)
{
    uint32_t done;
    if (core_unmap(CORE_CAP_PD, (uint32_t)(uintptr_t)core_stack_guard, PAGE_SIZE, &done) != OK) {
        core_stop("the stack's guard page cannot be unmapped");
    }
}

static void board_init(void)
{
    const struct boot_module *module = rom_module("board.dtb");
    if (module != NULL) {
        const void *tree = (const void *)(uintptr_t)module->base;
        core.board = fdt_check_full(tree, module->size) == 0 ? tree : NULL;
    }
}

static noreturn void serve(void)
{
    struct message message = {.utcb = core.utcb};
    bool has_reply = false;
    for (;;) {
        if (has_reply) {
            ipc_reply_wait(&message);
        } else {
            ipc_wait(&message);
        }
        has_reply = dispatch(&message);
    }
}

void core_main(struct utcb *utcb, const struct boot_info *info)
{
    stack_check_init();
    core.utcb = utcb;
    core.info = info;
    board_init();
    console_init();
    if (core.board == NULL) {
        console_text("core: there is no valid board.dtb: no devices\n");
    }
    if (info->free_count == 0 || info->cap_count <= CORE_CAP_FREE + MESSAGE_CAPS) {
        core_stop("the boot information tells of no memory");
    }
    guard_stack();
    memory_init();
    capability_receive_init();
    if (io_mem_init() != OK) {
        core_stop("there is too little memory to note what the board has");
    }
    init_start();
    serve();
}
