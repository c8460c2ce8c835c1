/* SPDX-License-Identifier: MIT */
/* Reading a checked configuration. See config.h. */
#include <string.h>
#include <libfdt.h>
#include "config.h"

static bool is_child(const void *fdt, int node)
{
    return strcmp(fdt_get_name(fdt, node, NULL), "default-route") != 0;
}

int config_first_child(const void *fdt)
{
    const int node = fdt_first_subnode(fdt, 0);
    return node < 0 || is_child(fdt, node) ? node : config_next_child(fdt, node);
}

int config_next_child(const void *fdt, int node)
{
    do {
        node = fdt_next_subnode(fdt, node);
    } while (node >= 0 && !is_child(fdt, node));
    return node;
}

int config_find_child(const void *fdt, const char *name)
{
    int node = config_first_child(fdt);
    while (node >= 0 && strcmp(fdt_get_name(fdt, node, NULL), name) != 0) {
        node = config_next_child(fdt, node);
    }
    return node;
}

static uint32_t read_number(const void *fdt, int node, const char *name, uint32_t otherwise)
{
    const fdt32_t *const value = fdt_getprop(fdt, node, name, NULL);
    return value == NULL ? otherwise : fdt32_ld(value);
}

static enum restart_policy read_restart(const void *fdt, int node)
{
    const char *const value = fdt_getprop(fdt, node, "restart", NULL);
    if (value == NULL || strcmp(value, "never") == 0) {
        return RESTART_NEVER;
    }
    return strcmp(value, "always") == 0 ? RESTART_ALWAYS : RESTART_ON_FAILURE;
}

void config_read_child(const void *fdt, int node, struct child_config *child)
{
    *child = (struct child_config){
        .node = node,
        .name = fdt_get_name(fdt, node, NULL),
        .image = fdt_getprop(fdt, node, "image", NULL),
        .ram = read_number(fdt, node, "ram", 0),
        .caps = read_number(fdt, node, "caps", CONFIG_DEFAULT_CAPS),
        .stack = read_number(fdt, node, "stack", CONFIG_DEFAULT_STACK),
        .priority = read_number(fdt, node, "priority", CONFIG_DEFAULT_PRIORITY),
        .budget = read_number(fdt, node, "budget", CONFIG_DEFAULT_BUDGET),
        .cpu = read_number(fdt, node, "affinity", 0),
        .restart = read_restart(fdt, node),
        .restart_limit = read_number(fdt, node, "restart-limit", UINT32_MAX),
        .essential = fdt_getprop(fdt, node, "essential", NULL) != NULL,
        .config_node = fdt_subnode_offset(fdt, node, "config"),
    };
}

bool config_provides(const void *fdt, int node, const char *service)
{
    return fdt_stringlist_search(fdt, node, "provides", service) >= 0;
}
