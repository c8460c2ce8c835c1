/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A SysMMU: the unit between one bus master and the memory. The master is given the unit's
 * memory region as its view of the memory.
 */
#ifndef EXYNOS_SYSMMU_H
#define EXYNOS_SYSMMU_H

#include "exec/memory.h"
#include "exynos_tzpc.h"
#include "hw/sysbus.h"

#define TYPE_EXYNOS_SYSMMU "exynos5250-sysmmu"
OBJECT_DECLARE_SIMPLE_TYPE(ExynosSysmmu, EXYNOS_SYSMMU)

/* What the master sees: 4 GiB, translated. */
MemoryRegion *exynos_sysmmu_master_view(ExynosSysmmu *sysmmu);

/* Names the controller that says how much of the iRAM is secure. */
void exynos_sysmmu_set_tzpc(ExynosSysmmu *sysmmu, const ExynosTzpc *tzpc);

/* A ClockGateHandler for the clock of the master: without it, its transfers go nowhere. */
void exynos_sysmmu_master_clock(void *sysmmu, bool running);

#endif
