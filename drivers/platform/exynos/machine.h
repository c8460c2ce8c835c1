/* SPDX-License-Identifier: MIT */
/*
 * What the Exynos5250 has for clients: each device's gates, interrupts and IOMMU. Only this folder
 * knows; nobody else touches a clock.
 *
 * The gate of a SysMMU is opened and never closed: core must reach its registers as long as its
 * driver has memory pinned (session/dma.session).
 */
#ifndef PLATFORM_EXYNOS_MACHINE_H
#define PLATFORM_EXYNOS_MACHINE_H

#include <stdbool.h>
#include <stdint.h>

enum { MACHINE_INTERRUPTS = 2 };

/* A bit of a gate register of the clock controller; 1: the clock runs. */
struct gate {
    uint32_t offset;
    uint32_t bit; /* the mask */
};

struct machine_device {
    const char *name;                           /* as clients and the policy say, an alias of the
                                                   board's device tree */
    const char *interrupts[MACHINE_INTERRUPTS]; /* labels of session IRQ, NULL: none */
    const char *iommu;                          /* label of its session Iommu, NULL: it has none */
    struct gate gate;
    struct gate iommu_gate; /* bit 0: there is none */
    /* Stop it and forget all that a client has set. Its registers are at `registers`. False: it
     * does not stop. */
    bool (*reset)(volatile void *registers);
};

/* The device called `name`, NULL if there is none. */
const struct machine_device *machine_find(const char *name);

/* The `index`-th device, NULL behind the last. */
const struct machine_device *machine_device(uint32_t index);

#endif
