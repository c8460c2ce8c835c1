/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A bank of registers that read back what was written and do nothing, for devices that software
 * sets up but that nothing here depends on (pin controllers, system registers, the chip's name).
 */
#ifndef EXYNOS_BANK_H
#define EXYNOS_BANK_H

#include "hw/sysbus.h"

#define TYPE_EXYNOS_BANK "exynos5250-bank"
OBJECT_DECLARE_SIMPLE_TYPE(ExynosBank, EXYNOS_BANK)

/* Makes a bank of SIZE bytes, unmapped, whose first register has the value FIRST after a reset. */
ExynosBank *exynos_bank_new(const char *name, uint32_t size, uint32_t first);

#endif
