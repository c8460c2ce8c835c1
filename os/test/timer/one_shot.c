/* SPDX-License-Identifier: MIT */
/* Timeouts that expire once: order, never early, once only, replaced, cancelled. */
#include <runtime/cap.h>
#include "timer_test.h"

/* Microseconds. A loaded machine may stand still for a while: what must not expire meanwhile is
 * AHEAD in time. */
enum { TIMEOUTS = 8, FIRST_FLAG = 8, STEP = 5000, AHEAD = 300000, SETTLE = 400000 };

#define FLAG(i)     (1u << (FIRST_FLAG + (i)))
#define FLAG_SETTLE (1u << 31)

/* Wait until SETTLE has passed; the flags of other timeouts that came meanwhile. */
static uint32_t settle(const struct session *session, uint32_t timeout)
{
    uint32_t flags = 0;
    check_step(timer_once(session->cap, timeout, SETTLE), "setting a timeout");
    while ((flags & FLAG_SETTLE) == 0) {
        flags |= timer_test_wait();
    }
    return flags & ~FLAG_SETTLE;
}

static void test_order(const struct session *session)
{
    static const uint32_t order[TIMEOUTS] = {3, 7, 0, 5, 1, 6, 2, 4}; /* timeout i is order[i]-th */
    uint32_t timeouts[TIMEOUTS];
    uint64_t due[TIMEOUTS];
    bool early = false, disorder = false;
    uint32_t expired = 0; /* bit n: the n-th in order has expired */

    for (uint32_t i = 0; i < TIMEOUTS; i++) {
        timeouts[i] = timer_test_timeout(session, FLAG(i));
    }
    const uint64_t base = timer_test_now(session) + AHEAD;
    for (uint32_t i = 0; i < TIMEOUTS; i++) {
        due[i] = base + STEP * order[i];
        check_step(timer_at(session->cap, timeouts[i], due[i]), "setting a timeout");
    }
    while (expired != (1u << TIMEOUTS) - 1) {
        const uint32_t flags = timer_test_wait();
        const uint64_t now = timer_test_now(session);
        for (uint32_t i = 0; i < TIMEOUTS; i++) {
            if ((flags & FLAG(i)) != 0) {
                early = now < due[i] || early;
                disorder = (expired & 1u << order[i]) != 0 || disorder;
                expired |= 1u << order[i];
            }
        }
        /* Those that have expired are the first in order, without a gap. */
        disorder = (expired & (expired + 1)) != 0 || disorder;
    }
    check(!disorder, "%d one-shot timeouts expire in the order of their deadlines", TIMEOUTS);
    check(!early, "none of them early");
    for (uint32_t i = 0; i < TIMEOUTS; i++) {
        check_step(timer_timeout_destroy(session->cap, timeouts[i]), "ending a timeout");
    }
}

void test_one_shot(void)
{
    struct session session;
    timer_test_open(&session);
    test_order(&session);

    const uint32_t settle_timeout = timer_test_timeout(&session, FLAG_SETTLE);
    const uint32_t timeout = timer_test_timeout(&session, FLAG(0));
    check(settle(&session, settle_timeout) == 0, "none expires a second time");

    check_error(timer_once(session.cap, timeout, 0), OK, "a timeout of 0");
    check(timer_test_wait() == FLAG(0), "expires at once");

    const uint64_t now = timer_test_now(&session);
    check_error(timer_at(session.cap, timeout, now + STEP), OK, "a timeout at a time");
    check(timer_test_wait() == FLAG(0) && timer_test_now(&session) >= now + STEP,
          "expires then, not early");
    check_error(timer_at(session.cap, timeout, 1), OK, "a timeout at a time that has passed");
    check(timer_test_wait() == FLAG(0), "expires at once");

    (void)timer_once(session.cap, timeout, AHEAD);
    check_error(timer_cancel(session.cap, timeout), OK, "cancelling");
    check(settle(&session, settle_timeout) == 0, "a cancelled timeout does not expire");

    (void)timer_once(session.cap, timeout, AHEAD);
    (void)timer_once(session.cap, timeout, SETTLE * 10);
    check(settle(&session, settle_timeout) == 0, "a timeout set again does not expire when it was");
    (void)timer_once(session.cap, timeout, STEP);
    check(timer_test_wait() == FLAG(0), "but when it is");

    (void)timer_once(session.cap, timeout, AHEAD);
    check_error(timer_timeout_destroy(session.cap, timeout), OK, "ending a timeout that is set");
    check(settle(&session, settle_timeout) == 0, "it does not expire");
    session_close(&session);
}
