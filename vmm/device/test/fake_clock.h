/* SPDX-License-Identifier: MIT */
/*
 * A clock for tests: time passes only by fake_clock_run(), which fires what is due, in order.
 */
#ifndef VMM_DEVICE_TEST_FAKE_CLOCK_H
#define VMM_DEVICE_TEST_FAKE_CLOCK_H

#include <stddef.h>
#include "device/clock.h"

struct fake_clock {
    struct clock clock;
    uint64_t time;
    struct timeout *first;
    uint32_t fired;
};

static inline uint64_t fake_clock_now(struct clock *clock)
{
    return ((struct fake_clock *)clock)->time;
}

static inline void fake_clock_cancel(struct clock *clock, struct timeout *timeout)
{
    struct timeout **link = &((struct fake_clock *)clock)->first;
    while (*link != NULL && *link != timeout) {
        link = &(*link)->next;
    }
    if (*link != NULL) {
        *link = timeout->next;
    }
    timeout->scheduled = false;
}

static inline void fake_clock_schedule(struct clock *clock, struct timeout *timeout,
                                       uint64_t deadline)
{
    fake_clock_cancel(clock, timeout);
    struct timeout **link = &((struct fake_clock *)clock)->first;
    timeout->deadline = deadline;
    while (*link != NULL && (*link)->deadline <= deadline) {
        link = &(*link)->next;
    }
    timeout->next = *link;
    *link = timeout;
    timeout->scheduled = true;
}

/* Let `microseconds` pass; at most `most` timeouts fire. */
static inline void fake_clock_run(struct fake_clock *fake, uint64_t microseconds, uint32_t most)
{
    uint64_t end = fake->time + microseconds;
    while (most > 0 && fake->first != NULL && fake->first->deadline <= end) {
        struct timeout *timeout = fake->first;
        if (timeout->deadline > fake->time) {
            fake->time = timeout->deadline;
        }
        fake_clock_cancel(&fake->clock, timeout);
        fake->fired++;
        most--;
        timeout->fired(timeout->context);
    }
    fake->time = end;
}

static inline void fake_clock_initialize(struct fake_clock *fake)
{
    *fake = (struct fake_clock){.clock = {fake_clock_now, fake_clock_schedule, fake_clock_cancel}};
}

#endif
