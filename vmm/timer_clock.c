/* SPDX-License-Identifier: MIT */
/* The clock of the device models; see timer_clock.h. */
#include <stddef.h>
#include <runtime/counter.h>
#include <session/timer_client.h>
#include "timer_clock.h"

enum { TIMER_RAM = 8192, TIMER_CAPS = 8, MICROSECONDS = 1000000 };

uint64_t timer_clock_time(const struct timer_clock *timer, uint64_t ticks)
{
    uint64_t seconds = ticks / timer->frequency;
    uint64_t rest = ticks % timer->frequency;
    return seconds * MICROSECONDS + rest * MICROSECONDS / timer->frequency;
}

static uint64_t now(struct clock *clock)
{
    return timer_clock_time((struct timer_clock *)clock, counter_read());
}

/* Set the session's timeout for the first of ours. */
static void arm(struct timer_clock *timer)
{
    if (timer->first != NULL) {
        uint64_t time = now(&timer->clock);
        uint64_t deadline = timer->first->deadline;
        (void)timer_once(timer->session.cap, timer->timeout, deadline > time ? deadline - time : 0);
    }
}

/* Take `timeout` out of the list, if it is there. */
static void take_out(struct timer_clock *timer, struct timeout *timeout)
{
    if (timeout->scheduled) {
        struct timeout **link = &timer->first;
        while (*link != timeout) {
            link = &(*link)->next;
        }
        *link = timeout->next;
        timeout->scheduled = false;
    }
}

static void schedule(struct clock *clock, struct timeout *timeout, uint64_t deadline)
{
    struct timer_clock *timer = (struct timer_clock *)clock;
    if (timeout->scheduled && timeout->deadline == deadline) {
        return;
    }
    take_out(timer, timeout);
    struct timeout **link = &timer->first;
    while (*link != NULL && (*link)->deadline <= deadline) {
        link = &(*link)->next;
    }
    timeout->deadline = deadline;
    timeout->scheduled = true;
    timeout->next = *link;
    *link = timeout;
    if (timer->first == timeout) {
        arm(timer);
    }
}

/* A timeout of the session that is set for what was cancelled fires for nothing, once. */
static void cancel(struct clock *clock, struct timeout *timeout)
{
    take_out((struct timer_clock *)clock, timeout);
}

static void on_expired(void *context)
{
    struct timer_clock *timer = context;
    uint64_t time = now(&timer->clock);
    /* `time` stands still: what is scheduled anew for later than that ends the loop. */
    while (timer->first != NULL && timer->first->deadline <= time) {
        struct timeout *timeout = timer->first;
        take_out(timer, timeout);
        timeout->fired(timeout->context);
    }
    arm(timer);
    timer->after(timer->context);
}

enum error timer_clock_open(struct timer_clock *timer, void (*after)(void *context), void *context)
{
    *timer = (struct timer_clock){
        .clock = {now, schedule, cancel},
        .expired = {.handle = on_expired, .context = timer},
        .frequency = counter_frequency(),
        .after = after,
        .context = context,
    };
    enum error error = session_open(TIMER_SERVICE, "", TIMER_RAM, TIMER_CAPS, &timer->session);
    if (!error) {
        error = signal_register(&timer->expired);
    }
    if (!error) {
        error = timer_timeout_create(timer->session.cap, signal_cap_item(&timer->expired),
                                     &timer->timeout);
    }
    return error;
}
