/* SPDX-License-Identifier: MIT */
/* Signals, objects and sessions. */
#include <hw/call.h>
#include <check/check.h>
#include <runtime/cap.h>
#include <runtime/log.h>
#include <runtime/rpc.h>
#include <runtime/session.h>
#include <runtime/signal.h>
#include <session/log_client.h>
#include <session/parent_client.h>
#include <session/pd_client.h>
#include "parts.h"

enum { FLAGS = 32, OBJECTS = 100, SESSIONS = 50 };

void test_signals(void)
{
    static struct signal_handler handlers[FLAGS + 1];
    unsigned count = 0;
    uint32_t flags = 0;
    while (count <= FLAGS && signal_register(&handlers[count]) == OK) {
        flags |= handlers[count].flag;
        count++;
    }
    check(count <= FLAGS && flags != 0 && __builtin_popcount(flags) == (int)count,
          "each handler has a flag of its own");
    check_error(signal_register(&handlers[count]), ERROR_BUSY, "there are no more than 32");
    for (unsigned i = 0; i < count; i++) {
        signal_unregister(&handlers[i]);
    }
    check_error(signal_register(&handlers[0]), OK, "a flag that was given back is free");
    signal_unregister(&handlers[0]);
}

static void count_call(void *self, struct message *message)
{
    (*(unsigned *)self)++;
    message->tag = tag_make(OK, MESSAGE_CALL, 0, 0);
}

void test_objects(void)
{
    static struct rpc_object objects[OBJECTS];
    static unsigned calls;
    bool distinct = true;
    for (unsigned i = 0; i < OBJECTS; i++) {
        objects[i] = (struct rpc_object){.dispatch = count_call, .self = &calls};
        check_step(rpc_export(&objects[i]), "object");
        distinct = distinct && (i == 0 || objects[i].badge != objects[i - 1].badge);
    }
    check(distinct, "each object has a badge of its own");
    struct cap_item item = {.cap = CAP_OWN, .badge = objects[OBJECTS / 2].badge};
    check(rpc_object_of(&item) == &objects[OBJECTS / 2], "a badge names its object");
    rpc_withdraw(&objects[OBJECTS / 2]);
    check(rpc_object_of(&item) == NULL, "a withdrawn object is not found");
    check_step(rpc_export(&objects[OBJECTS / 2]), "object");
    check(objects[OBJECTS / 2].badge != item.badge && rpc_object_of(&item) == NULL,
          "nor by its old badge when it is there again");
    item.cap = CAP_PD;
    check(rpc_object_of(&item) == NULL, "a foreign capability names no object");
    for (unsigned i = 0; i < OBJECTS; i++) {
        rpc_withdraw(&objects[i]);
    }
}

void test_sessions(void)
{
    struct session session;
    uint32_t ram[2];
    uint32_t caps[2];
    uint32_t unused = 0;
    check_error(session_open("Nothing", "", 0, 0, &session), ERROR_DENIED,
                "a service without a route is refused");
    check_error(session_open("LOG", "", UINT32_MAX, 0, &session), ERROR_RAM,
                "more quota than there is");
    check_error(parent_announce(CAP_PARENT, "LOG"), ERROR_DENIED,
                "a service that it may not provide");
    check_error(parent_close(CAP_PARENT, UINT32_MAX, &unused, &unused), ERROR_NOT_FOUND,
                "a session that is not its own");
    check_step(pd_quota(CAP_PD, &ram[0], &unused, &caps[0], &unused), "quota");
    bool opened = true;
    for (unsigned i = 0; i < SESSIONS; i++) {
        opened = opened && session_open(LOG_SERVICE, "again", CORE_SESSION_RAM, CORE_SESSION_CAPS,
                                        &session) == OK;
        opened = opened && log_write(session.cap, "") == OK;
        session_close(&session);
    }
    check_step(pd_quota(CAP_PD, &ram[1], &unused, &caps[1], &unused), "quota");
    check(opened, "%d sessions one after the other", SESSIONS);
    check(ram[0] == ram[1] && caps[0] == caps[1], "all of their quota came back");
}
