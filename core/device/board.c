/* SPDX-License-Identifier: MIT */
/* Devices of the board by its device tree, see board.h. */
#include "device/board.h"

#include <string.h>
#include <core/component.h>
#include <libfdt.h>
#include "object/number.h"

enum { NODE_NAME_SIZE = 128 };

/* Interrupt specifier of the GIC: type, number, flags. */
enum {
    GIC_CELLS = 3,
    GIC_TYPE_SPI = 0,
    GIC_TYPE_PPI = 1,
    GIC_FIRST_PPI = 16,
    GIC_FIRST_SPI = 32,
    GIC_PPI_COUNT = 16,
    GIC_SPI_COUNT = 988,
    GIC_FLAGS_EDGE = 3, /* rising or falling */
};

/* A label taken apart. */
struct label {
    char node[NODE_NAME_SIZE];
    uint32_t index, cpu;
    bool unprotected;
};

/* Read the decimal number at `text`, which must end there. */
static bool number_of(const char *text, uint32_t *number)
{
    const char *end;
    return number_read(text, number, &end) && *end == '\0';
}

static bool label_parse(const char *text, struct label *label)
{
    static const char unprotected[] = IO_MEM_UNPROTECTED;
    size_t length = strlen(text), tail = strlen(unprotected);
    label->unprotected = length >= tail && strcmp(text + length - tail, unprotected) == 0;
    length -= label->unprotected ? tail : 0;
    if (length == 0 || length >= sizeof label->node) {
        return false;
    }
    memcpy(label->node, text, length);
    label->node[length] = '\0';
    label->index = 0;
    label->cpu = 0;
    static const char cpu_key[] = ",cpu=";
    char *cpu = strstr(label->node, cpu_key);
    if (cpu != NULL) {
        *cpu = '\0';
        if (!number_of(cpu + strlen(cpu_key), &label->cpu)) {
            return false;
        }
    }
    char *index = strrchr(label->node, ':');
    if (index != NULL) {
        *index = '\0';
        return number_of(index + 1, &label->index);
    }
    return true;
}

static uint64_t cells_read(const fdt32_t *cells, int count)
{
    uint64_t value = 0;
    for (int i = 0; i < count; i++) {
        value = value << 32 | fdt32_ld(&cells[i]);
    }
    return value;
}

/* Translate `address` from the bus `bus` to the one above it by its `ranges`. */
static bool translate_once(const void *tree, int bus, uint64_t *address)
{
    int above = fdt_parent_offset(tree, bus);
    int length;
    const fdt32_t *ranges = fdt_getprop(tree, bus, "ranges", &length);
    int child = fdt_address_cells(tree, bus), size = fdt_size_cells(tree, bus);
    int parent = fdt_address_cells(tree, above);
    if (ranges == NULL || child < 0 || size < 0 || parent < 0) {
        return false;
    }
    if (length == 0) {
        return true;
    }
    int entry = child + parent + size;
    for (int left = length / (int)sizeof *ranges; left >= entry; left -= entry, ranges += entry) {
        uint64_t start = cells_read(ranges, child);
        if (*address >= start && *address - start < cells_read(ranges + child + parent, size)) {
            *address += cells_read(ranges + child, parent) - start;
            return true;
        }
    }
    return false;
}

/* The `index`-th range of the node's `reg`. */
static enum error node_range(const void *tree, int node, uint32_t index, struct board_range *range)
{
    int bus = fdt_parent_offset(tree, node);
    int length;
    const fdt32_t *reg = fdt_getprop(tree, node, "reg", &length);
    if (bus < 0 || reg == NULL) {
        return ERROR_NOT_FOUND;
    }
    int address_cells = fdt_address_cells(tree, bus), size_cells = fdt_size_cells(tree, bus);
    if (address_cells < 1 || size_cells < 1) {
        return ERROR_NOT_FOUND;
    }
    uint32_t entry = (uint32_t)(address_cells + size_cells);
    if (index >= (uint32_t)length / sizeof *reg / entry) {
        return ERROR_NOT_FOUND;
    }
    uint64_t address = cells_read(reg + index * entry, address_cells);
    uint64_t size = cells_read(reg + index * entry + address_cells, size_cells);
    for (; fdt_parent_offset(tree, bus) >= 0; bus = fdt_parent_offset(tree, bus)) {
        if (!translate_once(tree, bus, &address)) {
            return ERROR_NOT_FOUND;
        }
    }
    if (size == 0 || size > UINT32_MAX || address > UINT32_MAX - size) {
        return ERROR_NOT_FOUND;
    }
    *range = (struct board_range){.base = (uint32_t)address, .size = (uint32_t)size};
    return OK;
}

static bool is_memory(const void *tree, int node)
{
    const char *type = fdt_getprop(tree, node, "device_type", NULL);
    return type != NULL && strcmp(type, "memory") == 0;
}

/* Whether the device accesses memory by itself. */
static bool is_bus_master(const void *tree, int node)
{
    return fdt_getprop(tree, node, "tessera,bus-master", NULL) != NULL;
}

static bool is_interrupt_controller(const void *tree, int node)
{
    return fdt_getprop(tree, node, "interrupt-controller", NULL) != NULL;
}

enum error board_registers(const void *tree, const char *text, struct board_range *range)
{
    struct label label;
    if (!label_parse(text, &label)) {
        return ERROR_INVALID;
    }
    int node = fdt_path_offset(tree, label.node);
    if (node < 0) {
        return ERROR_NOT_FOUND;
    }
    if (is_bus_master(tree, node) && !label.unprotected) {
        return ERROR_DENIED;
    }
    return node_range(tree, node, label.index, range);
}

/* Whether the node's interrupts go to the GIC. */
static bool interrupts_reach_gic(const void *tree, int node)
{
    for (; node >= 0; node = fdt_parent_offset(tree, node)) {
        int length;
        const fdt32_t *parent = fdt_getprop(tree, node, "interrupt-parent", &length);
        if (parent == NULL || length != (int)sizeof *parent) {
            continue;
        }
        int controller = fdt_node_offset_by_phandle(tree, fdt32_ld(parent));
        const fdt32_t *cells =
            controller < 0 ? NULL : fdt_getprop(tree, controller, "#interrupt-cells", &length);
        return cells != NULL && length == (int)sizeof *cells && fdt32_ld(cells) == GIC_CELLS &&
               is_interrupt_controller(tree, controller);
    }
    return false;
}

static enum error specifier_read(const fdt32_t *cells, struct board_interrupt *interrupt)
{
    uint32_t type = fdt32_ld(&cells[0]), number = fdt32_ld(&cells[1]);
    if (type == GIC_TYPE_SPI && number < GIC_SPI_COUNT) {
        interrupt->intid = GIC_FIRST_SPI + number;
    } else if (type == GIC_TYPE_PPI && number < GIC_PPI_COUNT) {
        interrupt->intid = GIC_FIRST_PPI + number;
    } else {
        return ERROR_NOT_FOUND;
    }
    interrupt->is_edge = (fdt32_ld(&cells[2]) & GIC_FLAGS_EDGE) != 0;
    return OK;
}

enum error board_interrupt(const void *tree, const char *text, struct board_interrupt *interrupt)
{
    struct label label;
    if (!label_parse(text, &label) || label.unprotected) {
        return ERROR_INVALID;
    }
    int node = fdt_path_offset(tree, label.node);
    int length;
    const fdt32_t *cells = node < 0 ? NULL : fdt_getprop(tree, node, "interrupts", &length);
    if (cells == NULL || !interrupts_reach_gic(tree, node) ||
        label.index >= (uint32_t)length / sizeof *cells / GIC_CELLS) {
        return ERROR_NOT_FOUND;
    }
    *interrupt = (struct board_interrupt){.cpu = label.cpu};
    if (is_interrupt_controller(tree, node)) {
        return ERROR_DENIED;
    }
    interrupt->is_generic_timer = fdt_node_check_compatible(tree, node, "arm,armv7-timer") == 0;
    return specifier_read(cells + label.index * GIC_CELLS, interrupt);
}

bool board_reserved(const void *tree, int *position, uint32_t *index, struct board_range *range)
{
    for (;;) {
        if (*position >= 0 && node_range(tree, *position, *index, range) == OK) {
            (*index)++;
            return true;
        }
        *index = 0;
        do {
            *position = fdt_next_node(tree, *position, NULL);
        } while (*position >= 0 && !is_memory(tree, *position) &&
                 !is_interrupt_controller(tree, *position));
        if (*position < 0) {
            return false;
        }
    }
}

static int console_node(const void *tree)
{
    int chosen = fdt_path_offset(tree, "/chosen");
    const char *path = chosen < 0 ? NULL : fdt_getprop(tree, chosen, "stdout-path", NULL);
    return path == NULL ? -FDT_ERR_NOTFOUND
                        : fdt_path_offset_namelen(tree, path, (int)strcspn(path, ":"));
}

enum error board_console(const void *tree, struct board_range *range)
{
    int node = console_node(tree);
    return node < 0 ? ERROR_NOT_FOUND : node_range(tree, node, 0, range);
}

bool board_console_is(const void *tree, const char *compatible)
{
    int node = console_node(tree);
    return node >= 0 && fdt_node_check_compatible(tree, node, compatible) == 0;
}
