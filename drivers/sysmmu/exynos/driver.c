/* SPDX-License-Identifier: MIT */
/*
 * Driver of SysMMUs: a session Iommu for each unit, by label, and such that name none (presence.h).
 *
 * Config: a node for each unit, whose name is the label of its session. Properties, all of which
 * may be absent: `device`, the alias or path of its node in the board's device tree (the node's
 * name); `mode` while a client has it: "enable" (the default), "block", or "off", which takes the
 * flag `unprotected` beside it; `after-fault`: "resume" (the default: when the client says so) or
 * "hold" (until the session ends).
 */
#include <stdlib.h>
#include <string.h>
#include <runtime/component.h>
#include <runtime/log.h>
#include <session/iommu.h>
#include "device/config.h"
#include "guard.h"
#include "presence.h"

enum { EXIT_CODE_FAILED = 1 };

static struct guard *guards;

static enum error open_session(void *self, const char *label, uint32_t ram, uint32_t caps,
                               struct server_session **session, struct cap_item *cap)
{
    (void)self;
    if (label[0] == '\0') {
        struct presence *presence = NULL;
        enum error error = presence_open(&presence);
        if (!error) {
            *session = &presence->session;
            *cap = rpc_cap_item(&presence->object);
        }
        return error;
    }
    for (struct guard *guard = guards; guard != NULL; guard = guard->next) {
        if (strcmp(guard->name, label) == 0) {
            enum error error =
                guard_open(guard, ram - IOMMU_SESSION_RAM, caps - IOMMU_SESSION_CAPS);
            *session = &guard->session;
            *cap = rpc_cap_item(&guard->object);
            return error;
        }
    }
    return ERROR_NOT_FOUND;
}

/* The unit that the session is of, NULL: it names none. */
static struct guard *guard_of(const struct server_session *session)
{
    struct guard *guard = guards;
    while (guard != NULL && &guard->session != session) {
        guard = guard->next;
    }
    return guard;
}

static void close_session(void *self, struct server_session *session)
{
    (void)self;
    struct guard *guard = guard_of(session);
    if (guard != NULL) {
        guard_close(guard);
    } else {
        presence_close(session);
    }
}

static void upgrade_session(void *self, struct server_session *session, uint32_t ram, uint32_t caps)
{
    (void)self;
    struct guard *guard = guard_of(session);
    if (guard != NULL) {
        guard->ram += ram;
        guard->caps += caps;
    }
}

/* Set up the unit of one config node. One that fails stays as it is, and keeps no other from
 * working: nobody gets a session for it. */
static void add_guard(int node)
{
    struct guard *guard = calloc(1, sizeof(*guard));
    enum error error = guard == NULL ? ERROR_RAM : guard_init(guard, node);
    if (error) {
        log_printf("%s: cannot be set up: %s\n", config_name(node), error_text(error));
        return;
    }
    guard->next = guards;
    guards = guard;
    log_printf("%s: blocked until a client comes\n", guard->name);
    if (guard->unit.mode == UNIT_OFF) {
        log_printf("%s: off: its device reaches all memory once a client comes\n", guard->name);
    }
}

void component_main(void)
{
    static struct server server = {
        .service = IOMMU_SERVICE,
        .ram = IOMMU_SESSION_RAM,
        .caps = IOMMU_SESSION_CAPS,
        .open = open_session,
        .close = close_session,
        .upgrade = upgrade_session,
    };
    enum error error = config_open();
    if (!error) {
        for (int node = config_first(CONFIG_ROOT); node != CONFIG_END; node = config_next(node)) {
            add_guard(node);
        }
        error = server_announce(&server);
    }
    if (error) {
        log_printf("sysmmu cannot start: %s\n", error_text(error));
        component_exit(EXIT_CODE_FAILED);
    }
}
