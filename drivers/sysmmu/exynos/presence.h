/* SPDX-License-Identifier: MIT */
/*
 * A session Iommu that names no unit: it reaches nothing, and ends with this driver. By it a client
 * knows that the driver is there, and that another one has come.
 */
#ifndef SYSMMU_EXYNOS_PRESENCE_H
#define SYSMMU_EXYNOS_PRESENCE_H

#include <runtime/rpc.h>
#include <runtime/server.h>

struct presence {
    struct server_session session; /* first: the runtime names a session by it */
    struct rpc_object object;
    struct presence *next;
};

/* Begin one. ERROR_RAM: no memory; otherwise rpc_export()'s errors. */
enum error presence_open(struct presence **presence);

/* End the one that `session` is of. */
void presence_close(const struct server_session *session);

#endif
