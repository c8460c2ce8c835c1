/* SPDX-License-Identifier: MIT */
/* Checking, reading, routing, copying and comparing of configurations built here with libfdt. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <libfdt.h>
#include "../config.h"
#include "../route.h"
#include "../tree_copy.h"

enum { TREE_SIZE = 8192, TIMER_PHANDLE = 1, UART_PHANDLE = 2 };

static char tree[TREE_SIZE];
static char other[TREE_SIZE];
static char lines[TREE_SIZE];

static void collect(void *context, const char *line)
{
    (void)context;
    size_t used = strlen(lines);
    (void)snprintf(lines + used, sizeof lines - used, "%s\n", line);
}

static unsigned check(void)
{
    lines[0] = '\0';
    return config_check(tree, sizeof tree, collect, NULL);
}

static int node_at(const char *path)
{
    const int node = fdt_path_offset(tree, path);
    assert_true(node >= 0);
    return node;
}

static void add(const char *parent, const char *name)
{
    assert_true(fdt_add_subnode(tree, node_at(parent), name) >= 0);
}

static void set_string(const char *path, const char *name, const char *value)
{
    assert_int_equal(fdt_setprop_string(tree, node_at(path), name, value), 0);
}

static void set_number(const char *path, const char *name, uint32_t value)
{
    assert_int_equal(fdt_setprop_u32(tree, node_at(path), name, value), 0);
}

/* A configuration without a mistake: a client of a timer and of a UART's second line. */
static int setup(void **state)
{
    (void)state;
    static const char services[] = "LOG\0ROM\0PD\0CPU";
    assert_int_equal(fdt_create_empty_tree(tree, sizeof tree), 0);
    set_string("/", "compatible", CONFIG_COMPATIBLE);
    add("/", "client");
    set_string("/client", "image", "vmm");
    set_number("/client", "ram", 0x100000);
    set_number("/client", "priority", 7);
    set_string("/client", "restart", "on-failure");
    add("/client", "config");
    add("/client/config", "guest");
    set_number("/client/config/guest", "cpus", 2);
    add("/client", "routes");
    add("/client/routes", "Timer");
    set_number("/client/routes/Timer", "to", TIMER_PHANDLE);
    add("/client/routes", "Terminal");
    set_number("/client/routes/Terminal", "to", UART_PHANDLE);
    set_string("/client/routes/Terminal", "label", "uart1");
    add("/client/routes", "ROM@kernel");
    set_string("/client/routes/ROM@kernel", "match", "kernel");
    set_string("/client/routes/ROM@kernel", "label", "zImage");
    add("/", "default-route");
    assert_int_equal(
        fdt_setprop(tree, node_at("/default-route"), "services", services, sizeof services), 0);
    add("/", "timer");
    set_string("/timer", "image", "timer_sp804");
    set_number("/timer", "ram", 0x80000);
    set_number("/timer", "phandle", TIMER_PHANDLE);
    set_string("/timer", "provides", "Timer");
    add("/", "uart");
    set_string("/uart", "image", "uart_pl011");
    set_number("/uart", "ram", 0x80000);
    set_number("/uart", "phandle", UART_PHANDLE);
    set_string("/uart", "provides", "Terminal");
    return 0;
}

static void test_read(void **state)
{
    (void)state;
    struct child_config child;
    assert_int_equal(check(), 0);
    config_read_child(tree, config_find_child(tree, "client"), &child);
    assert_string_equal(child.name, "client");
    assert_string_equal(child.image, "vmm");
    assert_int_equal(child.ram, 0x100000);
    assert_int_equal(child.caps, CONFIG_DEFAULT_CAPS);
    assert_int_equal(child.priority, 7);
    assert_int_equal(child.restart, RESTART_ON_FAILURE);
    assert_true(child.config_node >= 0);
    assert_false(child.essential);
    unsigned count = 0;
    for (int node = config_first_child(tree); node >= 0; node = config_next_child(tree, node)) {
        count++;
    }
    assert_int_equal(count, 3);
    assert_true(config_find_child(tree, "default-route") < 0);
    assert_true(config_provides(tree, node_at("/timer"), "Timer"));
    assert_false(config_provides(tree, node_at("/timer"), "Time"));
    assert_false(config_provides(tree, node_at("/client"), "Timer"));
}

static enum error find(const char *service, const char *label, struct route *route)
{
    memset(route, 0, sizeof *route);
    return route_find(tree, node_at("/client"), service, label, route);
}

static void test_routes(void **state)
{
    (void)state;
    struct route route;
    assert_int_equal(find("Timer", "", &route), OK);
    assert_int_equal(route.target, ROUTE_CHILD);
    assert_int_equal(route.server, node_at("/timer"));
    assert_string_equal(route.label, "client");
    assert_int_equal(find("Terminal", "console", &route), OK);
    assert_string_equal(route.label, "uart1");
    assert_int_equal(find("LOG", "", &route), OK);
    assert_int_equal(route.target, ROUTE_PARENT);
    assert_string_equal(route.label, "client");
    assert_int_equal(find("LOG", "guest", &route), OK);
    assert_string_equal(route.label, "client -> guest");
    assert_int_equal(find("ROM", "kernel", &route), OK);
    assert_string_equal(route.label, "zImage");
    assert_int_equal(find("ROM", "initrd", &route), OK);
    assert_string_equal(route.label, "initrd");
    assert_int_equal(find("ROM", "config", &route), OK);
    assert_int_equal(route.target, ROUTE_CONFIG);
    assert_int_equal(route_find(tree, node_at("/timer"), "ROM", "config", &route), ERROR_NOT_FOUND);
    assert_int_equal(find("ROM", "state", &route), OK); /* no flag `state-report`: any ROM */
    assert_int_equal(route.target, ROUTE_PARENT);
    assert_int_equal(fdt_setprop_empty(tree, node_at("/client"), "state-report"), 0);
    assert_int_equal(find("ROM", "state", &route), OK);
    assert_int_equal(route.target, ROUTE_STATE);
    assert_int_equal(find("CPU", "prio=3", &route), OK);
    assert_string_equal(route.label, "prio=3");
    assert_int_equal(find("CPU", "prio=31", &route), OK);
    assert_string_equal(route.label, "prio=7");
    assert_int_equal(find("CPU", "", &route), OK);
    assert_string_equal(route.label, "prio=7");
    assert_int_equal(find("IO_MEM", "uart0", &route), ERROR_DENIED);
    assert_int_equal(find("Time", "", &route), ERROR_DENIED);
    assert_int_equal(find("", "", &route), ERROR_DENIED);
    char longest[ROUTE_LABEL_SIZE];
    memset(longest, 'a', sizeof longest);
    longest[sizeof longest - 1] = '\0';
    assert_int_equal(find("LOG", longest, &route), ERROR_SIZE);
    assert_int_equal(find("ROM", longest, &route), OK);
}

/* A route takes one of several labels, and no other. */
static void test_match(void **state)
{
    (void)state;
    static const char labels[] = "uart1:0\0uart2:0";
    struct route route;
    add("/client/routes", "IRQ");
    assert_int_equal(
        fdt_setprop(tree, node_at("/client/routes/IRQ"), "match", labels, sizeof labels), 0);
    assert_int_equal(check(), 0);
    assert_int_equal(find("IRQ", "uart1:0", &route), OK);
    assert_string_equal(route.label, "uart1:0");
    assert_int_equal(find("IRQ", "uart2:0", &route), OK);
    assert_string_equal(route.label, "uart2:0");
    assert_int_equal(find("IRQ", "uart2", &route), ERROR_DENIED);
    assert_int_equal(find("IRQ", "uart2:01", &route), ERROR_DENIED);
    assert_int_equal(find("IRQ", "", &route), ERROR_DENIED);
    /* What none of them lists goes by the route without a list. */
    add("/client/routes", "IRQ@others");
    set_number("/client/routes/IRQ@others", "to", TIMER_PHANDLE);
    set_string("/timer", "provides", "IRQ");
    assert_int_equal(find("IRQ", "uart2:0", &route), OK);
    assert_int_equal(route.target, ROUTE_PARENT);
    assert_int_equal(find("IRQ", "uart3:0", &route), OK);
    assert_int_equal(route.target, ROUTE_CHILD);
}

/* A device that accesses memory by itself passes by routes alone that say so. */
static void test_unprotected(void **state)
{
    (void)state;
    static const char services[] = "LOG\0IO_MEM";
    static const char labels[] = "dma:0,unprotected\0cmu:0";
    static const char route_path[] = "/client/routes/IO_MEM";
    struct route route;
    /* By the default route. */
    assert_int_equal(
        fdt_setprop(tree, node_at("/default-route"), "services", services, sizeof services), 0);
    assert_int_equal(find("IO_MEM", "dma:0", &route), OK);
    assert_int_equal(find("IO_MEM", "dma:0,unprotected", &route), ERROR_DENIED);
    assert_int_equal(find("LOG", "dma:0,unprotected", &route), OK);
    set_string("/default-route", "services", "LOG");
    /* By one without the flag: nor with anything behind it, which core might see otherwise. */
    add("/client/routes", "IO_MEM");
    assert_int_equal(find("IO_MEM", "dma:0", &route), OK);
    assert_string_equal(route.label, "dma:0");
    assert_int_equal(find("IO_MEM", "dma:0,unprotected", &route), ERROR_DENIED);
    assert_int_equal(find("IO_MEM", "dma:0,unprotected,cpu=0", &route), ERROR_DENIED);
    assert_int_equal(find("IO_MEM", ",unprotected", &route), ERROR_DENIED);
    set_string(route_path, "match", "dma:0,unprotected");
    assert_int_equal(find("IO_MEM", "dma:0,unprotected", &route), ERROR_DENIED);
    /* By one with the flag: what does not ask for it does not get it. The child may be an init,
     * whose own children have routes without the flag. */
    assert_int_equal(fdt_setprop_empty(tree, node_at(route_path), "unprotected"), 0);
    assert_int_equal(fdt_setprop(tree, node_at(route_path), "match", labels, sizeof labels), 0);
    assert_int_equal(check(), 0);
    assert_int_equal(find("IO_MEM", "dma:0,unprotected", &route), OK);
    assert_string_equal(route.label, "dma:0,unprotected");
    assert_int_equal(find("IO_MEM", "cmu:0", &route), OK);
    assert_string_equal(route.label, "cmu:0");
    assert_int_equal(find("IO_MEM", "dma:0", &route), ERROR_DENIED);
    fdt_delprop(tree, node_at(route_path), "match");
    assert_int_equal(find("IO_MEM", "dma:0", &route), OK);
    assert_string_equal(route.label, "dma:0");
    /* A label that the config gives. */
    set_string(route_path, "label", "dma:0,unprotected");
    assert_int_equal(check(), 0);
    assert_int_equal(find("IO_MEM", "", &route), OK);
    assert_string_equal(route.label, "dma:0,unprotected");
}

static void expect_mistake(const char *part)
{
    const unsigned mistakes = check();
    if (mistakes != 1 || strstr(lines, part) == NULL) {
        fail_msg("expected one line with '%s', found %u: %s", part, mistakes, lines);
    }
    setup(NULL);
}

static void test_mistakes(void **state)
{
    (void)state;
    fdt_delprop(tree, node_at("/client"), "image");
    expect_mistake("/client: property image is missing");
    fdt_delprop(tree, node_at("/timer"), "ram");
    expect_mistake("/timer: property ram is missing");
    set_string("/client", "prority", "1");
    expect_mistake("/client: unknown property prority");
    set_number("/client", "priority", 32);
    expect_mistake("/client: priority is 32, must be 0 to 31");
    set_string("/client", "caps", "sixty-four");
    expect_mistake("/client: caps must be one number");
    set_number("/client", "image", 1);
    expect_mistake("/client: image must be one string");
    set_string("/client", "restart", "sometimes");
    expect_mistake("/client: restart is \"sometimes\"");
    set_number("/client", "essential", 1);
    expect_mistake("/client: essential takes no value");
    set_number("/client/routes/Timer", "to", 99);
    expect_mistake("/client/routes/Timer: to refers to no child");
    set_number("/client/routes/Timer", "to", UART_PHANDLE);
    expect_mistake("uart does not provide Timer; add provides = \"Timer\" to /uart");
    fdt_delprop(tree, node_at("/timer"), "provides");
    expect_mistake("timer does not provide Timer");
    set_string("/client/routes/Timer", "too", "x");
    expect_mistake("/client/routes/Timer: unknown property too");
    assert_int_equal(fdt_setprop_empty(tree, node_at("/client/routes/Timer"), "unprotected"), 0);
    expect_mistake("/client/routes/Timer: unprotected is for routes of IO_MEM");
    add("/client/routes", "IO_MEM@dma");
    set_string("/client/routes/IO_MEM@dma", "label", "dma:0,unprotected");
    expect_mistake("label \"dma:0,unprotected\" takes the flag unprotected beside it");
    add("/client/routes", "IO_MEM");
    set_number("/client/routes/IO_MEM", "unprotected", 1);
    expect_mistake("/client/routes/IO_MEM: unprotected takes no value");
    set_number("/client/routes/Timer", "match", 1);
    expect_mistake("/client/routes/Timer: match must be strings");
    assert_int_equal(fdt_setprop_empty(tree, node_at("/client/routes/Timer"), "match"), 0);
    expect_mistake("/client/routes/Timer: match must be strings");
    add("/client", "rotues");
    expect_mistake("/client/rotues: unknown node");
    set_string("/", "compatible", "other");
    expect_mistake("compatible must be");
    set_string("/default-route", "service", "LOG");
    expect_mistake("/default-route: unknown property service");
    add("/", "a-name-that-is-longer-than-thirty-one");
    set_string("/a-name-that-is-longer-than-thirty-one", "image", "x");
    set_number("/a-name-that-is-longer-than-thirty-one", "ram", 1);
    expect_mistake("the name is longer");
}

static void test_broken_blob(void **state)
{
    (void)state;
    assert_int_equal(config_check(tree, 10, collect, NULL), 1);
    tree[0] = 0;
    assert_int_equal(check(), 1);
    /* No single broken byte makes the check read beyond the tree or end in a crash. */
    setup(NULL);
    const size_t used = 2048;
    assert_true(used < sizeof tree);
    for (size_t i = 0; i < used; i++) {
        const char before = tree[i];
        tree[i] = (char)~before;
        (void)check();
        tree[i] = before;
    }
    assert_int_equal(check(), 0);
}

static void test_copy(void **state)
{
    (void)state;
    size_t size = 0;
    const int config = node_at("/client/config");
    assert_int_equal(tree_copy(tree, config, other, sizeof other, &size), OK);
    assert_int_equal(fdt_check_full(other, size), 0);
    const int guest = fdt_path_offset(other, "/guest");
    assert_true(guest >= 0);
    assert_int_equal(fdt32_ld(fdt_getprop(other, guest, "cpus", NULL)), 2);
    assert_true(tree_equal(tree, config, other, 0, "to"));
    assert_int_equal(tree_copy(tree, config, other, 64, &size), ERROR_SIZE);
}

static void test_equal(void **state)
{
    (void)state;
    memcpy(other, tree, sizeof other);
    const int client = node_at("/client");
    assert_true(tree_equal(tree, client, other, client, "to"));
    /* Other numbers for the same nodes are no difference. */
    set_number("/timer", "phandle", 55);
    set_number("/client/routes/Timer", "to", 55);
    assert_true(tree_equal(tree, node_at("/client"), other, client, "to"));
    set_number("/client/routes/Timer", "to", UART_PHANDLE);
    assert_false(tree_equal(tree, node_at("/client"), other, client, "to"));
    setup(NULL);
    set_number("/client/config/guest", "cpus", 3);
    assert_false(tree_equal(tree, node_at("/client"), other, client, "to"));
    setup(NULL);
    add("/client/config", "more");
    assert_false(tree_equal(tree, node_at("/client"), other, client, "to"));
    assert_false(tree_equal(other, client, tree, node_at("/client"), "to"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_read, setup),
        cmocka_unit_test_setup(test_routes, setup),
        cmocka_unit_test_setup(test_match, setup),
        cmocka_unit_test_setup(test_unprotected, setup),
        cmocka_unit_test_setup(test_mistakes, setup),
        cmocka_unit_test_setup(test_copy, setup),
        cmocka_unit_test_setup(test_equal, setup),
        cmocka_unit_test_setup(test_broken_blob, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
