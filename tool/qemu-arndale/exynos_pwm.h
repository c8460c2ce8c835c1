/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The five PWM timers, as counters: no pulses, no interrupts. U-Boot takes its time from the last,
 * which it starts before it loads its count; QEMU's own model does not count then.
 */
#ifndef EXYNOS_PWM_H
#define EXYNOS_PWM_H

#include "hw/sysbus.h"

#define TYPE_EXYNOS_PWM "exynos5250-pwm"
OBJECT_DECLARE_SIMPLE_TYPE(ExynosPwm, EXYNOS_PWM)

#endif
