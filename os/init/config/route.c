/* SPDX-License-Identifier: MIT */
/* Routing by the configuration. See route.h. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <core/component.h>
#include <libfdt.h>
#include "config.h"
#include "route.h"

/* Services whose label names a thing; all others' labels tell the server who the client is. */
static bool label_names_thing(const char *service)
{
    static const char *const services[] = {"ROM", "IO_MEM", "IRQ", "CPU", "VM", "Iommu"};
    for (size_t i = 0; i < sizeof services / sizeof services[0]; i++) {
        if (strcmp(services[i], service) == 0) {
            return true;
        }
    }
    return false;
}

/* Whether the label asks for a device that accesses memory by itself. */
static bool asks_unprotected(const char *service, const char *label)
{
    return strcmp(service, "IO_MEM") == 0 && strstr(label, IO_MEM_UNPROTECTED) != NULL;
}

/* Whether a route's node is for `service`: its name, up to '@'. */
static bool names_service(const void *fdt, int node, const char *service)
{
    const char *const name = fdt_get_name(fdt, node, NULL);
    const size_t length = strcspn(name, "@");
    return strlen(service) == length && memcmp(name, service, length) == 0;
}

/* The node of the child's route for the session: one that has the label in `match`, before one that
 * has no `match`. Negative: none. */
static int find_node(const void *fdt, int child, const char *service, const char *label)
{
    const int routes = fdt_subnode_offset(fdt, child, "routes");
    int general = -FDT_ERR_NOTFOUND;
    int node;
    if (routes < 0) {
        return routes;
    }
    fdt_for_each_subnode(node, fdt, routes)
    {
        if (!names_service(fdt, node, service)) {
            continue;
        }
        if (fdt_getprop(fdt, node, "match", NULL) == NULL) {
            general = node;
        } else if (fdt_stringlist_search(fdt, node, "match", label) >= 0) {
            return node;
        }
    }
    return general;
}

static bool fits(int printed)
{
    return printed >= 0 && printed < ROUTE_LABEL_SIZE;
}

/* The label of a CPU or VM session: the priority asked for, at most the child's own. */
static enum error limit_priority(const void *fdt, int child, const char *label, char *result)
{
    static const char prefix[] = "prio=";
    struct child_config config;
    config_read_child(fdt, child, &config);
    unsigned long priority = config.priority;
    const char *const asked = strstr(label, prefix);
    if (asked != NULL) {
        const unsigned long number = strtoul(asked + sizeof prefix - 1, NULL, 10);
        priority = number < priority ? number : priority;
    }
    (void)snprintf(result, ROUTE_LABEL_SIZE, "%s%lu", prefix, priority);
    return OK;
}

/* What the server sees when the configuration gives no label. */
static enum error make_label(const void *fdt, int child, const char *service, const char *label,
                             char *result)
{
    if (strcmp(service, "CPU") == 0 || strcmp(service, "VM") == 0) {
        return limit_priority(fdt, child, label, result);
    }
    int printed = 0;
    if (label_names_thing(service)) {
        printed = snprintf(result, ROUTE_LABEL_SIZE, "%s", label);
    } else {
        printed = snprintf(result, ROUTE_LABEL_SIZE, label[0] == '\0' ? "%s%s" : "%s -> %s",
                           fdt_get_name(fdt, child, NULL), label);
    }
    return fits(printed) ? OK : ERROR_SIZE;
}

/* A ROM that init serves itself. ERROR_NOT_FOUND: the child has no config, and never gets somebody
 * else's. False: it is none of init's. */
static bool find_own(const void *fdt, int child, const char *service, const char *label,
                     struct route *route, enum error *error)
{
    if (strcmp(service, "ROM") != 0) {
        return false;
    }
    if (strcmp(label, ROUTE_CONFIG_LABEL) == 0) {
        route->target = ROUTE_CONFIG;
        *error = fdt_subnode_offset(fdt, child, "config") < 0 ? ERROR_NOT_FOUND : OK;
    } else if (strcmp(label, ROUTE_STATE_LABEL) == 0 &&
               fdt_getprop(fdt, child, "state-report", NULL) != NULL) {
        route->target = ROUTE_STATE;
        *error = OK;
    } else {
        return false;
    }
    return true;
}

/* The way of a session for which the child has no route of its own. */
static enum error find_default(const void *fdt, int child, const char *service, const char *label,
                               struct route *route)
{
    enum error error = OK;
    if (find_own(fdt, child, service, label, route, &error)) {
        return error ? error : make_label(fdt, child, service, label, route->label);
    }
    const int general = fdt_subnode_offset(fdt, 0, "default-route");
    if (general < 0 || fdt_stringlist_search(fdt, general, "services", service) < 0 ||
        asks_unprotected(service, label)) {
        return ERROR_DENIED;
    }
    return make_label(fdt, child, service, label, route->label);
}

enum error route_find(const void *fdt, int node, const char *service, const char *label,
                      struct route *route)
{
    const int own = find_node(fdt, node, service, label);
    route->target = ROUTE_PARENT;
    if (own < 0) {
        return find_default(fdt, node, service, label, route);
    }
    if (asks_unprotected(service, label) && fdt_getprop(fdt, own, "unprotected", NULL) == NULL) {
        return ERROR_DENIED;
    }
    const fdt32_t *const to = fdt_getprop(fdt, own, "to", NULL);
    if (to != NULL) {
        route->server = fdt_node_offset_by_phandle(fdt, fdt32_ld(to));
        route->target = ROUTE_CHILD;
    }
    const char *const fixed = fdt_getprop(fdt, own, "label", NULL);
    if (fixed != NULL) {
        return fits(snprintf(route->label, ROUTE_LABEL_SIZE, "%s", fixed)) ? OK : ERROR_SIZE;
    }
    return make_label(fdt, node, service, label, route->label);
}
