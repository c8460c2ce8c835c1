/* SPDX-License-Identifier: MIT */
/* What a new configuration changes for a child. Pure logic over two checked configurations. */
#ifndef INIT_CHANGE_H
#define INIT_CHANGE_H

enum change {
    CHANGE_NONE = 0,         /* or only what is looked up when it is needed */
    CHANGE_CONFIG = 1 << 0,  /* the child's own configuration */
    CHANGE_RESTART = 1 << 1, /* something that takes effect at a start only */
};

/* Compare the child at `old_node` with the one at `new_node`. Returns a set of enum change. */
unsigned change_of_child(const void *old_tree, int old_node, const void *new_tree, int new_node);

#endif
