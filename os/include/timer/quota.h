/* SPDX-License-Identifier: MIT */
/* What a Timer session takes of the quota that is given with it. */
#ifndef TIMER_QUOTA_H
#define TIMER_QUOTA_H

enum {
    TIMER_SESSION_TIMEOUTS = 32, /* the most of a session */
    TIMER_SESSION_RAM = 1024,    /* bytes of a session, with the allocator's own words */
    TIMER_SESSION_CAPS = 1,
    TIMER_TIMEOUT_RAM = 128, /* bytes of a timeout */
    TIMER_TIMEOUT_CAPS = 1,
};

#endif
