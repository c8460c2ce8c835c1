/* SPDX-License-Identifier: MIT */
/*
 * One SysMMU: held back, passing everything, or translating by its table; and its faults.
 *
 * The unit is started by core alone (unit_start()), so that core can be sure of a unit that it has
 * stopped. Blocking, as each step that restricts the device, is done directly.
 */
#ifndef SYSMMU_EXYNOS_UNIT_H
#define SYSMMU_EXYNOS_UNIT_H

#include <stdbool.h>
#include <stdint.h>
#include <hw/error.h>
#include <hw/message.h>
#include <iommu/iommu.h>
#include "registers.h"

/* What the policy makes of a unit while a client has it. Without one it is blocked. */
enum unit_mode {
    UNIT_BLOCK,  /* its device reaches nothing */
    UNIT_ENABLE, /* what is attached */
    UNIT_OFF,    /* all memory: no protection */
};

struct unit {
    volatile void *registers;
    cap_t dma; /* session DMA */
    enum unit_mode mode;
    bool open; /* a client has it */
    bool held; /* blocked by a fault */
};

enum { UNIT_FAULTS_MAX = 8 }; /* that a unit can show at once */

struct unit_fault {
    enum iommu_fault kind;
    uint32_t address;
};

/* Access to the hardware (access.c). */
uint32_t unit_read(const struct unit *unit, enum sysmmu_register offset);
void unit_write(const struct unit *unit, enum sysmmu_register offset, uint32_t value);
/* What was written to tables before is seen by the unit. */
void unit_barrier(void);
/* Have core write `control` to CTRL. Errors: DMA.start's. */
enum error unit_start(const struct unit *unit, uint32_t control);

/* Hold the device back, once its accesses under way are done. False: it does not come to rest. */
bool unit_block(const struct unit *unit);

/* Block and set up, with the level-1 table at `table`. ERROR_INVALID: of a version that is not
 * known; ERROR_BUSY: it cannot be blocked. */
enum error unit_init(struct unit *unit, uint32_t table);

/* A client has the blocked unit from now on: forget faults that came before, and settle. Errors:
 * unit_settle()'s. */
enum error unit_open(struct unit *unit);

/* Let the unit do what its mode says, if a client has it and no fault holds it. Errors: those of
 * DMA.start; it is blocked then. */
enum error unit_settle(const struct unit *unit);

/* Forget all translations: to be called while it is blocked. */
void unit_flush(const struct unit *unit);

/* Take a fault that the unit shows, and hold the device. False: there is none. It may show several
 * at once, of its two channels, but none is added while it is held. */
bool unit_take_fault(struct unit *unit, struct unit_fault *fault);

#endif
