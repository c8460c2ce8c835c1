/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The clock controller: registers that read back what was written, with the status that software
 * polls (PLL lock, multiplexer settled), and clock gates that tell a device when its clock stops.
 */
#ifndef EXYNOS_CMU_H
#define EXYNOS_CMU_H

#include "exec/memory.h"
#include "hw/sysbus.h"

#define TYPE_EXYNOS_CMU "exynos5250-cmu"
OBJECT_DECLARE_SIMPLE_TYPE(ExynosCmu, EXYNOS_CMU)

/* Called when a gate opens (running) or closes, and at each reset. */
typedef void (*ClockGateHandler)(void *device, bool running);

/* Calls HANDLER(DEVICE) on each change of bit BIT of the gate register at OFFSET. */
void exynos_cmu_add_gate(ExynosCmu *cmu, hwaddr offset, unsigned bit, ClockGateHandler handler,
                         void *device);

/* Makes REGION unreachable (an external abort) while the bit is 0. */
void exynos_cmu_gate_region(ExynosCmu *cmu, hwaddr offset, unsigned bit, MemoryRegion *region);

#endif
