/* SPDX-License-Identifier: MIT */
/* Where the pieces of a guest go; see loader/placement.h. All sums are of 64 bits. */
#include "loader/placement.h"

enum {
    MEBIBYTE = 1024 * 1024,
    LOW_MEMORY = 512 * MEBIBYTE, /* what every kernel maps linearly */
    PIECE_ALIGN = 4096,
    ZIMAGE_ALIGN = 2 * MEBIBYTE,
    ZIMAGE_WORKSPACE = MEBIBYTE, /* its stack, heap and bss */
};

static uint64_t align_up(uint64_t value, uint32_t alignment)
{
    return (value + alignment - 1) / alignment * alignment;
}

bool placement_find(const struct placement_request *request, struct placement *placement,
                    struct problem *problem)
{
    const struct kernel_image *kernel = &request->kernel;
    uint64_t start = request->text_offset;
    uint64_t end = start + kernel->memory;
    if (kernel->kind == KERNEL_ZIMAGE) {
        start = align_up(end, ZIMAGE_ALIGN);
        end = start + kernel->size + ZIMAGE_WORKSPACE;
    }
    uint64_t initrd_size = align_up(request->initrd_size, PIECE_ALIGN);
    uint64_t tree_size = align_up(request->tree_size, PIECE_ALIGN);
    uint64_t needed = align_up(end, PIECE_ALIGN) + initrd_size + tree_size;
    uint64_t top = request->ram_size < LOW_MEMORY ? request->ram_size : LOW_MEMORY;
    if (needed > LOW_MEMORY) {
        return problem_is(problem,
                          "kernel and initrd are too large: together %lu MiB of at most "
                          "%d",
                          (unsigned long)(needed / MEBIBYTE), LOW_MEMORY / MEBIBYTE);
    }
    if (needed > top) {
        return problem_is(problem,
                          "too little memory: %lu MiB, but kernel, initrd and device "
                          "tree take %lu MiB",
                          (unsigned long)(request->ram_size / MEBIBYTE),
                          (unsigned long)((needed + MEBIBYTE - 1) / MEBIBYTE));
    }
    placement->kernel = (uint32_t)start;
    placement->tree = (uint32_t)(top - tree_size) / PIECE_ALIGN * PIECE_ALIGN;
    placement->initrd = (uint32_t)(placement->tree - initrd_size);
    return true;
}
