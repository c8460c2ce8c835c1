/* SPDX-License-Identifier: MIT */
/*
 * The clock of the device models: time from the CPU's counter, timeouts from one Timer session.
 */
#ifndef VMM_TIMER_CLOCK_H
#define VMM_TIMER_CLOCK_H

#include <hw/error.h>
#include <runtime/session.h>
#include <runtime/signal.h>
#include "device/clock.h"

struct timer_clock {
    struct clock clock;
    struct session session;
    struct signal_handler expired;
    uint32_t frequency;           /* of the counter, Hz */
    uint32_t timeout;             /* the session's */
    struct timeout *first;        /* in order of deadlines */
    void (*after)(void *context); /* called when timeouts have fired */
    void *context;
};

/* Open the Timer session. `after` is called from the event loop behind the timeouts that fired.
 * Errors: those of session_open() and Timer.timeout_create. */
enum error timer_clock_open(struct timer_clock *timer, void (*after)(void *context), void *context);

/* When the counter will be at `ticks`, or was, in the clock's microseconds. */
uint64_t timer_clock_time(const struct timer_clock *timer, uint64_t ticks);

#endif
