/* SPDX-License-Identifier: MIT */
/*
 * Values in the arguments of core's system calls (core/core_call.h), which kernel and core share.
 * Core's session interfaces use those of mappings and priorities too.
 */
#ifndef HW_CORE_VALUES_H
#define HW_CORE_VALUES_H

#include <hw/boot_info.h>

/* Access rights and memory type of a mapping. Without a memory type flag: normal, write-back. */
enum map_flags {
    MAP_READ = 1 << 0,
    MAP_WRITE = 1 << 1,
    MAP_EXECUTE = 1 << 2,
    MAP_DEVICE = 1 << 3,   /* device memory */
    MAP_UNCACHED = 1 << 4, /* normal memory, not cached */
};

enum { PRIORITY_COUNT = 32, PRIORITY_MAX = 31 }; /* larger is more urgent; 0 is the least */
enum { PD_IS_VM = 1 };                           /* flag of core_pd_create() */
enum { IRQ_EDGE = 1 };                           /* flag of core_irq_create() */

enum power_action { POWER_OFF = 0, POWER_RESET = 1 };

#endif
