/* SPDX-License-Identifier: MIT */
/* Wrong arguments, and the limits that quota sets. */
#include <runtime/cap.h>
#include <session/parent_client.h>
#include <timer/quota.h>
#include "timer_test.h"

enum {
    FLAG = 1u << 12,
    TOO_SHORT = 49,
    REOPENED = 50,
    SMALL_RAM = TIMER_SESSION_RAM + 3 * TIMER_TIMEOUT_RAM,
    SMALL_CAPS = 10,
    FEW_CAPS = TIMER_SESSION_CAPS + 2 * TIMER_TIMEOUT_CAPS,
};

static uint32_t fill(const struct session *session, enum error *error)
{
    uint32_t count = 0;
    uint32_t timeout = 0;
    for (;;) {
        *error = timer_timeout_create(session->cap, cap_minted(CAP_NOTIFICATION, FLAG), &timeout);
        if (*error) {
            return count;
        }
        count++;
    }
}

static void test_quota(void)
{
    struct session session;
    enum error error = OK;

    check_error(session_open(TIMER_SERVICE, "", 0, 0, &session), ERROR_RAM,
                "a session without quota");
    timer_test_open(&session);
    check(fill(&session, &error) == TIMER_SESSION_TIMEOUTS, "a session holds %d timeouts",
          TIMER_SESSION_TIMEOUTS);
    check_error(error, ERROR_SIZE, "one more");
    session_close(&session);

    check_step(session_open(TIMER_SERVICE, "", SMALL_RAM, SMALL_CAPS, &session), "Timer session");
    check(fill(&session, &error) == 3, "quota of RAM for three timeouts makes three");
    check_error(error, ERROR_RAM, "one more");
    check_step(parent_upgrade(CAP_PARENT, session.id, SMALL_RAM, 0), "giving it more");
    check(fill(&session, &error) > 0, "more quota makes more");
    session_close(&session);

    check_step(session_open(TIMER_SERVICE, "", TIMER_RAM, FEW_CAPS, &session), "Timer session");
    check(fill(&session, &error) == 2, "quota of capabilities for two timeouts makes two");
    check_error(error, ERROR_CAPS, "one more");
    session_close(&session);

    for (uint32_t i = 0; i < REOPENED; i++) {
        timer_test_open(&session);
        (void)timer_once(session.cap, timer_test_timeout(&session, FLAG), 1);
        session_close(&session);
    }
    check(true, "%d sessions opened and closed with timeouts under way", REOPENED);
}

void test_errors_and_quota(void)
{
    struct session session;
    uint32_t timeout = 0;
    timer_test_open(&session);
    check_error(timer_timeout_create(session.cap, cap_plain(CAP_NULL), &timeout), ERROR_CAPABILITY,
                "a timeout without a notification");
    check_error(timer_once(session.cap, 0, 1), ERROR_NOT_FOUND, "setting a timeout that is none");
    check_error(timer_at(session.cap, UINT32_MAX, 1), ERROR_NOT_FOUND, "timeout 0xffffffff");
    check_error(timer_cancel(session.cap, 7), ERROR_NOT_FOUND, "cancelling a timeout that is none");
    check_error(timer_timeout_destroy(session.cap, TIMER_SESSION_TIMEOUTS), ERROR_NOT_FOUND,
                "ending a timeout that is none");
    timeout = timer_test_timeout(&session, FLAG);
    check_error(timer_periodic(session.cap, timeout, 0), ERROR_INVALID, "a period of 0");
    check_error(timer_periodic(session.cap, timeout, TOO_SHORT), ERROR_INVALID, "a period of %d us",
                TOO_SHORT);
    check_error(timer_periodic(session.cap, timeout, UINT64_MAX), ERROR_INVALID,
                "a period beyond all time");
    check_error(timer_once(session.cap, timeout, UINT64_MAX), ERROR_INVALID,
                "a timeout beyond all time");
    check_error(timer_once(session.cap, timeout, 1ull << 40), OK, "a timeout in 12 days");
    session_close(&session);
    test_quota();
}
