/* SPDX-License-Identifier: MIT */
/*
 * Where the pieces of a guest go in its RAM (Linux: Documentation/arm/booting.rst).
 *
 *   base + text offset            a raw Image; a zImage unpacks itself to there
 *   behind that                   a zImage, so far up that it need not move itself
 *   below the top of low memory   initrd, then the device tree
 */
#ifndef VMM_LOADER_PLACEMENT_H
#define VMM_LOADER_PLACEMENT_H

#include <stdint.h>
#include "loader/kernel_image.h"

struct placement_request {
    uint32_t ram_base, ram_size; /* guest-physical; ram_base is a multiple of 128 MiB */
    struct kernel_image kernel;
    uint32_t text_offset;
    uint32_t initrd_size; /* 0: none */
    uint32_t tree_size;
};

/* Offsets from the RAM's base. */
struct placement {
    uint32_t kernel; /* where it is copied, and entered */
    uint32_t initrd;
    uint32_t tree;
};

/* False: the pieces do not fit; `problem` says what is needed. */
bool placement_find(const struct placement_request *request, struct placement *placement,
                    struct problem *problem);

#endif
