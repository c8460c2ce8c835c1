/* SPDX-License-Identifier: MIT */
/* Loading a guest; see loader/loader.h. */
#include <string.h>
#include "loader/loader.h"

enum { INITRD_MAX = 512 * 1024 * 1024 };

bool loader_plan(struct loader *loader, struct problem *problem)
{
    if (loader->cpus < 1 || loader->cpus > GUEST_TREE_CPUS) {
        return problem_is(problem, "a guest has 1 to %d CPUs, not %lu", GUEST_TREE_CPUS,
                          (unsigned long)loader->cpus);
    }
    if (loader->initrd.size > INITRD_MAX) {
        return problem_is(problem, "the initrd is too large: %lu bytes",
                          (unsigned long)loader->initrd.size);
    }
    if (!kernel_examine(loader->kernel.bytes, loader->kernel.size, &loader->image, problem) ||
        !guest_tree_check(loader->tree.bytes, loader->tree.size, problem)) {
        return false;
    }
    size_t bootargs = loader->bootargs != NULL ? strlen(loader->bootargs) + 1 : 0;
    loader->tree_capacity = (uint32_t)(loader->tree.size + bootargs + GUEST_TREE_GROWTH);
    struct placement_request request = {
        .ram_base = loader->ram_base,
        .ram_size = loader->ram_size,
        .kernel = loader->image,
        .text_offset = loader->text_offset,
        .initrd_size = (uint32_t)loader->initrd.size,
        .tree_size = loader->tree_capacity,
    };
    return placement_find(&request, &loader->placement, problem);
}

bool loader_load(const struct loader *loader, uint8_t *ram, struct problem *problem)
{
    const struct placement *placement = &loader->placement;
    struct guest_tree_values values = {
        .ram_base = loader->ram_base,
        .ram_size = loader->ram_size,
        .initrd_base = loader->ram_base + placement->initrd,
        .initrd_size = (uint32_t)loader->initrd.size,
        .cpus = loader->cpus,
        .bootargs = loader->bootargs,
    };
    memcpy(ram + placement->kernel, loader->kernel.bytes, loader->image.size);
    if (loader->initrd.size != 0) {
        memcpy(ram + placement->initrd, loader->initrd.bytes, loader->initrd.size);
    }
    return guest_tree_make(loader->tree.bytes, &values, ram + placement->tree,
                           loader->tree_capacity, problem);
}
