/* SPDX-License-Identifier: MIT */
/* A client of the platform driver: session Platform. */
#ifndef PLATFORM_EXYNOS_CLIENT_H
#define PLATFORM_EXYNOS_CLIENT_H

#include <stdbool.h>
#include <stdint.h>
#include <runtime/rpc.h>
#include <runtime/server.h>
#include "lease.h"

/* What the config says of a client. It stays, however often the client opens a session. */
struct policy {
    int node;          /* of the config */
    uint32_t refusals; /* that were logged */
};

struct client {
    struct server_session session; /* first: the runtime names a client by it */
    struct rpc_object object;
    struct client *next;
    struct policy *policy;
    uint32_t ram, caps; /* quota that no device uses */
    cap_t handler;
    struct lease *leases;
    bool turned_away; /* since no driver was there for a device's IOMMU, or did not know it */
    uint32_t driver;  /* number of the one that was asked, 0: none (protection.h) */
};

/* Begin a session under `policy`, with `ram` and `caps` for devices. NULL: no memory. */
struct client *client_open(struct policy *policy, uint32_t ram, uint32_t caps);
void client_close(struct client *client);

/* After a signal of the parent: replace what has ended with the IOMMUs' driver, and tell the client
 * of what it can have now. */
void client_renew(struct client *client);

#endif
