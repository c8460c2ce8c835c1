/* SPDX-License-Identifier: MIT */
/* A client of the platform driver: session Platform. */
#ifndef PLATFORM_EXYNOS_CLIENT_H
#define PLATFORM_EXYNOS_CLIENT_H

#include <runtime/rpc.h>
#include <runtime/server.h>
#include "lease.h"

struct client {
    struct server_session session; /* first: the runtime names a client by it */
    struct rpc_object object;
    struct client *next;
    int policy; /* node of the config */
    uint32_t ram, caps; /* quota that no device uses */
    cap_t handler;
    struct lease *leases;
};

/* Begin a session whose policy is config node `policy`, with `ram` and `caps` for devices. NULL: no
 * memory. */
struct client *client_open(int policy, uint32_t ram, uint32_t caps);
void client_close(struct client *client);

/* Replace what has ended with an IOMMU's driver, and tell the client. */
void client_renew(struct client *client);

#endif
