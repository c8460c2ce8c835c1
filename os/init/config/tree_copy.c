/* SPDX-License-Identifier: MIT */
/* Copying and comparing subtrees. See tree_copy.h. */
#include <string.h>
#include <libfdt.h>
#include "tree_copy.h"

/* Copy the properties and subnodes of `node` to the tree under construction. Recursion is bounded
 * by TREE_DEPTH_MAX. */
static int copy_content(const void *fdt, int node, void *buffer, unsigned depth)
{
    int offset;
    if (depth > TREE_DEPTH_MAX) {
        return -FDT_ERR_NOSPACE;
    }
    fdt_for_each_property_offset(offset, fdt, node)
    {
        int length = 0;
        const char *name = NULL;
        const void *const value = fdt_getprop_by_offset(fdt, offset, &name, &length);
        if (value == NULL || name == NULL) {
            return -FDT_ERR_BADSTRUCTURE;
        }
        const int error = fdt_property(buffer, name, value, length);
        if (error) {
            return error;
        }
    }
    int child;
    fdt_for_each_subnode(child, fdt, node)
    {
        int error = fdt_begin_node(buffer, fdt_get_name(fdt, child, NULL));
        if (!error) {
            error = copy_content(fdt, child, buffer, depth + 1);
        }
        if (!error) {
            error = fdt_end_node(buffer);
        }
        if (error) {
            return error;
        }
    }
    return 0;
}

enum error tree_copy(const void *fdt, int node, void *buffer, size_t buffer_size, size_t *size)
{
    int error = fdt_create(buffer, (int)buffer_size);
    if (!error) {
        error = fdt_finish_reservemap(buffer);
    }
    if (!error) {
        error = fdt_begin_node(buffer, "");
    }
    if (!error) {
        error = copy_content(fdt, node, buffer, 0);
    }
    if (!error) {
        error = fdt_end_node(buffer);
    }
    if (!error) {
        error = fdt_finish(buffer);
    }
    if (error) {
        return error == -FDT_ERR_NOSPACE ? ERROR_SIZE : ERROR_INVALID;
    }
    *size = fdt_totalsize(buffer);
    return OK;
}

/* Name of the node that the phandle in `value` refers to, NULL if none. */
static const char *referred_name(const void *fdt, const void *value, int length)
{
    if (length != (int)sizeof(fdt32_t)) {
        return NULL;
    }
    fdt32_t phandle;
    memcpy(&phandle, value, sizeof phandle);
    const int node = fdt_node_offset_by_phandle(fdt, fdt32_to_cpu(phandle));
    return node < 0 ? NULL : fdt_get_name(fdt, node, NULL);
}

static bool property_equal(const void *fdt_a, const void *value_a, int length_a, const void *fdt_b,
                           const void *value_b, int length_b, bool refers)
{
    if (refers) {
        const char *const name_a = referred_name(fdt_a, value_a, length_a);
        const char *const name_b = referred_name(fdt_b, value_b, length_b);
        return name_a != NULL && name_b != NULL && strcmp(name_a, name_b) == 0;
    }
    return length_a == length_b && memcmp(value_a, value_b, (size_t)length_a) == 0;
}

static bool is_phandle(const char *name)
{
    return strcmp(name, "phandle") == 0;
}

static unsigned count_properties(const void *fdt, int node)
{
    unsigned count = 0;
    int offset;
    fdt_for_each_property_offset(offset, fdt, node)
    {
        const char *name = NULL;
        if (fdt_getprop_by_offset(fdt, offset, &name, NULL) != NULL && !is_phandle(name)) {
            count++;
        }
    }
    return count;
}

static unsigned count_subnodes(const void *fdt, int node)
{
    unsigned count = 0;
    int child;
    fdt_for_each_subnode(child, fdt, node)
    {
        count++;
    }
    return count;
}

static bool properties_equal(const void *fdt_a, int node_a, const void *fdt_b, int node_b,
                             const char *reference)
{
    int offset;
    fdt_for_each_property_offset(offset, fdt_a, node_a)
    {
        int length_a = 0;
        int length_b = 0;
        const char *name = NULL;
        const void *const value_a = fdt_getprop_by_offset(fdt_a, offset, &name, &length_a);
        if (value_a == NULL || is_phandle(name)) {
            continue;
        }
        const void *const value_b = fdt_getprop(fdt_b, node_b, name, &length_b);
        const bool refers = strcmp(name, reference) == 0;
        if (value_b == NULL ||
            !property_equal(fdt_a, value_a, length_a, fdt_b, value_b, length_b, refers)) {
            return false;
        }
    }
    return count_properties(fdt_a, node_a) == count_properties(fdt_b, node_b);
}

/* Recursion is bounded by TREE_DEPTH_MAX. */
static bool equal(const void *fdt_a, int node_a, const void *fdt_b, int node_b,
                  const char *reference, unsigned depth)
{
    if (depth > TREE_DEPTH_MAX || !properties_equal(fdt_a, node_a, fdt_b, node_b, reference)) {
        return false;
    }
    int child_a;
    fdt_for_each_subnode(child_a, fdt_a, node_a)
    {
        const int child_b = fdt_subnode_offset(fdt_b, node_b, fdt_get_name(fdt_a, child_a, NULL));
        if (child_b < 0 || !equal(fdt_a, child_a, fdt_b, child_b, reference, depth + 1)) {
            return false;
        }
    }
    return count_subnodes(fdt_a, node_a) == count_subnodes(fdt_b, node_b);
}

bool tree_equal(const void *fdt_a, int node_a, const void *fdt_b, int node_b, const char *reference)
{
    return equal(fdt_a, node_a, fdt_b, node_b, reference, 0);
}
