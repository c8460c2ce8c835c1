/* SPDX-License-Identifier: MIT */
/*
 * The driver's one queue of timeouts and the alarm that is set for its first.
 */
#ifndef TIMER_SERVER_DRIVER_H
#define TIMER_SERVER_DRIVER_H

#include "timer/multiplex/timeout_queue.h"

/* Open the hardware and serve Timer. Called by a driver's component_main(); ends the component if
 * it cannot. */
void driver_start(void);

/* Set `timeout` and, if it is the next to expire, the alarm. */
void driver_set(struct timeout *timeout, uint64_t deadline, uint64_t period);

/* Cancel `timeout`. The alarm may still come, and then finds nothing. */
void driver_cancel(struct timeout *timeout);

#endif
