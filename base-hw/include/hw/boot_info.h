/* SPDX-License-Identifier: MIT */
/*
 * What the kernel tells core when it starts: one read-only page at BOOT_INFO_ADDRESS in core's
 * address space. All addresses are physical, all sizes in bytes, all ranges page-aligned but the
 * modules' sizes.
 *
 * Core's address space at its start: its own image (text read-execute, rodata read-only, data and
 * bss read-write) at the addresses it is linked for, this page, its UTCB at CORE_UTCB_ADDRESS,
 * and all RAM of `free` plus all modules one-to-one, read-write (modules: read-only), never
 * executable.
 * Capabilities at start: the CORE_CAP_ indices below; all others up to `cap_count` are free.
 */
#ifndef HW_BOOT_INFO_H
#define HW_BOOT_INFO_H

#include <stdint.h>

#define BOOT_INFO_ADDRESS 0x00010000u
#define CORE_UTCB_ADDRESS 0x00011000u
#define CORE_IMAGE_ADDRESS 0x00100000u

enum {
    PAGE_SIZE = 4096,
    BOOT_INFO_FREE_RANGES = 4,
    BOOT_INFO_MODULES = 120,
    BOOT_MODULE_NAME = 24,
};

enum {
    CORE_CAP_PD = 1,
    CORE_CAP_THREAD = 2,
    CORE_CAP_ENDPOINT = 3,
    CORE_CAP_NOTIFICATION = 4,
    CORE_CAP_FREE = 8,
};

/* Kinds of kernel object; `object_size` is indexed by them. */
enum object_type {
    OBJECT_NONE = 0,
    OBJECT_PD,
    OBJECT_THREAD,
    OBJECT_VCPU,
    OBJECT_ENDPOINT,
    OBJECT_NOTIFICATION,
    OBJECT_IRQ,
    OBJECT_TYPE_COUNT
};

enum { OBJECT_ALIGN = 64, CAP_SLOT_SIZE = 16 };

struct boot_range {
    uint32_t base, size;
};

struct boot_module {
    char name[BOOT_MODULE_NAME]; /* NUL-terminated */
    uint32_t base;               /* page-aligned */
    uint32_t size;               /* bytes; the rest of the last page is zero */
};

struct boot_info {
    uint32_t kernel_version;
    uint32_t cpu_count;
    uint32_t cap_count; /* size of core's capability space */
    uint32_t object_size[OBJECT_TYPE_COUNT];
    uint32_t free_count, module_count;
    struct boot_range free[BOOT_INFO_FREE_RANGES]; /* RAM for core to manage */
    struct boot_range gicv; /* the virtual CPU interface, for mapping into VMs */
    struct boot_module modules[BOOT_INFO_MODULES]; /* "board.dtb" is among them */
};

/*
 * Core's image: a flat file, linked at CORE_IMAGE_ADDRESS, that opens with this header. The
 * four ranges are page-aligned, in this order, without gaps.
 */
#define CORE_IMAGE_MAGIC 0x45524f43u /* "CORE" */
struct core_image {
    uint32_t magic;
    uint32_t entry;     /* r0 = UTCB, r1 = boot info */
    uint32_t text_end;  /* text from CORE_IMAGE_ADDRESS on */
    uint32_t rodata_end;
    uint32_t data_end;  /* end of what the file holds */
    uint32_t bss_end;   /* includes the stack */
    uint32_t stack_top;
};

#endif
