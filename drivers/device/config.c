/* SPDX-License-Identifier: MIT */
/* Reading the config with libfdt. */
#include <stddef.h>
#include <libfdt.h>
#include <runtime/rom.h>
#include "config.h"

static struct rom rom;
static const void *tree; /* NULL: no config */

enum error config_open(void)
{
    enum error error = rom_open("config", &rom);
    if (error) {
        return error == ERROR_NOT_FOUND ? OK : error;
    }
    if (fdt_check_full(rom.data, rom.size) != 0) {
        return ERROR_INVALID;
    }
    tree = rom.data;
    return OK;
}

const char *config_text(int node, const char *property, const char *otherwise)
{
    int length = 0;
    const char *text = tree == NULL ? NULL : fdt_getprop(tree, node, property, &length);
    return text == NULL || length == 0 || text[length - 1] != '\0' ? otherwise : text;
}

uint32_t config_number(int node, const char *property, uint32_t otherwise)
{
    int length = 0;
    const fdt32_t *cell = tree == NULL ? NULL : fdt_getprop(tree, node, property, &length);
    return cell == NULL || length != (int)sizeof(*cell) ? otherwise : fdt32_ld(cell);
}

bool config_flag(int node, const char *property)
{
    return tree != NULL && fdt_getprop(tree, node, property, NULL) != NULL;
}

int config_first(int node)
{
    int first = tree == NULL ? -FDT_ERR_NOTFOUND : fdt_first_subnode(tree, node);
    return first < 0 ? CONFIG_END : first;
}

int config_next(int node)
{
    int next = fdt_next_subnode(tree, node);
    return next < 0 ? CONFIG_END : next;
}

const char *config_name(int node)
{
    const char *name = fdt_get_name(tree, node, NULL);
    return name == NULL ? "" : name;
}
