/* SPDX-License-Identifier: MIT */
/* Periodic timeouts: one signal a period, in phase. */
#include "timer_test.h"

enum {
    FURTHER_SIGNALS = 5,
    PERIOD = 10000,
    PERIODS = 40,
    FAST_PERIOD = 1000,
    FLAG_SLOW = 1u << 10,
    FLAG_FAST = 1u << 11
};

void test_periodic(void)
{
    struct session session;
    timer_test_open(&session);
    const uint32_t slow = timer_test_timeout(&session, FLAG_SLOW);
    const uint32_t fast = timer_test_timeout(&session, FLAG_FAST);
    const uint64_t before = timer_test_now(&session);
    check_step(timer_periodic(session.cap, slow, PERIOD), "setting a period");
    check_step(timer_periodic(session.cap, fast, FAST_PERIOD), "setting a period");

    /* The n-th period ends n * PERIOD after the call at the earliest. A signal may stand for
     * several periods, never for less than one. */
    uint32_t signals = 0, fast_signals = 0;
    uint64_t now = before;
    bool early = false;
    while (now - before < (uint64_t)PERIODS * PERIOD) {
        const uint32_t flags = timer_test_wait();
        now = timer_test_now(&session);
        signals += (flags & FLAG_SLOW) != 0;
        fast_signals += (flags & FLAG_FAST) != 0;
        early = signals > (now - before) / PERIOD || early;
        early = fast_signals > (now - before) / FAST_PERIOD || early;
    }
    check(!early, "no period was signalled early or twice");
    check(signals > 1 && signals <= PERIODS, "%d periods of %d us gave %u signals", PERIODS, PERIOD,
          (unsigned int)signals);
    check(fast_signals > signals, "a shorter period beside it gave %u", (unsigned int)fast_signals);

    check_error(timer_cancel(session.cap, fast), OK, "cancelling a period");
    (void)session_wait(FLAG_SLOW); /* what was signalled before is gone by now */
    (void)session_wait(FLAG_SLOW);
    uint32_t flags = 0;
    for (uint32_t i = 0; i < FURTHER_SIGNALS; i++) {
        flags |= timer_test_wait();
    }
    check(flags == FLAG_SLOW, "the other goes on, the cancelled one does not");
    session_close(&session);
}
