/* SPDX-License-Identifier: MIT */
/*
 * Checking a configuration: each mistake gives one line that names the node and the property, and
 * says what would be right. See config.h.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <core/component.h>
#include <libfdt.h>
#include "config.h"
#include "route.h"
#include "tree_copy.h"

enum { PATH_SIZE = 96, LINE_SIZE = 256, STACK_LEAST = 4096, STACK_MOST = 16 << 20 };

struct checker {
    const void *fdt;
    config_report report;
    void *context;
    unsigned mistakes;
};

enum property_kind { KIND_STRING, KIND_STRINGS, KIND_NUMBER, KIND_FLAG, KIND_REFERENCE };

struct property_rule {
    const char *name;
    enum property_kind kind;
    bool required;
    uint32_t least, most; /* of numbers */
};

static const struct property_rule root_rules[] = {
    {"compatible", KIND_STRINGS, true, 0, 0},
};

static const struct property_rule default_route_rules[] = {
    {"services", KIND_STRINGS, true, 0, 0},
};

static const struct property_rule child_rules[] = {
    {"image", KIND_STRING, true, 0, 0},
    {"ram", KIND_NUMBER, true, 1, UINT32_MAX},
    {"caps", KIND_NUMBER, false, 1, 65536},
    {"stack", KIND_NUMBER, false, STACK_LEAST, STACK_MOST},
    {"priority", KIND_NUMBER, false, 0, CONFIG_PRIORITY_MAX},
    {"budget", KIND_NUMBER, false, 0, CONFIG_BUDGET_MAX},
    {"affinity", KIND_NUMBER, false, 0, CONFIG_CPU_MAX},
    {"provides", KIND_STRINGS, false, 0, 0},
    {"restart", KIND_STRING, false, 0, 0},
    {"restart-limit", KIND_NUMBER, false, 0, UINT32_MAX},
    {"essential", KIND_FLAG, false, 0, 0},
    {"state-report", KIND_FLAG, false, 0, 0},
};

static const struct property_rule route_rules[] = {
    {"to", KIND_REFERENCE, false, 0, 0},
    {"label", KIND_STRING, false, 0, 0},
    {"match", KIND_STRINGS, false, 0, 0},
    {"unprotected", KIND_FLAG, false, 0, 0},
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

__attribute__((format(printf, 3, 4))) static void mistake(struct checker *checker, int node,
                                                          const char *format, ...)
{
    char line[LINE_SIZE];
    char path[PATH_SIZE];
    va_list arguments;
    checker->mistakes++;
    if (node < 0 || fdt_get_path(checker->fdt, node, path, sizeof path) != 0) {
        (void)snprintf(path, sizeof path, "configuration");
    }
    const int used = snprintf(line, sizeof line, "%s: ", path);
    va_start(arguments, format);
    (void)vsnprintf(line + used, sizeof line - (size_t)used, format, arguments);
    va_end(arguments);
    checker->report(checker->context, line);
}

static bool is_string(const char *value, int length)
{
    return length > 0 && memchr(value, '\0', (size_t)length) == value + length - 1;
}

static void check_number(struct checker *checker, int node, const struct property_rule *rule,
                         const void *value, int length)
{
    if (length != (int)sizeof(fdt32_t)) {
        mistake(checker, node, "%s must be one number, as in %s = <1>", rule->name, rule->name);
        return;
    }
    const uint32_t number = fdt32_ld(value);
    if (number < rule->least || number > rule->most) {
        mistake(checker, node, "%s is %u, must be %u to %u", rule->name, (unsigned)number,
                (unsigned)rule->least, (unsigned)rule->most);
    }
}

static void check_value(struct checker *checker, int node, const struct property_rule *rule,
                        const char *value, int length)
{
    switch (rule->kind) {
    case KIND_STRING:
        if (!is_string(value, length) || length > ROUTE_LABEL_SIZE) {
            mistake(checker, node, "%s must be one string of at most %d bytes, as in %s = \"x\"",
                    rule->name, ROUTE_LABEL_SIZE - 1, rule->name);
        }
        break;
    case KIND_STRINGS:
        if (length <= 0 || value[length - 1] != '\0') {
            mistake(checker, node, "%s must be strings, as in %s = \"x\", \"y\"", rule->name,
                    rule->name);
        }
        break;
    case KIND_NUMBER:
        check_number(checker, node, rule, value, length);
        break;
    case KIND_FLAG:
        if (length != 0) {
            mistake(checker, node, "%s takes no value", rule->name);
        }
        break;
    case KIND_REFERENCE:
        if (length != (int)sizeof(fdt32_t)) {
            mistake(checker, node, "%s must refer to one node, as in %s = <&timer>", rule->name,
                    rule->name);
        }
        break;
    }
}

static const struct property_rule *find_rule(const struct property_rule *rules, size_t count,
                                             const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(rules[i].name, name) == 0) {
            return &rules[i];
        }
    }
    return NULL;
}

static void check_properties(struct checker *checker, int node, const struct property_rule *rules,
                             size_t count)
{
    int offset;
    fdt_for_each_property_offset(offset, checker->fdt, node)
    {
        const char *name = NULL;
        int length = 0;
        const char *const value = fdt_getprop_by_offset(checker->fdt, offset, &name, &length);
        if (value == NULL) {
            mistake(checker, node, "broken device tree");
            return;
        }
        const struct property_rule *const rule = find_rule(rules, count, name);
        if (rule != NULL) {
            check_value(checker, node, rule, value, length);
        } else if (strcmp(name, "phandle") != 0) {
            mistake(checker, node, "unknown property %s; remove it or mend its name", name);
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (rules[i].required && fdt_getprop(checker->fdt, node, rules[i].name, NULL) == NULL) {
            mistake(checker, node, "property %s is missing; add it", rules[i].name);
        }
    }
}

static bool is_subnode_of_root(const void *fdt, int node)
{
    return node > 0 && fdt_parent_offset(fdt, node) == 0 &&
           strcmp(fdt_get_name(fdt, node, NULL), "default-route") != 0;
}

/* Devices that access memory by themselves: only by a route that says so itself. */
static void check_unprotected(struct checker *checker, int route, const char *service)
{
    int length = 0;
    const char *const label = fdt_getprop(checker->fdt, route, "label", &length);
    const bool unprotected = fdt_getprop(checker->fdt, route, "unprotected", NULL) != NULL;
    if (unprotected && strcmp(service, "IO_MEM") != 0) {
        mistake(checker, route, "unprotected is for routes of IO_MEM");
    } else if (!unprotected && strcmp(service, "IO_MEM") == 0 && label != NULL &&
               is_string(label, length) && strstr(label, IO_MEM_UNPROTECTED) != NULL) {
        mistake(checker, route, "label \"%s\" takes the flag unprotected beside it", label);
    }
}

static void check_route(struct checker *checker, int child, int route)
{
    char service[CONFIG_NAME_MAX + 1];
    int length = 0;
    check_properties(checker, route, route_rules, COUNT(route_rules));
    if (fdt_first_subnode(checker->fdt, route) >= 0) {
        mistake(checker, route, "a route has no nodes within");
    }
    const char *const name = fdt_get_name(checker->fdt, route, NULL);
    if (snprintf(service, sizeof service, "%.*s", (int)strcspn(name, "@"), name) >=
        (int)sizeof service) {
        mistake(checker, route, "the service's name is longer than %d bytes", CONFIG_NAME_MAX);
        return;
    }
    check_unprotected(checker, route, service);
    const void *const to = fdt_getprop(checker->fdt, route, "to", &length);
    if (to == NULL || length != (int)sizeof(fdt32_t)) {
        return;
    }
    const int server = fdt_node_offset_by_phandle(checker->fdt, fdt32_ld(to));
    if (server < 0 || !is_subnode_of_root(checker->fdt, server)) {
        mistake(checker, route, "to refers to no child of this configuration");
    } else if (server == child) {
        mistake(checker, route, "to refers to the child itself");
    } else if (!config_provides(checker->fdt, server, service)) {
        const char *const server_name = fdt_get_name(checker->fdt, server, NULL);
        mistake(checker, route, "%s does not provide %s; add provides = \"%s\" to /%s", server_name,
                service, service, server_name);
    }
}

static void check_restart(struct checker *checker, int node)
{
    int length = 0;
    const char *const value = fdt_getprop(checker->fdt, node, "restart", &length);
    if (value != NULL && is_string(value, length) && strcmp(value, "never") != 0 &&
        strcmp(value, "on-failure") != 0 && strcmp(value, "always") != 0) {
        mistake(checker, node, "restart is \"%s\", must be never, on-failure or always", value);
    }
}

static void check_child(struct checker *checker, int node)
{
    const char *const name = fdt_get_name(checker->fdt, node, NULL);
    int subnode;
    if (strlen(name) > CONFIG_NAME_MAX) {
        mistake(checker, node, "the name is longer than %d bytes", CONFIG_NAME_MAX);
    }
    check_properties(checker, node, child_rules, COUNT(child_rules));
    check_restart(checker, node);
    fdt_for_each_subnode(subnode, checker->fdt, node)
    {
        const char *const part = fdt_get_name(checker->fdt, subnode, NULL);
        if (strcmp(part, "routes") == 0) {
            int route;
            check_properties(checker, subnode, NULL, 0);
            fdt_for_each_subnode(route, checker->fdt, subnode)
            {
                check_route(checker, node, route);
            }
        } else if (strcmp(part, "config") != 0) {
            mistake(checker, subnode, "unknown node; a child has routes and config");
        }
    }
}

/* The depth of nested nodes bounds the recursion of whoever walks the tree. */
static void check_depth(struct checker *checker)
{
    int depth = 0;
    for (int node = fdt_next_node(checker->fdt, -1, &depth); node >= 0 && depth >= 0;
         node = fdt_next_node(checker->fdt, node, &depth)) {
        if (depth > TREE_DEPTH_MAX) {
            mistake(checker, node, "nodes are nested deeper than %d", TREE_DEPTH_MAX);
            return;
        }
    }
}

unsigned config_check(const void *fdt, size_t size, config_report report, void *context)
{
    struct checker checker = {.fdt = fdt, .report = report, .context = context};
    if (size < FDT_V17_SIZE || fdt_check_full(fdt, size) != 0) {
        mistake(&checker, -1, "this is no device tree blob, or a broken one");
        return checker.mistakes;
    }
    if (fdt_node_check_compatible(fdt, 0, CONFIG_COMPATIBLE) != 0) {
        mistake(&checker, 0, "compatible must be \"" CONFIG_COMPATIBLE "\"");
    }
    check_depth(&checker);
    check_properties(&checker, 0, root_rules, COUNT(root_rules));
    const int general = fdt_subnode_offset(fdt, 0, "default-route");
    if (general >= 0) {
        check_properties(&checker, general, default_route_rules, COUNT(default_route_rules));
    }
    if (config_first_child(fdt) < 0) {
        mistake(&checker, 0, "there is no child; add a node with image and ram");
    }
    for (int node = config_first_child(fdt); node >= 0; node = config_next_child(fdt, node)) {
        check_child(&checker, node);
    }
    return checker.mistakes;
}
