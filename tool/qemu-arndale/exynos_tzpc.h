/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A TrustZone protection controller: which peripherals and how much of the iRAM are secure. */
#ifndef EXYNOS_TZPC_H
#define EXYNOS_TZPC_H

#include "hw/sysbus.h"

#define TYPE_EXYNOS_TZPC "exynos5250-tzpc"
OBJECT_DECLARE_SIMPLE_TYPE(ExynosTzpc, EXYNOS_TZPC)

/* Bytes at the iRAM's begin that this controller declares secure. */
uint32_t exynos_tzpc_secure_iram(const ExynosTzpc *tzpc);

#endif
