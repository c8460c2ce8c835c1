/* SPDX-License-Identifier: MIT */
/*
 * A device in a client's hands: its sessions at core and at its IOMMU's driver, which end when it
 * is taken back, and with them everything that the client had of it.
 */
#ifndef PLATFORM_EXYNOS_LEASE_H
#define PLATFORM_EXYNOS_LEASE_H

#include <runtime/memory.h>
#include <runtime/session.h>
#include "machine.h"
#include "protection.h"

struct lease {
    struct lease *next; /* of the client */
    const struct machine_device *device;
    struct session registers;
    cap_t dataspace; /* of the registers' pages */
    uint32_t offset, size;
    struct session interrupts[MACHINE_INTERRUPTS]; /* cap CAP_NULL: not opened yet */
    struct protection protection;
};

/* Power, reset and cut off the device, and open its sessions. ERROR_BUSY: it is handed out, or does
 * not stop; otherwise those of session_open() and protection_open(). After an error there is
 * nothing to end. */
enum error lease_begin(struct lease *lease, const struct machine_device *device);

/* Take everything back, and stop the device. */
void lease_end(struct lease *lease);

/* The device's `index`-th interrupt, opened now if it was not. ERROR_NOT_FOUND: it has none. */
enum error lease_interrupt(struct lease *lease, uint32_t index, cap_t *irq);

#endif
