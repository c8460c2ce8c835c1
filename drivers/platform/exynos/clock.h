/* SPDX-License-Identifier: MIT */
/* The clock controller's gates. */
#ifndef PLATFORM_EXYNOS_CLOCK_H
#define PLATFORM_EXYNOS_CLOCK_H

#include <stdbool.h>
#include <hw/error.h>
#include "machine.h"

/* Open the clock controller, the board's "cmu", and the gates of all IOMMUs. Errors: those of
 * device_open_registers(). */
enum error clock_init(void);

/* Open or close a gate. */
void clock_set(struct gate gate, bool running);

#endif
