/* SPDX-License-Identifier: MIT */
/*
 * A unit with its table, and the session Iommu of the device behind it.
 *
 * Blocked from its set-up on. While a session is open, it is as its mode says. What the session
 * attaches is pinned at core for as long as the table holds it; so is the table itself. Thus core
 * blocks the unit before memory that it may reach can be anyone else's, and when this driver ends.
 */
#ifndef SYSMMU_EXYNOS_GUARD_H
#define SYSMMU_EXYNOS_GUARD_H

#include <runtime/memory.h>
#include <runtime/rpc.h>
#include <runtime/server.h>
#include <runtime/signal.h>
#include "device/device.h"
#include "table.h"
#include "unit.h"

struct attachment {
    struct attachment *next;
    struct table_range range;
    uint32_t pin;
};

/* A page of level-2 tables. */
struct table_page {
    struct table_page *next;
    struct memory memory;
    uint32_t pin;
};

struct guard {
    struct server_session session;
    struct rpc_object object;
    struct guard *next;
    const char *name;
    bool may_resume; /* the client, after a fault */
    struct device device;
    struct signal_handler interrupt;
    struct unit unit;
    struct table table;
    struct memory level1;
    /* Of the open session: */
    uint32_t ram, caps; /* quota for level-2 tables that is not used */
    cap_t handler;
    struct attachment *attachments;
    uint32_t attachment_count;
    struct table_page *table_pages;
    struct unit_fault fault; /* the last one */
    uint32_t faults, faults_logged;
};

/* Set up the unit of config node `node`, blocked. Errors: those of opening its device and its DMA
 * session, and of unit_init(). */
enum error guard_init(struct guard *guard, int node);

/* Begin a session with quota for tables. ERROR_BUSY: it has one. */
enum error guard_open(struct guard *guard, uint32_t ram, uint32_t caps);
void guard_close(struct guard *guard);

/* Attach and detach (attachment.c): Iommu.attach, Iommu.detach. */
enum error guard_attach(struct guard *guard, uint32_t address, uint32_t offset, uint32_t size,
                        uint32_t flags, const struct cap_item *dataspace);
enum error guard_detach(struct guard *guard, uint32_t address);

/* Take out all that is attached, of a blocked unit, and give its tables back. */
void guard_detach_all(struct guard *guard);

#endif
