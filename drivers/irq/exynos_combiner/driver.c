/* SPDX-License-Identifier: MIT */
/*
 * Driver of the Exynos' interrupt combiner: sessions IRQ for the interrupts behind it, by the
 * labels that core takes for those of the GIC. A client that is routed here need not know the
 * difference.
 *
 * Why a component: core knows the GIC's interrupts alone, and a group's register serves lines of
 * devices that are strangers to each other, so no driver of one of them may hold it.
 *
 * Config: `device` (may be absent), the alias or path of the combiner's node in the board's device
 * tree ("combiner"). ROM: board.dtb, which tells each device's line.
 */
#include <stddef.h>
#include <stdio.h>
#include <libfdt.h>
#include <core/component.h>
#include <runtime/component.h>
#include <runtime/interrupt.h>
#include <runtime/log.h>
#include <runtime/rom.h>
#include <session/irq.h>
#include <session/marshal.h>
#include "device/config.h"
#include "device/device.h"
#include "line.h"

enum { EXIT_CODE_FAILED = 1 };

struct group {
    struct signal_handler interrupt;
    cap_t irq; /* CAP_NULL: not opened yet */
    struct line *lines[COMBINER_LINES];
};

static struct group groups[COMBINER_GROUPS];
static struct combiner combiner;
static struct rom board;
static const char *device_name;

static void handle_interrupt(void *context)
{
    struct group *group = context;
    uint32_t raised = combiner_take(&combiner, (uint32_t)(group - groups));
    for (uint32_t line = 0; line < COMBINER_LINES; line++) {
        if ((raised & 1u << line) != 0 && group->lines[line] != NULL) {
            line_raised(group->lines[line]);
        }
    }
    (void)interrupt_acknowledge(group->irq);
}

/* Open the group's interrupt at the GIC, for the driver's life. */
static enum error open_group(uint32_t number)
{
    struct group *group = &groups[number];
    char label[SESSION_STRING_SIZE];
    cap_t session = CAP_NULL;
    if (group->irq != CAP_NULL) {
        return OK;
    }
    if (snprintf(label, sizeof(label), "%s:%u", device_name, (unsigned int)number) >
        SESSION_STRING_MAX) {
        return ERROR_SIZE;
    }
    group->interrupt = (struct signal_handler){.handle = handle_interrupt, .context = group};
    enum error error = signal_register(&group->interrupt);
    if (error) {
        return error;
    }
    error = device_bind(label, signal_cap_item(&group->interrupt), &session, &group->irq);
    if (error) {
        signal_unregister(&group->interrupt);
        group->irq = CAP_NULL;
    }
    return error;
}

static enum error open_session(void *self, const char *label, uint32_t ram, uint32_t caps,
                               struct server_session **session, struct cap_item *cap)
{
    (void)self;
    (void)ram;
    (void)caps;
    struct tree_line place;
    struct line *line = NULL;
    enum error error = tree_line_of(board.data, device_name, label, &place);
    if (!error && groups[place.group].lines[place.line] != NULL) {
        error = ERROR_BUSY;
    }
    error = error ? error : open_group(place.group);
    error = error ? error : line_create(&combiner, place, &line);
    if (!error) {
        groups[place.group].lines[place.line] = line;
        *session = &line->session;
        *cap = rpc_cap_item(&line->object);
    }
    return error;
}

static void close_session(void *self, struct server_session *session)
{
    (void)self;
    struct line *line = (struct line *)session;
    groups[line->place.group].lines[line->place.line] = NULL;
    line_destroy(line);
}

static enum error open_device(void)
{
    struct device device;
    enum error error = rom_open("board.dtb", &board);
    if (!error && fdt_check_full(board.data, board.size) != 0) {
        error = ERROR_INVALID;
    }
    error = error ? error : device_open_registers(&device, device_name);
    if (!error) {
        combiner.registers = device.registers;
        combiner_init(&combiner);
    }
    return error;
}

void component_main(void)
{
    static struct server server = {
        .service = IRQ_SERVICE,
        .ram = CORE_SESSION_RAM,
        .caps = CORE_SESSION_CAPS,
        .open = open_session,
        .close = close_session,
    };
    enum error error = config_open();
    if (!error) {
        device_name = config_text(CONFIG_ROOT, "device", "combiner");
        error = open_device();
    }
    error = error ? error : server_announce(&server);
    if (error) {
        log_printf("combiner cannot start: %s\n", error_text(error));
        component_exit(EXIT_CODE_FAILED);
    }
}
