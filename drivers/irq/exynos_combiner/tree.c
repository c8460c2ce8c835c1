/* SPDX-License-Identifier: MIT */
/* Interrupts below the combiner, by libfdt; see tree.h. A specifier is a group and a bit. */
#include "tree.h"
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <libfdt.h>
#include "combiner.h"

enum { NODE_NAME_SIZE = 128, SPECIFIER_CELLS = 2, DECIMAL = 10 };

/* Take a label apart; without ":N" it is the first interrupt. */
static bool label_parse(const char *label, char node[NODE_NAME_SIZE], unsigned long *index)
{
    const char *colon = strrchr(label, ':');
    size_t length = colon == NULL ? strlen(label) : (size_t)(colon - label);
    if (length == 0 || length >= NODE_NAME_SIZE) {
        return false;
    }
    memcpy(node, label, length);
    node[length] = '\0';
    *index = 0;
    if (colon == NULL) {
        return true;
    }
    char *end = NULL;
    *index = strtoul(colon + 1, &end, DECIMAL);
    return colon[1] >= '0' && colon[1] <= '9' && *end == '\0';
}

enum error tree_line_of(const void *tree, const char *combiner, const char *label,
                        struct tree_line *line)
{
    char name[NODE_NAME_SIZE];
    unsigned long index = 0;
    int length = 0;
    if (!label_parse(label, name, &index)) {
        return ERROR_INVALID;
    }
    int node = fdt_path_offset(tree, name);
    int controller = fdt_path_offset(tree, combiner);
    const fdt32_t *parent = node < 0 ? NULL : fdt_getprop(tree, node, "interrupt-parent", &length);
    if (parent == NULL || length != (int)sizeof(*parent) || controller < 0 ||
        fdt_node_offset_by_phandle(tree, fdt32_ld(parent)) != controller) {
        return ERROR_NOT_FOUND;
    }
    const fdt32_t *cells = fdt_getprop(tree, node, "interrupts", &length);
    if (cells == NULL || index >= (unsigned long)length / sizeof(*cells) / SPECIFIER_CELLS) {
        return ERROR_NOT_FOUND;
    }
    cells += index * SPECIFIER_CELLS;
    *line = (struct tree_line){.group = fdt32_ld(&cells[0]), .line = fdt32_ld(&cells[1])};
    return line->group < COMBINER_GROUPS && line->line < COMBINER_LINES ? OK : ERROR_NOT_FOUND;
}
