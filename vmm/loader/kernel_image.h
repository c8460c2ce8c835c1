/* SPDX-License-Identifier: MIT */
/*
 * What kind of kernel image a file is, and how much memory it wants.
 *
 * A zImage tells itself: magic number, start and end, and in newer ones the size of the kernel
 * that it unpacks. A raw Image has no header, but every one since Linux 3.4 begins with ARM code
 * that reads the CPSR within its first instructions; anything else is refused by name where the
 * name is known.
 */
#ifndef VMM_LOADER_KERNEL_IMAGE_H
#define VMM_LOADER_KERNEL_IMAGE_H

#include <stddef.h>
#include <stdint.h>
#include "loader/problem.h"

enum kernel_kind { KERNEL_RAW, KERNEL_ZIMAGE };

struct kernel_image {
    enum kernel_kind kind;
    uint32_t size;   /* bytes to copy */
    uint32_t memory; /* bytes that the running kernel takes from its text offset on; a bound */
};

/* Examine `size` bytes of a file. False: it is no kernel for this board; `problem` says why. */
bool kernel_examine(const void *bytes, size_t size, struct kernel_image *image,
                    struct problem *problem);

#endif
