/* SPDX-License-Identifier: MIT */
/*
 * What a Timer driver needs of its hardware: a clock and one alarm. Each driver's folder implements
 * it; the server (in this folder) does the rest.
 */
#ifndef TIMER_SERVER_HARDWARE_H
#define TIMER_SERVER_HARDWARE_H

#include <stdint.h>
#include <hw/error.h>
#include <hw/message.h>

/* The longest time between two alarms, in microseconds: a quarter of what a 32-bit counter at 1 MHz
 * takes to wrap. A driver may extend its clock's counter at each alarm. */
#define HARDWARE_ALARM_MAX (1ull << 30)

/* Open the sessions to the device, by the component's config, and let its interrupt signal
 * `interrupt`. An error leaves the driver unusable. */
enum error hardware_open(struct cap_item interrupt);

/* The clock, in microseconds. Never goes back. */
uint64_t hardware_now(void);

/* Interrupt once when the clock has reached `deadline`, or at once if it has already. At most
 * HARDWARE_ALARM_MAX from now. An earlier interrupt is allowed, a missing one is not. Replaces the
 * alarm that was set before. */
void hardware_alarm(uint64_t deadline);

/* After an interrupt: quieten the device and let the next one come. To be called before the next
 * hardware_alarm(). */
void hardware_acknowledge(void);

#endif
