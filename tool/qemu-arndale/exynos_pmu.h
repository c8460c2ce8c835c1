/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The power management unit: cores and power domains on and off, reset, power-off. */
#ifndef EXYNOS_PMU_H
#define EXYNOS_PMU_H

#include "hw/sysbus.h"

#define TYPE_EXYNOS_PMU "exynos5250-pmu"
OBJECT_DECLARE_SIMPLE_TYPE(ExynosPmu, EXYNOS_PMU)

#endif
