/* SPDX-License-Identifier: MIT */
/*
 * Virtual SP804 dual timer (ARM DDI 0271), both timers clocked at 1 MHz, one combined interrupt.
 *
 * Nothing ticks: a timer's counter is computed from the clock when it is looked at, and the clock
 * is asked for a timeout only while an enabled interrupt is due.
 */
#ifndef VMM_DEVICE_SP804_H
#define VMM_DEVICE_SP804_H

#include "device/clock.h"
#include "device/device.h"
#include "device/line.h"

enum { SP804_SIZE = 0x1000, SP804_TIMERS = 2 };

struct sp804;

struct sp804_timer {
    struct sp804 *owner;
    struct timeout timeout;
    uint64_t since;   /* when the counter held `counter`, in microseconds */
    uint64_t counter; /* ticks to go then; up to 2^32 */
    uint32_t load, control;
    bool raw; /* TimerXRIS */
};

struct sp804 {
    struct device device;
    struct line line;
    struct clock *clock;
    struct sp804_timer timer[SP804_TIMERS];
};

void sp804_initialize(struct sp804 *sp804, uint32_t base, struct line line, struct clock *clock);

#endif
