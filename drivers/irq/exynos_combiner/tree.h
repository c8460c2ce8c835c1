/* SPDX-License-Identifier: MIT */
/* Which line of the combiner a device has, by the board's device tree. */
#ifndef IRQ_EXYNOS_COMBINER_TREE_H
#define IRQ_EXYNOS_COMBINER_TREE_H

#include <stdint.h>
#include <hw/error.h>

struct tree_line {
    uint32_t group, line;
};

/* The line that `label`, "NODE:N" as of core's session IRQ, names: the N-th interrupt of the node
 * with that alias or path, whose interrupt parent is the node `combiner`. ERROR_INVALID: malformed
 * label; ERROR_NOT_FOUND: no such node or interrupt, or not the combiner's. `tree` is checked. */
enum error tree_line_of(const void *tree, const char *combiner, const char *label,
                        struct tree_line *line);

#endif
