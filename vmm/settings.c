/* SPDX-License-Identifier: MIT */
/* Reading the VMM's config; see settings.h. */
#include <libfdt.h>
#include "board/vexpress_a15.h"
#include "settings.h"

enum {
    ROOT = 0,
    MEBIBYTE = 1024 * 1024,
    BLOCK = 2 * MEBIBYTE, /* guest RAM is mapped in such blocks */
    MEMORY_DEFAULT = 128 * MEBIBYTE,
    TEXT_OFFSET = 0x208000, /* of Debian's kernel */
    TEXT_OFFSET_MAX = 16 * MEBIBYTE,
    PRIORITY_LIMIT = 31,
    PRIORITY_DEFAULT = 1,
};

/* The string `property`; `otherwise` if there is none. */
static const char *text(const void *config, const char *property, const char *otherwise)
{
    int length;
    const char *value = fdt_getprop(config, ROOT, property, &length);
    return value == NULL || length == 0 || value[length - 1] != '\0' ? otherwise : value;
}

/* Cell `index` of `property`; `otherwise` if there is none. */
static uint32_t number(const void *config, const char *property, uint32_t index, uint32_t otherwise)
{
    int length;
    const fdt32_t *cells = fdt_getprop(config, ROOT, property, &length);
    if (cells == NULL || (uint32_t)length / sizeof(*cells) <= index) {
        return otherwise;
    }
    return fdt32_ld(cells + index);
}

static bool check(const struct settings *settings, struct problem *problem)
{
    if (settings->memory < BLOCK || settings->memory > BOARD_RAM_MAX ||
        settings->memory % BLOCK != 0) {
        return problem_is(problem,
                          "config: `memory` is %lu bytes: it must be a multiple of 2 MiB, "
                          "at most %u MiB",
                          (unsigned long)settings->memory, BOARD_RAM_MAX / MEBIBYTE);
    }
    if (settings->cpus < 1 || settings->cpus > GIC_CPUS) {
        return problem_is(problem, "config: `cpus` is %lu: it must be 1 to %d",
                          (unsigned long)settings->cpus, GIC_CPUS);
    }
    if (settings->text_offset % 4096 != 0 || settings->text_offset > TEXT_OFFSET_MAX) {
        return problem_is(problem, "config: `text-offset` 0x%lx is not one of a kernel",
                          (unsigned long)settings->text_offset);
    }
    if (settings->priority > PRIORITY_LIMIT) {
        return problem_is(problem, "config: `vcpu-priority` is %lu: it must be 0 to %d",
                          (unsigned long)settings->priority, PRIORITY_LIMIT);
    }
    return true;
}

bool settings_read(const void *config, size_t size, struct settings *settings,
                   struct problem *problem)
{
    int error = fdt_check_full(config, size);
    if (error) {
        return problem_is(problem, "config: no device tree: %s", fdt_strerror(error));
    }
    *settings = (struct settings){
        .kernel = text(config, "kernel", "kernel"),
        .initrd = text(config, "initrd", NULL),
        .tree = text(config, "dtb", "guest_vexpress_a15.dtb"),
        .bootargs = text(config, "bootargs", NULL),
        .memory = number(config, "memory", 0, MEMORY_DEFAULT),
        .text_offset = number(config, "text-offset", 0, TEXT_OFFSET),
        .cpus = number(config, "cpus", 0, 1),
        .priority = number(config, "vcpu-priority", 0, PRIORITY_DEFAULT),
    };
    for (uint32_t i = 0; i < GIC_CPUS; i++) {
        settings->affinity[i] = number(config, "vcpu-affinity", i, 0);
    }
    return check(settings, problem);
}
