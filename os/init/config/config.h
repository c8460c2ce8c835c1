/* SPDX-License-Identifier: MIT */
/*
 * The system's configuration: a device tree, read in place with libfdt (doc/configuration.md).
 *
 * config_check() refuses a tree with any mistake, so that the other functions may take what it
 * guarantees as given. The tree must not change afterwards: its holder keeps a private copy.
 * Pure logic, without any call to other components.
 */
#ifndef INIT_CONFIG_H
#define INIT_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CONFIG_COMPATIBLE "tessera,init"

enum {
    CONFIG_NAME_MAX = 31, /* bytes of a child's name */
    CONFIG_DEFAULT_PRIORITY = 10,
    CONFIG_DEFAULT_BUDGET = 10000, /* microseconds */
    CONFIG_DEFAULT_CAPS = 64,
    CONFIG_DEFAULT_STACK = 16384,
    CONFIG_PRIORITY_MAX = 31,
    CONFIG_BUDGET_MAX = 1000000, /* microseconds, the kernel's limit */
    CONFIG_CPU_MAX = 7,
};

enum restart_policy { RESTART_NEVER, RESTART_ON_FAILURE, RESTART_ALWAYS };

/* What a child's node says; strings point into the tree. */
struct child_config {
    int node;
    const char *name;
    const char *image;
    uint32_t ram, caps, stack; /* bytes, capabilities, bytes */
    uint32_t priority, budget, cpu;
    enum restart_policy restart;
    uint32_t restart_limit; /* restarts in all, UINT32_MAX: no limit */
    bool essential;
    int config_node; /* of the child's own configuration, negative if it has none */
};

/* Receives one line for each mistake, without a newline. */
typedef void (*config_report)(void *context, const char *line);

/* Check the tree of `size` bytes at `fdt`. Returns the number of mistakes. */
unsigned config_check(const void *fdt, size_t size, config_report report, void *context);

/* The first child's node, the one after `node`; negative: no more. */
int config_first_child(const void *fdt);
int config_next_child(const void *fdt, int node);

/* The child called `name`; negative: there is none. */
int config_find_child(const void *fdt, const char *name);

/* Read a child's node. */
void config_read_child(const void *fdt, int node, struct child_config *child);

/* Whether the child at `node` may announce `service`. */
bool config_provides(const void *fdt, int node, const char *service);

#endif
