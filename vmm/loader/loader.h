/* SPDX-License-Identifier: MIT */
/*
 * Loading a guest: from its pieces to RAM that can be entered. Planning finds every reason why it
 * cannot be, before anything is written; loading may be repeated, when the guest resets.
 */
#ifndef VMM_LOADER_LOADER_H
#define VMM_LOADER_LOADER_H

#include "loader/guest_tree.h"
#include "loader/kernel_image.h"
#include "loader/placement.h"

/* A file in memory. */
struct piece {
    const void *bytes;
    size_t size;
};

struct loader {
    /* Given: */
    struct piece kernel, initrd, tree; /* initrd.size 0: none */
    const char *bootargs;              /* NULL: those of the tree */
    uint32_t ram_base, ram_size;
    uint32_t text_offset;
    uint32_t cpus;
    /* Found by planning: */
    struct kernel_image image;
    struct placement placement;
    uint32_t tree_capacity;
};

/* Check the pieces and find their places. False: `problem` tells why the guest cannot start. */
bool loader_plan(struct loader *loader, struct problem *problem);

/* Copy the pieces to `ram`, where the guest's RAM is mapped here. Caches are the caller's. */
bool loader_load(const struct loader *loader, uint8_t *ram, struct problem *problem);

/* Guest-physical addresses of the kernel's entry and of the device tree. */
static inline uint32_t loader_entry(const struct loader *loader)
{
    return loader->ram_base + loader->placement.kernel;
}

static inline uint32_t loader_tree(const struct loader *loader)
{
    return loader->ram_base + loader->placement.tree;
}

#endif
