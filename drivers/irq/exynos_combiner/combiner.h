/* SPDX-License-Identifier: MIT */
/*
 * The Exynos' interrupt combiner (names as in Linux' exynos-combiner.c): 32 groups of 8 lines each,
 * a group being an interrupt of the GIC.
 *
 * A line that is raised is disabled until its client has quietened the device and acknowledged it:
 * so the group's interrupt, which is level, ends, and other lines of the group come through.
 */
#ifndef IRQ_EXYNOS_COMBINER_COMBINER_H
#define IRQ_EXYNOS_COMBINER_COMBINER_H

#include <stdint.h>

enum { COMBINER_GROUPS = 32, COMBINER_LINES = 8 /* of a group */ };

struct combiner {
    volatile void *registers;
};

/* Access to the hardware, by offset in bytes (access.c). */
uint32_t combiner_read(const struct combiner *combiner, uint32_t offset);
void combiner_write(const struct combiner *combiner, uint32_t offset, uint32_t value);

/* Disable all lines. */
void combiner_init(const struct combiner *combiner);

/* Let line `line` of `group` through, or not. */
void combiner_enable(const struct combiner *combiner, uint32_t group, uint32_t line);
void combiner_disable(const struct combiner *combiner, uint32_t group, uint32_t line);

/* The lines of `group` that are raised and enabled, a bit each, which are disabled thereby. */
uint32_t combiner_take(const struct combiner *combiner, uint32_t group);

#endif
