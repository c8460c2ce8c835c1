/* SPDX-License-Identifier: MIT */
/* Session Platform; see client.h. A device that is not among a client's does not exist for it. */
#include <stdlib.h>
#include <string.h>
#include <hw/call.h>
#include <platform/platform.h>
#include <runtime/cap.h>
#include <runtime/log.h>
#include <session/platform_server.h>
#include "client.h"
#include "device/config.h"

enum { REFUSALS_LOGGED = 16 }; /* of all sessions of a client */

/* Log why the client does not get a device, unless it has had that often enough. */
static void report(const struct client *client, const char *name, const char *reason)
{
    struct policy *policy = client->policy;
    if (policy->refusals < REFUSALS_LOGGED) {
        policy->refusals++;
        log_printf("%s does not get %s: %s\n", config_name(policy->node), name, reason);
    }
}

/* The policy's node for a device of the client. */
static int policy_of(const struct client *client, const char *name)
{
    int node = config_first(client->policy->node);
    while (node != CONFIG_END && strcmp(config_name(node), name) != 0) {
        node = config_next(node);
    }
    return node;
}

static struct lease *find(const struct client *client, const char *name)
{
    struct lease *lease = client->leases;
    while (lease != NULL && strcmp(lease->device->name, name) != 0) {
        lease = lease->next;
    }
    return lease;
}

static enum error check(const struct client *client, const char *name,
                        const struct machine_device **device)
{
    int policy = policy_of(client, name);
    *device = machine_find(name);
    if (policy == CONFIG_END || *device == NULL) {
        return ERROR_NOT_FOUND;
    }
    if ((*device)->iommu == NULL && !config_flag(policy, "unprotected")) {
        report(client, name, "no IOMMU guards it, and the policy does not say `unprotected`");
        return ERROR_DENIED;
    }
    if (client->ram < PLATFORM_DEVICE_RAM) {
        return ERROR_RAM;
    }
    return client->caps < PLATFORM_DEVICE_CAPS ? ERROR_CAPS : OK;
}

static enum error acquire(void *self, const char *name)
{
    struct client *client = self;
    const struct machine_device *device = NULL;
    if (find(client, name) != NULL) {
        return ERROR_BUSY;
    }
    enum error error = check(client, name, &device);
    if (error) {
        return error;
    }
    struct lease *lease = calloc(1, sizeof(*lease));
    if (lease == NULL) {
        return ERROR_RAM;
    }
    error = lease_begin(lease, device);
    if (error) {
        report(client, name, error_text(error));
        if (error == ERROR_GONE) {
            client->turned_away = true;
            client->driver = lease->protection.driver;
        }
        free(lease);
        return error;
    }
    client->ram -= PLATFORM_DEVICE_RAM;
    client->caps -= PLATFORM_DEVICE_CAPS;
    lease->next = client->leases;
    client->leases = lease;
    return OK;
}

/* Take back the first of the client's devices from `at` on. */
static void take_back(struct client *client, struct lease **at)
{
    struct lease *lease = *at;
    *at = lease->next;
    lease_end(lease);
    free(lease);
    client->ram += PLATFORM_DEVICE_RAM;
    client->caps += PLATFORM_DEVICE_CAPS;
}

static enum error release(void *self, const char *name)
{
    struct client *client = self;
    struct lease **at = &client->leases;
    while (*at != NULL && strcmp((*at)->device->name, name) != 0) {
        at = &(*at)->next;
    }
    if (*at == NULL) {
        return ERROR_INVALID;
    }
    take_back(client, at);
    return OK;
}

static enum error registers(void *self, uint32_t index, const char *name, uint32_t *offset,
                            uint32_t *size, struct cap_item *dataspace)
{
    const struct lease *lease = find(self, name);
    if (lease == NULL) {
        return ERROR_INVALID;
    }
    if (index != 0) {
        return ERROR_NOT_FOUND;
    }
    *offset = lease->offset;
    *size = lease->size;
    *dataspace = cap_plain(lease->dataspace);
    return OK;
}

static enum error interrupt(void *self, uint32_t index, const char *name, struct cap_item *irq)
{
    struct lease *lease = find(self, name);
    cap_t cap = CAP_NULL;
    enum error error = lease == NULL ? ERROR_INVALID : lease_interrupt(lease, index, &cap);
    *irq = cap_plain(cap);
    return error;
}

static enum error iommu(void *self, const char *name, struct cap_item *session)
{
    struct lease *lease = find(self, name);
    if (lease == NULL) {
        return ERROR_INVALID;
    }
    if (lease->device->iommu == NULL) {
        return ERROR_NOT_FOUND;
    }
    (void)protection_renew(&lease->protection);
    if (lease->protection.state != PROTECTION_OPEN) {
        return ERROR_GONE;
    }
    *session = cap_plain(lease->protection.session.cap);
    return OK;
}

static enum error handler(void *self, struct cap_item *notification)
{
    struct client *client = self;
    cap_free(client->handler);
    client->handler = notification->cap == CAP_OWN ? CAP_NULL : notification->cap;
    notification->cap = CAP_NULL;
    return OK;
}

static void dispatch(void *self, struct message *message)
{
    static const struct platform_service service = {
        .acquire = acquire,
        .release = release,
        .registers = registers,
        .interrupt = interrupt,
        .iommu = iommu,
        .handler = handler,
    };
    platform_dispatch(&service, self, message);
}

struct client *client_open(struct policy *policy, uint32_t ram, uint32_t caps)
{
    struct client *client = calloc(1, sizeof(*client));
    if (client == NULL) {
        return NULL;
    }
    client->policy = policy;
    client->ram = ram;
    client->caps = caps;
    client->object =
        (struct rpc_object){.dispatch = dispatch, .self = client, .kind = MESSAGE_CALL};
    if (rpc_export(&client->object)) {
        free(client);
        return NULL;
    }
    return client;
}

void client_close(struct client *client)
{
    rpc_withdraw(&client->object);
    while (client->leases != NULL) {
        take_back(client, &client->leases);
    }
    cap_free(client->handler);
    free(client);
}

void client_renew(struct client *client)
{
    const uint32_t driver = protection_driver();
    /* Who was turned away may ask again when another driver has come: of the same it would hear the
     * same, without end. */
    bool news = client->turned_away && driver != 0 && driver != client->driver;
    if (news) {
        client->turned_away = false;
    }
    for (struct lease *lease = client->leases; lease != NULL; lease = lease->next) {
        news = protection_renew(&lease->protection) || news;
    }
    if (news && client->handler != CAP_NULL) {
        (void)notification_signal(client->handler);
    }
}
