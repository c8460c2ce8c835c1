/* SPDX-License-Identifier: MIT */
/*
 * What the VMM's config (the ROM `config`, a device tree) says about the machine: doc/vmm.md lists
 * the properties. The pointers are into the ROM, which stays.
 */
#ifndef VMM_SETTINGS_H
#define VMM_SETTINGS_H

#include <stddef.h>
#include <stdint.h>
#include "device/gicv2.h"
#include "loader/problem.h"

struct settings {
    const char *kernel, *initrd, *tree; /* names of ROMs; initrd NULL: none */
    const char *bootargs;               /* NULL: those of the tree */
    uint32_t memory;                    /* bytes of guest RAM */
    uint32_t text_offset;
    uint32_t cpus;
    uint32_t affinity[GIC_CPUS]; /* the CPU on which each vCPU runs */
    uint32_t priority;           /* of the vCPUs */
};

/* Read `size` bytes of config. False: `problem` names the property and what is wrong. */
bool settings_read(const void *config, size_t size, struct settings *settings,
                   struct problem *problem);

#endif
