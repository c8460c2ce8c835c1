/* SPDX-License-Identifier: MIT */
/* What only the first init's configuration must hold. See first.h. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <libfdt.h>
#include <config.h>
#include "first.h"

enum { NAME_SIZE = 64 };

/* Core's services, which its parent serves (core/init/parent.c). */
static bool core_serves(const char *service)
{
    static const char *const services[] = {"PD", "CPU", "ROM", "IO_MEM", "IRQ", "DMA", "VM", "LOG"};
    for (size_t i = 0; i < sizeof services / sizeof services[0]; i++) {
        if (strcmp(services[i], service) == 0) {
            return true;
        }
    }
    return false;
}

static unsigned check_route(const void *tree, const char *child, int route)
{
    char service[NAME_SIZE];
    const char *const name = fdt_get_name(tree, route, NULL);
    (void)snprintf(service, sizeof service, "%.*s", (int)strcspn(name, "@"), name);
    if (fdt_getprop(tree, route, "to", NULL) != NULL || core_serves(service)) {
        return 0;
    }
    printf("mistake: /%s/routes/%s: core does not serve %s; name the child that does, as in "
           "to = <&server>\n",
           child, name, service);
    return 1;
}

static unsigned check_routes(const void *tree, const char *child, int node)
{
    const int routes = fdt_subnode_offset(tree, node, "routes");
    unsigned mistakes = 0;
    int route;
    if (routes < 0) {
        return 0;
    }
    fdt_for_each_subnode(route, tree, routes)
    {
        mistakes += check_route(tree, child, route);
    }
    return mistakes;
}

static unsigned check_default_route(const void *tree)
{
    const int node = fdt_subnode_offset(tree, 0, "default-route");
    const int count = node < 0 ? 0 : fdt_stringlist_count(tree, node, "services");
    unsigned mistakes = 0;
    for (int i = 0; i < count; i++) {
        const char *const service = fdt_stringlist_get(tree, node, "services", i, NULL);
        if (!core_serves(service)) {
            printf("mistake: /default-route: core does not serve %s; take it out of services\n",
                   service);
            mistakes++;
        }
    }
    return mistakes;
}

unsigned first_check(const void *tree)
{
    unsigned mistakes = check_default_route(tree);
    for (int node = config_first_child(tree); node >= 0; node = config_next_child(tree, node)) {
        mistakes += check_routes(tree, fdt_get_name(tree, node, NULL), node);
    }
    return mistakes;
}
