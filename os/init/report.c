/* SPDX-License-Identifier: MIT */
/* The state report. See report.h. */
#include <stdlib.h>
#include <string.h>
#include <libfdt.h>
#include <runtime/log.h>
#include <session/pd_client.h>
#include "report.h"
#include "system.h"

enum {
    TREE_SIZE = 512,  /* headers, root, names of properties */
    CHILD_SIZE = 320, /* a node with the longest name and reason */
};

static const char *state_text(enum member_state state)
{
    static const char *const texts[] = {
        [MEMBER_STOPPED] = "stopped",
        [MEMBER_RUNNING] = "running",
        [MEMBER_EXITED] = "exited",
        [MEMBER_FAILED] = "failed",
    };
    return texts[state];
}

static int write_text(void *buffer, const char *name, const char *text)
{
    return fdt_property(buffer, name, text, (int)strlen(text) + 1);
}

/* Limit of a quota, and how much of it is used. */
static int write_quota(void *buffer, const char *name, uint32_t limit, uint32_t used)
{
    const fdt32_t cells[] = {cpu_to_fdt32(limit), cpu_to_fdt32(used)};
    return fdt_property(buffer, name, cells, (int)sizeof cells);
}

static int write_quotas(void *buffer, const struct member *member)
{
    uint32_t ram = 0;
    uint32_t ram_used = 0;
    uint32_t caps = 0;
    uint32_t caps_used = 0;
    if (member->state != MEMBER_RUNNING ||
        pd_quota(member->child.pd.cap, &ram, &ram_used, &caps, &caps_used) != OK) {
        return 0;
    }
    const int error = write_quota(buffer, "ram", ram, ram_used);
    return error ? error : write_quota(buffer, "caps", caps, caps_used);
}

static int write_member(void *buffer, const struct member *member)
{
    int error = fdt_begin_node(buffer, member->name);
    if (!error) {
        error = write_text(buffer, "state", state_text(member->state));
    }
    if (!error) {
        error = fdt_property_u32(buffer, "restarts", member->restarts);
    }
    if (!error && member->reason[0] != '\0') {
        error = write_text(buffer, "last-end", member->reason);
    }
    if (!error) {
        error = write_quotas(buffer, member);
    }
    return error ? error : fdt_end_node(buffer);
}

enum error report_write(const struct member *first, void *buffer, size_t size, size_t *used)
{
    int error = fdt_create(buffer, (int)size);
    if (!error) {
        error = fdt_finish_reservemap(buffer);
    }
    if (!error) {
        error = fdt_begin_node(buffer, "");
    }
    if (!error) {
        error = write_text(buffer, "compatible", REPORT_COMPATIBLE);
    }
    for (const struct member *member = first; !error && member != NULL; member = member->next) {
        error = write_member(buffer, member);
    }
    if (!error) {
        error = fdt_end_node(buffer);
    }
    if (!error) {
        error = fdt_finish(buffer);
    }
    *used = error ? 0 : fdt_totalsize(buffer);
    return error ? ERROR_SIZE : OK;
}

size_t report_size(const struct member *first)
{
    size_t size = TREE_SIZE;
    for (const struct member *member = first; member != NULL; member = member->next) {
        size += CHILD_SIZE;
    }
    return size;
}

static void supply(struct own_rom *rom)
{
    const struct member *const first = system_first_member();
    const size_t size = report_size(first);
    void *const buffer = malloc(size);
    size_t used = 0;
    enum error error = buffer == NULL ? ERROR_RAM : report_write(first, buffer, size, &used);
    if (!error) {
        error = own_rom_set(rom, buffer, used);
    }
    if (error) {
        log_printf("no memory for the state report (%s); raise the ram of this init\n",
                   error_text(error));
    }
    free(buffer);
}

void report_init(struct member *member)
{
    member->state_rom.supply = supply;
}

void report_changed(void)
{
    for (const struct member *member = system_first_member(); member != NULL;
         member = member->next) {
        own_rom_notify(&member->state_rom);
    }
}
