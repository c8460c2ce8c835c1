/* SPDX-License-Identifier: MIT */
/*
 * The platform driver: which client gets which devices, by its policy.
 *
 * Config: a node for each client, whose name is the label of its session; in it a node for each
 * device that it may have, whose name is the device's (machine.c). A device that no IOMMU guards
 * reaches all memory: its node must have the flag `unprotected`.
 */
#include <string.h>
#include <platform/platform.h>
#include <runtime/component.h>
#include <runtime/log.h>
#include <session/platform.h>
#include "client.h"
#include "clock.h"
#include "device/config.h"

enum { EXIT_CODE_FAILED = 1 };

static struct client *clients;

static enum error open_session(void *self, const char *label, uint32_t ram, uint32_t caps,
                               struct server_session **session, struct cap_item *cap)
{
    (void)self;
    for (int node = config_first(CONFIG_ROOT); node != CONFIG_END; node = config_next(node)) {
        if (strcmp(config_name(node), label) == 0) {
            struct client *client =
                client_open(node, ram - PLATFORM_SESSION_RAM, caps - PLATFORM_SESSION_CAPS);
            if (client == NULL) {
                return ERROR_RAM;
            }
            client->next = clients;
            clients = client;
            *session = &client->session;
            *cap = rpc_cap_item(&client->object);
            return OK;
        }
    }
    return ERROR_NOT_FOUND;
}

static void close_session(void *self, struct server_session *session)
{
    struct client *client = (struct client *)session;
    struct client **at = &clients;
    (void)self;
    while (*at != client) {
        at = &(*at)->next;
    }
    *at = client->next;
    client_close(client);
}

static void upgrade_session(void *self, struct server_session *session, uint32_t ram, uint32_t caps)
{
    struct client *client = (struct client *)session;
    (void)self;
    client->ram += ram;
    client->caps += caps;
}

/* The parent has news: an IOMMU's driver may have ended. */
static void handle_parent(void)
{
    for (struct client *client = clients; client != NULL; client = client->next) {
        client_renew(client);
    }
}

void component_main(void)
{
    static struct server server = {
        .service = PLATFORM_SERVICE,
        .ram = PLATFORM_SESSION_RAM,
        .caps = PLATFORM_SESSION_CAPS,
        .open = open_session,
        .close = close_session,
        .upgrade = upgrade_session,
    };
    static struct parent_listener listener = {.handle = handle_parent};
    enum error error = config_open();
    if (!error) {
        error = clock_init();
    }
    if (!error) {
        error = parent_listen(&listener);
    }
    if (!error) {
        error = server_announce(&server);
    }
    if (error) {
        log_printf("platform cannot start: %s\n", error_text(error));
        component_exit(EXIT_CODE_FAILED);
    }
}
