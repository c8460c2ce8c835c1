/* SPDX-License-Identifier: MIT */
/*
 * A ROM whose content changes: the strings of the property `versions` name further ROMs, which are
 * served one after the other, whatever label the one client asks for: each until a byte comes from
 * the Terminal session. The last stays.
 */
#include <libfdt.h>
#include <runtime/cap.h>
#include <runtime/component.h>
#include <runtime/log.h>
#include <runtime/rom.h>
#include <runtime/rpc.h>
#include <runtime/server.h>
#include <runtime/signal.h>
#include <session/rom_server.h>
#include <terminal/client.h>

enum { VERSIONS = 8 };

static struct rom config;
static struct rom versions[VERSIONS];
static int version_count, newest, served;
static cap_t listener;
static struct server_session client;
static bool busy;

static enum error serve_dataspace(void *self, uint32_t *size, struct cap_item *dataspace)
{
    (void)self;
    *size = (uint32_t)versions[served].size;
    *dataspace = cap_plain(versions[served].memory.dataspace);
    return OK;
}

static enum error serve_handler(void *self, struct cap_item *notification)
{
    (void)self;
    cap_free(listener);
    listener = notification->cap;
    notification->cap = CAP_NULL;
    return OK;
}

static enum error serve_update(void *self)
{
    (void)self;
    if (served == newest) {
        return ERROR_NOT_FOUND;
    }
    served = newest;
    return OK;
}

static void dispatch(void *self, struct message *message)
{
    static const struct rom_service service = {
        .dataspace = serve_dataspace, .handler = serve_handler, .update = serve_update};
    rom_dispatch(&service, self, message);
}

static struct rpc_object object = {.dispatch = dispatch, .kind = MESSAGE_CALL};

static enum error open_session(void *self, const char *label, uint32_t ram, uint32_t caps,
                               struct server_session **session, struct cap_item *cap)
{
    (void)self;
    (void)label;
    (void)ram;
    (void)caps;
    if (busy) {
        return ERROR_BUSY;
    }
    const enum error error = rpc_export(&object);
    if (!error) {
        busy = true;
        *session = &client;
        *cap = rpc_cap_item(&object);
    }
    return error;
}

static void close_session(void *self, struct server_session *session)
{
    (void)self;
    (void)session;
    rpc_withdraw(&object);
    busy = false;
}

static void next_version(void)
{
    if (busy && newest + 1 < version_count) {
        newest++;
        log_printf("version %d\n", newest + 1);
        if (listener != CAP_NULL) {
            (void)notification_signal(listener);
        }
    }
}

/* Each byte that is typed stands for a change. */
static struct terminal terminal;

static void on_typed(void *context)
{
    uint8_t byte;
    (void)context;
    do {
        while (terminal_get(&terminal, &byte)) {
            next_version();
        }
    } while (!terminal_wait_bytes(&terminal));
}

static enum error start_terminal(void)
{
    static struct signal_handler avail = {.handle = on_typed};
    enum error error = signal_register(&avail);
    if (!error) {
        error = terminal_open("", &terminal);
    }
    if (!error) {
        error =
            terminal_handler(terminal.session.cap, signal_cap_item(&avail), cap_plain(CAP_NULL));
    }
    if (!error) {
        on_typed(NULL);
    }
    return error;
}

static enum error open_versions(void)
{
    enum error error = rom_open("config", &config);
    const char *name = NULL;
    while (!error && version_count < VERSIONS &&
           (name = fdt_stringlist_get(config.data, 0, "versions", version_count, NULL)) != NULL) {
        error = rom_open(name, &versions[version_count++]);
    }
    return error;
}

void component_main(void)
{
    static struct server server = {
        .service = ROM_SERVICE, .open = open_session, .close = close_session};
    enum error error = open_versions();
    if (!error) {
        error = start_terminal();
    }
    if (!error) {
        error = server_announce(&server);
    }
    if (error) {
        log_printf("cannot start: %s\n", error_text(error));
        component_exit(1);
    }
}
