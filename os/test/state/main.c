/* SPDX-License-Identifier: MIT */
/*
 * Says what init's state report tells of each child, at its start and whenever a state changes: a
 * line for each child that is not as it was said last. When `until` of its config says (a child,
 * and a state), it ends.
 */
#include <stdio.h>
#include <string.h>
#include <libfdt.h>
#include <runtime/component.h>
#include <runtime/log.h>
#include <runtime/rom.h>
#include <runtime/signal.h>
#include <session/rom_client.h>

enum { CHILDREN = 8, LINE = 160, NUMBERS = 2 };

static struct rom config, state;
static char said[CHILDREN][LINE];

static const char *text_of(int node, const char *property)
{
    const char *const text = fdt_getprop(state.data, node, property, NULL);
    return text == NULL ? "-" : text;
}

/* Whether `property` of the child is a quota of which a part is used, and not more than all. */
static bool is_quota(int node, const char *property)
{
    int length = 0;
    const fdt32_t *const cells = fdt_getprop(state.data, node, property, &length);
    return cells != NULL && length == (int)(NUMBERS * sizeof *cells) && fdt32_ld(cells + 1) > 0 &&
           fdt32_ld(cells + 1) <= fdt32_ld(cells);
}

static void say_child(int node, char *last)
{
    const fdt32_t *const restarts = fdt_getprop(state.data, node, "restarts", NULL);
    const bool quotas = is_quota(node, "ram") && is_quota(node, "caps");
    char line[LINE];
    (void)snprintf(line, sizeof line, "%s: %s, restarts %u, quotas %s, last end: %s",
                   fdt_get_name(state.data, node, NULL), text_of(node, "state"),
                   restarts == NULL ? 0 : (unsigned)fdt32_ld(restarts), quotas ? "right" : "none",
                   text_of(node, "last-end"));
    if (strcmp(line, last) != 0) {
        memcpy(last, line, sizeof line);
        log_printf("%s\n", line);
    }
}

static void check_until(void)
{
    const char *const child = fdt_stringlist_get(config.data, 0, "until", 0, NULL);
    const char *const wanted = fdt_stringlist_get(config.data, 0, "until", 1, NULL);
    const int node = child == NULL ? -1 : fdt_subnode_offset(state.data, 0, child);
    if (node >= 0 && wanted != NULL && strcmp(text_of(node, "state"), wanted) == 0) {
        component_exit(0);
    }
}

static void say_all(void)
{
    int count = 0;
    int node;
    if (fdt_check_full(state.data, state.size) != 0 ||
        fdt_node_check_compatible(state.data, 0, "tessera,init-state") != 0) {
        log_printf("this is no state report\n");
        component_exit(1);
    }
    fdt_for_each_subnode(node, state.data, 0)
    {
        if (count < CHILDREN) {
            say_child(node, said[count]);
            count++;
        }
    }
    check_until();
}

static void changed(void *context)
{
    (void)context;
    if (rom_refresh(&state) == OK) {
        say_all();
    }
}

void component_main(void)
{
    static struct signal_handler handler = {.handle = changed};
    enum error error = rom_open("config", &config);
    if (!error) {
        error = rom_open("state", &state);
    }
    if (!error) {
        error = signal_register(&handler);
    }
    if (!error) {
        error = rom_handler(state.session.cap, signal_cap_item(&handler));
    }
    if (error) {
        log_printf("no state report: %s\n", error_text(error));
        component_exit(1);
    }
    say_all();
}
