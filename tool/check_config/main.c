/* SPDX-License-Identifier: MIT */
/*
 * Checks a scenario's configuration on the host with init's own checker, before anything boots:
 *
 *   check_config [--first] CONFIG.dtb     --first: it is the first init's
 *
 * Prints a line "mistake: ..." for each mistake, and a line "image NAME" for each image that a
 * child, or a child of a nested init, is started from. If there is no mistake, it prints what the
 * flag `unprotected` lets reach all memory: a line "unprotected PATH" for each node of a device,
 * and "trusted CHILD PATH" for each route by which a child may be given such devices. The status is
 * 1 if there are mistakes.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <board.h>
#include <libfdt.h>
#include <config.h>
#include <tree_copy.h>
#include "first.h"

enum { NESTING_MAX = 8 };

static void print_mistake(void *context, const char *line)
{
    printf("mistake: %s%s\n", (const char *)context, line);
}

/* Check one init's configuration and those nested in it; returns the number of mistakes. */
static unsigned check(const void *tree, size_t size, const char *where, unsigned depth)
{
    unsigned mistakes = config_check(tree, size, print_mistake, (void *)(uintptr_t)where);
    if (mistakes != 0) {
        return mistakes;
    }
    for (int node = config_first_child(tree); node >= 0; node = config_next_child(tree, node)) {
        struct child_config child;
        config_read_child(tree, node, &child);
        printf("image %s\n", child.image);
        if (child.cpu >= BOARD_CPU_COUNT) {
            printf("mistake: %s/%s: affinity is %u, the board has %d CPUs\n", where, child.name,
                   (unsigned)child.cpu, BOARD_CPU_COUNT);
            mistakes++;
        }
        if (child.config_node < 0 || depth == NESTING_MAX ||
            fdt_node_check_compatible(tree, child.config_node, CONFIG_COMPATIBLE) != 0) {
            continue;
        }
        size_t room = size + TREE_COPY_EXTRA, nested_size = 0;
        void *nested = malloc(room);
        char place[256];
        (void)snprintf(place, sizeof place, "%s%s: ", where, child.name);
        if (nested == NULL ||
            tree_copy(tree, child.config_node, nested, room, &nested_size) != OK) {
            print_mistake(place, "the nested configuration is too large");
            mistakes++;
        } else {
            mistakes += check(nested, nested_size, place, depth + 1);
        }
        free(nested);
    }
    return mistakes;
}

/* Read a whole file; NULL if that fails. The caller frees it. */
static void *read_file(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return NULL;
    }
    void *content = NULL;
    if (fseek(file, 0, SEEK_END) == 0) {
        long end = ftell(file);
        rewind(file);
        if (end > 0) {
            *size = (size_t)end;
            content = malloc(*size);
            if (content != NULL && fread(content, 1, *size, file) != *size) {
                free(content);
                content = NULL;
            }
        }
    }
    (void)fclose(file);
    return content;
}

/* The child to whose routes `node` belongs, of this configuration or of one nested in it; NULL: it
 * is no route. */
static const char *child_of_route(const void *tree, int node)
{
    int routes = fdt_parent_offset(tree, node);
    int child = routes < 0 ? routes : fdt_parent_offset(tree, routes);
    int config = child < 0 ? child : fdt_parent_offset(tree, child);
    return config >= 0 && strcmp(fdt_get_name(tree, routes, NULL), "routes") == 0 &&
                   fdt_node_check_compatible(tree, config, CONFIG_COMPATIBLE) == 0
               ? fdt_get_name(tree, child, NULL)
               : NULL;
}

/* Name the nodes that let a device reach all memory: the flag `unprotected`, whoever reads it. */
static void print_unprotected(const void *tree)
{
    for (int node = fdt_next_node(tree, -1, NULL); node >= 0;
         node = fdt_next_node(tree, node, NULL)) {
        char path[256];
        const char *child = child_of_route(tree, node);
        if (fdt_getprop(tree, node, "unprotected", NULL) == NULL ||
            fdt_get_path(tree, node, path, sizeof path) != 0) {
            continue;
        }
        if (child == NULL) {
            printf("unprotected %s\n", path);
        } else {
            printf("trusted %s %s\n", child, path);
        }
    }
}

int main(int argc, char **argv)
{
    size_t size = 0;
    const bool is_first = argc == 3 && strcmp(argv[1], "--first") == 0;
    void *tree = argc == 2 || is_first ? read_file(argv[argc - 1], &size) : NULL;
    if (tree == NULL) {
        (void)fprintf(stderr, "usage: check_config [--first] CONFIG.dtb\n");
        return 2;
    }
    unsigned mistakes = check(tree, size, "", 0);
    if (mistakes == 0 && is_first) {
        mistakes = first_check(tree);
    }
    if (mistakes == 0) {
        print_unprotected(tree);
    }
    free(tree);
    return mistakes != 0;
}
