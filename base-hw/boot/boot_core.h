/* SPDX-License-Identifier: MIT */
/*
 * Starting core: what kernel_main() of CPU 0 does before the first thread runs, in this order:
 *   boot_core_find()   the boot modules are checked, core's image found
 *   boot_take()        memory for core's PD, capability table, thread ... as the kernel likes
 *   the kernel fills in the fields of boot_core_info() that are its own: kernel_version,
 *   cap_count, object_size
 *   boot_core_map()    core's address space; after this, all RAM left is core's
 * Whatever fails here ends in a panic that says what is missing.
 */
#ifndef BOOT_CORE_H
#define BOOT_CORE_H

#include <stdint.h>
#include <hw/boot_info.h>
#include <arm/stage2.h>

/* The boot image's modules: made by the image builder as section .modules, see kernel.ld. The
 * contents follow, each at a page boundary and padded with zeros to the next. The first is core; it
 * is not in the list that core gets. */
#define BOOT_MODULES_MAGIC 0x53444f4du /* "MODS" */

struct boot_module_table {
    uint32_t magic;
    uint32_t count;
    struct boot_module modules[]; /* absolute addresses */
};
extern const struct boot_module_table boot_module_table;

/* How core's first thread begins. */
struct boot_core {
    uint32_t entry, stack_top;
    uint32_t utcb; /* physical */
};

/* Check the modules and find core. */
void boot_core_find(struct boot_core *core);

/* Take `size` bytes, rounded up to pages, from the start of the free RAM, cleared. Physical, and
 * the kernel's virtual address too. Never fails: it panics. */
uint32_t boot_take(uint32_t size);

/* The page that core will see at BOOT_INFO_ADDRESS. */
struct boot_info *boot_core_info(void);

/* Map core's image, UTCB, boot information, free RAM and modules into `space`, and donate table
 * pages to it that suffice for this and for the first device mappings. */
void boot_core_map(const struct boot_core *core, struct stage2 *space);

#endif
