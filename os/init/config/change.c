/* SPDX-License-Identifier: MIT */
/* Comparing a child's old and new node. See change.h. */
#include <string.h>
#include <libfdt.h>
#include "change.h"
#include "config.h"
#include "tree_copy.h"

static bool same_property(const void *old_tree, int old_node, const void *new_tree, int new_node,
                          const char *name)
{
    int old_length = 0;
    int new_length = 0;
    const void *const old_value = fdt_getprop(old_tree, old_node, name, &old_length);
    const void *const new_value = fdt_getprop(new_tree, new_node, name, &new_length);
    if (old_value == NULL || new_value == NULL) {
        return old_value == new_value;
    }
    return old_length == new_length && memcmp(old_value, new_value, (size_t)old_length) == 0;
}

static bool same_config(const void *old_tree, int old_node, const void *new_tree, int new_node)
{
    if (old_node < 0 || new_node < 0) {
        return (old_node < 0) == (new_node < 0);
    }
    return tree_equal(old_tree, old_node, new_tree, new_node, "to");
}

unsigned change_of_child(const void *old_tree, int old_node, const void *new_tree, int new_node)
{
    unsigned changes = CHANGE_NONE;
    struct child_config old_child;
    struct child_config new_child;
    config_read_child(old_tree, old_node, &old_child);
    config_read_child(new_tree, new_node, &new_child);
    if (strcmp(old_child.image, new_child.image) != 0 || old_child.ram != new_child.ram ||
        old_child.caps != new_child.caps || old_child.stack != new_child.stack ||
        old_child.priority != new_child.priority || old_child.budget != new_child.budget ||
        old_child.cpu != new_child.cpu ||
        (old_child.config_node < 0) != (new_child.config_node < 0) ||
        !same_property(old_tree, old_node, new_tree, new_node, "provides")) {
        changes |= CHANGE_RESTART;
    }
    if (!same_config(old_tree, old_child.config_node, new_tree, new_child.config_node)) {
        changes |= CHANGE_CONFIG;
    }
    return changes;
}
