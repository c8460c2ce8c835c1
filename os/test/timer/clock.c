/* SPDX-License-Identifier: MIT */
/* The clock never goes back, and keeps pace with the CPU's counter. */
#include <runtime/counter.h>
#include "timer_test.h"

enum {
    READS = 5000,
    ATTEMPTS = 20,
    SPAN_MICROSECONDS = 50000,
    TOLERANCE_MICROSECONDS = 1000, /* a reading of one clock and of the other are apart in time */
    MICROSECONDS_PER_SECOND = 1000000,
};

static uint64_t counter_microseconds(void)
{
    return counter_read() * MICROSECONDS_PER_SECOND / counter_frequency();
}

/* Whether a span of both clocks is the same. The machine may stand still between two readings, so
 * that a single comparison may fail. */
static bool compare_span(const struct session *session)
{
    const uint64_t start = timer_test_now(session);
    const uint64_t counter_start = counter_microseconds();
    uint64_t span = 0;
    while (span < SPAN_MICROSECONDS) {
        span = timer_test_now(session) - start;
    }
    const uint64_t counter_span = counter_microseconds() - counter_start;
    return counter_span + TOLERANCE_MICROSECONDS >= span &&
           counter_span <= span + TOLERANCE_MICROSECONDS;
}

void test_clock(void)
{
    struct session session, other;
    bool monotonic = true;
    timer_test_open(&session);
    timer_test_open(&other);

    uint64_t last = timer_test_now(&session);
    for (uint32_t i = 0; i < READS; i++) {
        const uint64_t now = timer_test_now(i % 2 == 0 ? &other : &session);
        monotonic = now >= last && monotonic;
        last = now;
    }
    check(monotonic, "the clock is the same for all sessions and never goes back in %d readings",
          READS);

    bool keeps_pace = false;
    for (uint32_t i = 0; i < ATTEMPTS && !keeps_pace; i++) {
        keeps_pace = compare_span(&session);
    }
    check(keeps_pace, "%d us of the clock are as many of the CPU's counter", SPAN_MICROSECONDS);
    session_close(&session);
    session_close(&other);
}
