/* SPDX-License-Identifier: MIT */
/*
 * Time as the device models see it: a monotonic clock in microseconds, and timeouts on it.
 *
 * A timeout belongs to the model that embeds it. It fires once, at or after its deadline, from
 * the VMM's event loop; scheduling it anew moves it.
 */
#ifndef VMM_DEVICE_CLOCK_H
#define VMM_DEVICE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

struct timeout {
    void (*fired)(void *context);
    void *context;
    uint64_t deadline; /* microseconds; the clock's while `scheduled` */
    bool scheduled;
    struct timeout *next;
};

struct clock {
    uint64_t (*now)(struct clock *clock);
    void (*schedule)(struct clock *clock, struct timeout *timeout, uint64_t deadline);
    void (*cancel)(struct clock *clock, struct timeout *timeout);
};

#endif
