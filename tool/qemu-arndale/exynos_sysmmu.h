/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A SysMMU: the unit between one bus master and the memory. */
#ifndef EXYNOS_SYSMMU_H
#define EXYNOS_SYSMMU_H

#include "exynos_tzpc.h"
#include "hw/sysbus.h"

#define TYPE_EXYNOS_SYSMMU "exynos5250-sysmmu"
OBJECT_DECLARE_SIMPLE_TYPE(ExynosSysmmu, EXYNOS_SYSMMU)

/* Translates *ADDRESS in place for an access by the master that stays within 4 KiB. False: the
   access is held back, be it by a fault, which this raises, and the master is to try again when
   it is called by its RESUME. */
bool exynos_sysmmu_pass(ExynosSysmmu *sysmmu, uint32_t *address, bool write);

/* Names the master: RESUME(MASTER) is called when accesses may pass that were held back. */
void exynos_sysmmu_set_master(ExynosSysmmu *sysmmu, void (*resume)(void *master), void *master);

/* Names the controller that says how much of the iRAM is secure. */
void exynos_sysmmu_set_tzpc(ExynosSysmmu *sysmmu, const ExynosTzpc *tzpc);

#endif
