/* SPDX-License-Identifier: MIT */
/*
 * A UART driver: a Terminal session for each UART, by label.
 *
 * Config: a node for each UART, whose name is the label of its session. Its properties (all may be
 * absent): `device`, the alias or path of its node in the board's device tree (the node's name);
 * `clock-frequency` of its clock in Hz (the hardware's usual one); `current-speed` in baud
 * (115200); `columns` and `rows` of the terminal at the other end.
 */
#include <stdlib.h>
#include <string.h>
#include <runtime/component.h>
#include <runtime/log.h>
#include <session/terminal.h>
#include <terminal/buffer.h>
#include "device/config.h"
#include "driver.h"
#include "line.h"

enum {
    EXIT_CODE_FAILED = 1,
    SESSION_RAM = 16 * 1024, /* the buffer of three pages, and its page table */
    SESSION_CAPS = 4,        /* the buffer's dataspace, and what handler() brings */
};

_Static_assert(sizeof(struct terminal_buffer) <= SESSION_RAM, "a session's quota holds its buffer");

static struct line *lines;

static enum error open_session(void *self, const char *label, uint32_t ram, uint32_t caps,
                               struct server_session **session, struct cap_item *cap)
{
    (void)self;
    (void)ram;
    (void)caps;
    for (struct line *line = lines; line != NULL; line = line->next) {
        if (strcmp(line->name, label) == 0) {
            enum error error = line_open(line);
            *session = &line->session;
            *cap = rpc_cap_item(&line->object);
            return error;
        }
    }
    return ERROR_NOT_FOUND;
}

static void close_session(void *self, struct server_session *session)
{
    (void)self;
    line_close((struct line *)session);
}

/* Set up the UART of one config node. One that fails does not keep the others from working. */
static void add_line(int node)
{
    struct line *line = calloc(1, sizeof(*line));
    enum error error = line == NULL ? ERROR_RAM : line_init(line, node);
    if (error) {
        log_printf("%s: %s\n", config_name(node), error_text(error));
        free(line);
        return;
    }
    line->next = lines;
    lines = line;
}

void driver_start(void)
{
    static struct server server = {
        .service = TERMINAL_SERVICE,
        .ram = SESSION_RAM,
        .caps = SESSION_CAPS,
        .open = open_session,
        .close = close_session,
    };
    enum error error = config_open();
    if (!error) {
        for (int node = config_first(CONFIG_ROOT); node != CONFIG_END; node = config_next(node)) {
            add_line(node);
        }
        error = server_announce(&server);
    }
    if (error) {
        log_printf("uart cannot start: %s\n", error_text(error));
        component_exit(EXIT_CODE_FAILED);
    }
}
