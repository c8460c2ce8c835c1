/* SPDX-License-Identifier: MIT */
/* Members and the configuration that names them. See system.h. */
#include <stdlib.h>
#include <string.h>
#include <libfdt.h>
#include <runtime/log.h>
#include <runtime/signal.h>
#include "config/change.h"
#include "config/tree_copy.h"
#include "record.h"
#include "report.h"
#include "system.h"

static void *tree;
static struct member *members;

static void check_faults(void *context)
{
    (void)context;
    for (struct member *member = members; member != NULL; member = member->next) {
        member_check_fault(member);
    }
}

static struct signal_handler fault_signal = {.handle = check_faults};

enum error system_setup(void)
{
    return signal_register(&fault_signal);
}

struct cap_item system_fault_signal(void)
{
    return signal_cap_item(&fault_signal);
}

const void *system_tree(void)
{
    return tree;
}

struct member *system_first_member(void)
{
    return members;
}

struct member *system_member_at(int node)
{
    struct member *member = members;
    while (member != NULL && member->config.node != node) {
        member = member->next;
    }
    return member;
}

static void report(void *context, const char *line)
{
    (void)context;
    log_printf("%s\n", line);
}

static void set_config_rom(struct member *member)
{
    if (member->config.config_node < 0) {
        return;
    }
    const size_t buffer_size = fdt_totalsize(tree) + TREE_COPY_EXTRA;
    void *const buffer = malloc(buffer_size);
    size_t size = 0;
    enum error error = ERROR_RAM;
    if (buffer != NULL) {
        error = tree_copy(tree, member->config.config_node, buffer, buffer_size, &size);
    }
    if (!error) {
        error = own_rom_set(&member->config_rom, buffer, size);
    }
    free(buffer);
    if (error) {
        log_printf("%s: no memory for its config (%s)\n", member->name, error_text(error));
    } else {
        own_rom_notify(&member->config_rom);
    }
}

/* A member for `node` of the current tree, at the end of the list. NULL: no memory. */
static struct member *add_member(int node)
{
    struct member *const member = calloc(1, sizeof *member);
    struct member **at = &members;
    if (member == NULL) {
        log_printf("%s: no memory for it\n", fdt_get_name(tree, node, NULL));
        return NULL;
    }
    config_read_child(tree, node, &member->config);
    strncpy(member->name, member->config.name, sizeof member->name - 1);
    while (*at != NULL) {
        at = &(*at)->next;
    }
    *at = member;
    report_init(member);
    set_config_rom(member);
    return member;
}

static void remove_member(struct member *member)
{
    struct member **at = &members;
    while (*at != member) {
        at = &(*at)->next;
    }
    *at = member->next;
    own_rom_clear(&member->config_rom);
    free(member);
    report_changed();
}

/* End the members that `new_tree` does not name. */
static void end_missing(const void *new_tree)
{
    struct member *next = NULL;
    for (struct member *member = members; member != NULL; member = next) {
        next = member->next;
        if (config_find_child(new_tree, member->name) < 0) {
            member_stop(member, false);
            log_printf("state %s ended\n", member->name);
            remove_member(member);
        }
    }
}

/* Bring the members that stay in line with the new tree, which is the current one already. Those
 * to be restarted are stopped here: what they hold may be what others need. */
static void apply_changes(const void *old_tree)
{
    for (struct member *member = members; member != NULL; member = member->next) {
        const int old_node = member->config.node;
        const int new_node = config_find_child(tree, member->name);
        const unsigned changes = change_of_child(old_tree, old_node, tree, new_node);
        if ((changes & CHANGE_RESTART) != 0) {
            member_stop(member, true);
        }
        config_read_child(tree, new_node, &member->config);
        if ((changes & CHANGE_CONFIG) != 0) {
            if (member->config.config_node < 0) {
                own_rom_clear(&member->config_rom);
            }
            set_config_rom(member);
        }
    }
}

/* Start what is new or was stopped for a change, in the order of the configuration. */
static void start_members(void)
{
    for (int node = config_first_child(tree); node >= 0; node = config_next_child(tree, node)) {
        struct member *member = system_member_at(node);
        if (member == NULL) {
            member = add_member(node);
        }
        if (member != NULL && member->state == MEMBER_STOPPED) {
            member_start(member);
        }
    }
}

enum error system_adopt(const void *data, size_t size)
{
    void *const old_tree = tree;
    void *const new_tree = malloc(size);
    if (new_tree == NULL) {
        return ERROR_RAM;
    }
    memcpy(new_tree, data, size);
    if (config_check(new_tree, size, report, NULL) != 0) {
        free(new_tree);
        return ERROR_INVALID;
    }
    if (old_tree != NULL) {
        end_missing(new_tree);
    }
    tree = new_tree;
    if (old_tree != NULL) {
        apply_changes(old_tree);
        free(old_tree);
    }
    start_members();
    return OK;
}
