/* SPDX-License-Identifier: MIT */
/* Parts of one device tree as a tree of its own, and comparison of parts of two. */
#ifndef INIT_TREE_COPY_H
#define INIT_TREE_COPY_H

#include <stdbool.h>
#include <stddef.h>
#include <hw/error.h>

/* Make the subtree at `node` the root of a new tree in `buffer`. `*size`: bytes it takes.
 * ERROR_SIZE: the buffer, or the depth that is supported, does not suffice; a buffer as large as
 * the source and TREE_COPY_EXTRA does. */
enum error tree_copy(const void *fdt, int node, void *buffer, size_t buffer_size, size_t *size);

/* Whether two subtrees say the same. Property `phandle`, which only numbers nodes, is not looked
 * at; `reference` names a property that is compared by the name of the node it refers to. */
bool tree_equal(const void *fdt_a, int node_a, const void *fdt_b, int node_b,
                const char *reference);

enum { TREE_COPY_EXTRA = 256, TREE_DEPTH_MAX = 16 };

#endif
