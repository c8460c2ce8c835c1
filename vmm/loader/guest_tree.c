/* SPDX-License-Identifier: MIT */
/*
 * Patching the guest's device tree; see loader/guest_tree.h.
 *
 * Each step returns a libfdt error, and none is done after one that failed.
 */
#include <libfdt.h>
#include <stdio.h>
#include <string.h>
#include "loader/guest_tree.h"

enum { NAME_SIZE = 16 };

/* The node `name` below `parent`, made if it is not there; a libfdt error if that fails. */
static int find_or_add(void *tree, int parent, const char *name)
{
    int node = fdt_subnode_offset(tree, parent, name);
    return node == -FDT_ERR_NOTFOUND ? fdt_add_subnode(tree, parent, name) : node;
}

static int set_string(void *tree, int node, const char *property, const char *value)
{
    return fdt_setprop(tree, node, property, value, (int)strlen(value) + 1);
}

/* Set `property` to `value` in as many cells as `cells` says. */
static int set_cells(void *tree, int node, const char *property, uint32_t value, int cells)
{
    return cells == 2 ? fdt_setprop_u64(tree, node, property, value)
                      : fdt_setprop_u32(tree, node, property, value);
}

static int append_cells(void *tree, int node, const char *property, uint32_t value, int cells)
{
    return cells == 2 ? fdt_appendprop_u64(tree, node, property, value)
                      : fdt_appendprop_u32(tree, node, property, value);
}

/* Delete the memory nodes but the root's `name`. */
static int delete_memory(void *tree, const char *name, const char *type, int length)
{
    int kept = -1;
    int node = fdt_node_offset_by_prop_value(tree, kept, "device_type", type, length);
    while (node >= 0) {
        if (node == fdt_subnode_offset(tree, 0, name)) {
            kept = node;
        } else {
            int error = fdt_del_node(tree, node);
            if (error) {
                return error;
            }
        }
        node = fdt_node_offset_by_prop_value(tree, kept, "device_type", type, length);
    }
    return node == -FDT_ERR_NOTFOUND ? 0 : node;
}

/* One memory node, with all of the guest's RAM. */
static int patch_memory(void *tree, const struct guest_tree_values *values)
{
    static const char type[] = "memory";
    char name[NAME_SIZE];
    (void)snprintf(name, sizeof(name), "memory@%lx", (unsigned long)values->ram_base);
    int error = delete_memory(tree, name, type, sizeof(type));
    if (error) {
        return error;
    }
    int node = find_or_add(tree, 0, name);
    if (node < 0) {
        return node;
    }
    error = set_string(tree, node, "device_type", type);
    if (!error) {
        error = set_cells(tree, node, "reg", values->ram_base, fdt_address_cells(tree, 0));
    }
    if (!error) {
        error = append_cells(tree, node, "reg", values->ram_size, fdt_size_cells(tree, 0));
    }
    return error;
}

/* Set or take out the initrd's range. */
static int patch_initrd(void *tree, int chosen, const struct guest_tree_values *values)
{
    if (values->initrd_size == 0) {
        (void)fdt_delprop(tree, chosen, "linux,initrd-start");
        (void)fdt_delprop(tree, chosen, "linux,initrd-end");
        return 0;
    }
    int error = fdt_setprop_u32(tree, chosen, "linux,initrd-start", values->initrd_base);
    if (!error) {
        error = fdt_setprop_u32(tree, chosen, "linux,initrd-end",
                                values->initrd_base + values->initrd_size);
    }
    return error;
}

static int patch_chosen(void *tree, const struct guest_tree_values *values)
{
    int chosen = find_or_add(tree, 0, "chosen");
    if (chosen < 0) {
        return chosen;
    }
    int error = 0;
    if (values->bootargs != NULL) {
        error = set_string(tree, chosen, "bootargs", values->bootargs);
    }
    return error ? error : patch_initrd(tree, chosen, values);
}

/* Delete all CPU nodes: their number is the machine's, not the tree's. What the first was
 * compatible with is kept in `compatible`. */
static int delete_cpus(void *tree, int cpus, char *compatible, size_t size)
{
    static const char type[] = "cpu";
    int node = fdt_first_subnode(tree, cpus);
    while (node >= 0) {
        int length;
        const char *value = fdt_getprop(tree, node, "device_type", &length);
        if (value != NULL && length == (int)sizeof(type) &&
            memcmp(value, type, sizeof(type)) == 0) {
            const char *first = fdt_stringlist_get(tree, node, "compatible", 0, &length);
            if (first != NULL && compatible[0] == '\0' && (size_t)length < size) {
                memcpy(compatible, first, (size_t)length + 1);
            }
            int error = fdt_del_node(tree, node);
            if (error) {
                return error;
            }
            node = fdt_first_subnode(tree, cpus);
        } else {
            node = fdt_next_subnode(tree, node);
        }
    }
    return 0;
}

static int add_cpu(void *tree, int cpus, uint32_t number, const char *compatible)
{
    char name[NAME_SIZE];
    (void)snprintf(name, sizeof(name), "cpu@%lx", (unsigned long)number);
    int node = fdt_add_subnode(tree, cpus, name);
    if (node < 0) {
        return node;
    }
    int error = set_string(tree, node, "device_type", "cpu");
    if (!error) {
        error = set_string(tree, node, "compatible", compatible);
    }
    if (!error) {
        error = fdt_setprop_u32(tree, node, "reg", number);
    }
    return error ? error : set_string(tree, node, "enable-method", "psci");
}

static int patch_cpus(void *tree, const struct guest_tree_values *values)
{
    enum { COMPATIBLE_SIZE = 32 };
    char compatible[COMPATIBLE_SIZE] = "";
    int cpus = find_or_add(tree, 0, "cpus");
    if (cpus < 0) {
        return cpus;
    }
    int error = delete_cpus(tree, cpus, compatible, sizeof(compatible));
    if (compatible[0] == '\0') {
        (void)snprintf(compatible, sizeof(compatible), "arm,cortex-a15");
    }
    if (!error) {
        error = fdt_setprop_u32(tree, cpus, "#address-cells", 1);
    }
    if (!error) {
        error = fdt_setprop_u32(tree, cpus, "#size-cells", 0);
    }
    /* A node is added before those that are there, so the last comes first. */
    for (uint32_t number = values->cpus; !error && number > 0; number--) {
        error = add_cpu(tree, cpus, number - 1, compatible);
    }
    return error;
}

/* The tree's PSCI node if it has one, wherever that is; else a new one. */
static int find_psci(void *tree)
{
    static const char *const versions[] = {"arm,psci-0.2", "arm,psci-1.0", "arm,psci"};
    for (size_t i = 0; i < sizeof(versions) / sizeof(versions[0]); i++) {
        int node = fdt_node_offset_by_compatible(tree, -1, versions[i]);
        if (node >= 0) {
            return node;
        }
    }
    return find_or_add(tree, 0, "psci");
}

/* Every kernel that knows PSCI 0.2 learns by PSCI_VERSION that it is 1.0. One name suffices, then,
 * and each further one is compared with those that every driver knows. */
static int patch_psci(void *tree)
{
    int node = find_psci(tree);
    if (node < 0) {
        return node;
    }
    int error = set_string(tree, node, "compatible", "arm,psci-0.2");
    return error ? error : set_string(tree, node, "method", "hvc");
}

bool guest_tree_check(const void *tree, size_t size, struct problem *problem)
{
    if (size > GUEST_TREE_MAX) {
        return problem_is(problem, "the device tree is too large: %lu bytes", (unsigned long)size);
    }
    int error = fdt_check_full(tree, size);
    if (error) {
        return problem_is(problem, "the device tree is broken: %s", fdt_strerror(error));
    }
    int address_cells = fdt_address_cells(tree, 0);
    int size_cells = fdt_size_cells(tree, 0);
    if (address_cells < 1 || address_cells > 2 || size_cells < 1 || size_cells > 2) {
        return problem_is(problem, "the device tree's root has %d address and %d size cells",
                          address_cells, size_cells);
    }
    return true;
}

bool guest_tree_make(const void *tree, const struct guest_tree_values *values, void *buffer,
                     size_t capacity, struct problem *problem)
{
    int error = fdt_open_into(tree, buffer, (int)capacity);
    if (!error) {
        error = patch_memory(buffer, values);
    }
    if (!error) {
        error = patch_cpus(buffer, values);
    }
    if (!error) {
        error = patch_psci(buffer);
    }
    if (!error) {
        error = patch_chosen(buffer, values);
    }
    if (!error) {
        error = fdt_pack(buffer);
    }
    if (error) {
        return problem_is(problem, "the device tree cannot be patched: %s", fdt_strerror(error));
    }
    return true;
}
