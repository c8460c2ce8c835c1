/* SPDX-License-Identifier: MIT */
/* Called by start.S in the secure world only. */
#ifndef BOOT_SECURE_H
#define BOOT_SECURE_H

#include <stdint.h>

/* Give the normal world what it needs on CPU `cpu`, the calling one: coprocessors, interrupts,
 * the counter's frequency. */
void secure_open(uint32_t cpu);

#endif
