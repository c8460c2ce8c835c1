/* SPDX-License-Identifier: MIT */
/*
 * The platform driver: which client gets which devices, by its policy.
 *
 * Config: a node for each client, whose name is the label of its session; in it a node for each
 * device that it may have, whose name is the device's (machine.c). A device that no IOMMU guards
 * reaches all memory: its node must have the flag `unprotected`.
 *
 * Where the policy names a device that an IOMMU guards, the service is announced once the IOMMUs'
 * driver has answered for the first time: at a start of both, clients wait for it in the opening of
 * their sessions, and here nothing waits for it.
 */
#include <stdlib.h>
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
static bool announced;

/* The policy at config node `node`, which is noted when it is needed first. */
static struct policy *policy_at(int node)
{
    struct known {
        struct policy policy;
        struct known *next;
    };
    static struct known *first;
    struct known *known = first;
    while (known != NULL && known->policy.node != node) {
        known = known->next;
    }
    if (known == NULL) {
        known = calloc(1, sizeof(*known));
        if (known == NULL) {
            return NULL;
        }
        *known = (struct known){.policy = {.node = node}, .next = first};
        first = known;
    }
    return &known->policy;
}

static enum error open_session(void *self, const char *label, uint32_t ram, uint32_t caps,
                               struct server_session **session, struct cap_item *cap)
{
    (void)self;
    for (int node = config_first(CONFIG_ROOT); node != CONFIG_END; node = config_next(node)) {
        if (strcmp(config_name(node), label) == 0) {
            struct policy *policy = policy_at(node);
            struct client *client = policy == NULL ? NULL
                                                   : client_open(policy, ram - PLATFORM_SESSION_RAM,
                                                                 caps - PLATFORM_SESSION_CAPS);
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

/* Whether the policy names a device that an IOMMU guards. */
static bool needs_iommus(void)
{
    for (int node = config_first(CONFIG_ROOT); node != CONFIG_END; node = config_next(node)) {
        for (int at = config_first(node); at != CONFIG_END; at = config_next(at)) {
            const struct machine_device *device = machine_find(config_name(at));
            if (device != NULL && device->iommu != NULL) {
                return true;
            }
        }
    }
    return false;
}

static void announce(void)
{
    static struct server server = {
        .service = PLATFORM_SERVICE,
        .ram = PLATFORM_SESSION_RAM,
        .caps = PLATFORM_SESSION_CAPS,
        .open = open_session,
        .close = close_session,
        .upgrade = upgrade_session,
    };
    enum error error = server_announce(&server);
    if (error) {
        log_printf("platform cannot serve: %s\n", error_text(error));
        component_exit(EXIT_CODE_FAILED);
    }
    announced = true;
}

/* The parent has news: the IOMMUs' driver may have ended, or come, or answered. */
static void handle_parent(void)
{
    (void)protection_driver();
    for (struct client *client = clients; client != NULL; client = client->next) {
        client_renew(client);
    }
    if (!announced && protection_driver_answered()) {
        announce();
    }
}

void component_main(void)
{
    static struct parent_listener listener = {.handle = handle_parent};
    enum error error = config_open();
    if (!error) {
        error = clock_init(); /* before it waits for anything: the IOMMUs' driver comes next */
    }
    if (!error) {
        error = parent_listen(&listener);
    }
    if (error) {
        log_printf("platform cannot start: %s\n", error_text(error));
        component_exit(EXIT_CODE_FAILED);
    }
    if (needs_iommus()) {
        protection_seek_driver();
    }
    if (!needs_iommus() || protection_driver_answered()) {
        announce();
    }
}
