/* SPDX-License-Identifier: MIT */
/* Indices without a capability, and capabilities that were given back. */
#include <core/component.h>
#include <hw/call.h>
#include <hw/core_values.h>
#include <runtime/cap.h>
#include <runtime/session.h>
#include <session/echo_client.h>
#include <session/pd_client.h>
#include <session/rom_client.h>
#include "check/peer.h"
#include "isolation_test.h"

enum { SESSION_RAM = 4096, SESSION_CAPS = 4, LAST_INDEX = 70000, STEP_BEYOND = 997 };

/* Every index that was never filled, and many beyond the space. */
static void test_sweep(void)
{
    uint32_t count = 0;
    uint32_t reached = 0;
    for (cap_t cap = CAP_ADDRESS_SPACE + 1; cap < LAST_INDEX; cap++) {
        if (cap >= CAP_FIRST_FREE && cap < CAP_FIRST_FREE + 128) {
            continue; /* the runtime's own */
        }
        uint32_t words[MESSAGE_REGISTERS] = {0};
        count++;
        reached += peer_call(cap, PEER_ECHO, 1, words) != ERROR_CAPABILITY;
        reached += notification_signal(cap) != ERROR_CAPABILITY;
        reached += irq_acknowledge(cap) != ERROR_CAPABILITY;
        reached += vcpu_resume(cap) != ERROR_CAPABILITY;
    }
    for (cap_t cap = LAST_INDEX; cap < UINT32_MAX - (STEP_BEYOND << 12); cap += STEP_BEYOND << 12) {
        uint32_t words[MESSAGE_REGISTERS] = {0};
        count++;
        reached += peer_call(cap, PEER_ECHO, 1, words) != ERROR_CAPABILITY;
    }
    check(reached == 0, "none of %u empty indices reaches anything", (unsigned int)count);
}

/* A second capability to a session outlives its closing, but reaches nothing. */
static void test_stale(void)
{
    struct session session;
    uint32_t same = 0;
    check_step(session_open(ECHO_SERVICE, "", SESSION_RAM, SESSION_CAPS, &session), "Echo session");
    const cap_t copy = cap_allocate();
    check_step(pd_cap_grant(CAP_PD, copy, cap_plain(session.cap)), "copying");
    check_error(echo_word(copy, 7, &same), OK, "a copy of a session's capability works");
    session_close(&session);
    const enum error error = echo_word(copy, 7, &same);
    check(error == ERROR_GONE || error == ERROR_CAPABILITY, "and is stale once it is closed");
    cap_free(copy);

    struct session rom;
    uint32_t size = 0;
    cap_t dataspace = CAP_NULL;
    check_step(session_open(ROM_SERVICE, "init", CORE_SESSION_RAM, CORE_SESSION_CAPS, &rom),
               "ROM session");
    const cap_t rom_copy = cap_allocate();
    check_step(pd_cap_grant(CAP_PD, rom_copy, cap_plain(rom.cap)), "copying");
    session_close(&rom);
    const enum error rom_error = rom_dataspace(rom_copy, &size, &dataspace);
    check(rom_error == ERROR_GONE || rom_error == ERROR_CAPABILITY,
          "a session of core's is stale once it is closed");
    cap_free(rom_copy);
}

/* What one may do to another's objects with a session's capability: nothing but call it. */
static void test_not_the_owner(void)
{
    struct session session;
    uint32_t words[MESSAGE_REGISTERS] = {0};
    check_step(session_open(ECHO_SERVICE, "", SESSION_RAM, SESSION_CAPS, &session), "Echo session");
    thread_utcb()->send[0] = cap_minted(session.cap, 1);
    tag_t tag = tag_make(PEER_ECHO, MESSAGE_CALL, 1, 0);
    check_error(ipc_call(session.cap, &tag, words), ERROR_CAPABILITY,
                "minting another badge from a session's capability");
    check_error(pd_cap_grant(CAP_PD, CAP_PARENT, cap_plain(session.cap)), ERROR_EXISTS,
                "granting to an index that is taken");
    check_error(pd_cap_grant(CAP_PD, 0, cap_plain(session.cap)), ERROR_INVALID,
                "granting to index 0");
    check_error(pd_cap_grant(CAP_PD, UINT32_MAX, cap_plain(session.cap)), ERROR_INVALID,
                "granting to an index out of range");
    check_error(pd_transfer(CAP_PD, cap_plain(session.cap), 4096, 0), ERROR_CAPABILITY,
                "moving quota to what is no PD");
    check_error(pd_ram_free(CAP_PD, cap_plain(session.cap)), ERROR_CAPABILITY,
                "freeing what is no dataspace");
    session_close(&session);
}

void test_capabilities(void)
{
    test_sweep();
    test_stale();
    test_not_the_owner();
}
