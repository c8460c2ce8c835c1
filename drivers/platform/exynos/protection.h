/* SPDX-License-Identifier: MIT */
/*
 * The IOMMUs' driver, and the sessions Iommu of devices that clients have.
 *
 * Nothing here waits for a driver that is not there, or asks one again that has refused: a session
 * without a label tells when the driver ends and another has come (session/iommu.session), which is
 * asked for all sessions anew. A driver that is there is waited for, as it is in any call to it; if
 * it ends in between, the wait is over.
 */
#ifndef PLATFORM_EXYNOS_PROTECTION_H
#define PLATFORM_EXYNOS_PROTECTION_H

#include <stdbool.h>
#include <stdint.h>
#include <runtime/session.h>

enum protection_state {
    PROTECTION_NONE,    /* it has ended, or was refused */
    PROTECTION_PENDING, /* the driver has not answered yet */
    PROTECTION_OPEN,
};

/* A device's session Iommu. All zero: of a device that has none. */
struct protection {
    const char *label; /* NULL: there is no IOMMU */
    enum protection_state state;
    struct session session; /* unless PROTECTION_NONE */
    uint32_t driver;        /* number of the driver that it was asked of */
    enum error refusal;     /* the last one, which is logged; OK: none since it was open */
};

/* Ask for the driver, unless that is under way or it is there. */
void protection_seek_driver(void);

/* Whether the driver has ever answered since it was sought, or will not. */
bool protection_driver_answered(void);

/* Which driver is there now, by its number; 0: none is. To be asked after each signal of the
 * parent: an end is noticed here, and the next driver sought. */
uint32_t protection_driver(void);

/* Open a device's session. ERROR_GONE: the driver is not there, or knows no unit with that label;
 * otherwise session_open()'s. */
enum error protection_open(struct protection *protection, const char *label);

/* After a signal of the parent: note that the session has ended, ask a new driver for it once, and
 * look for its answer. True: it is open anew. */
bool protection_renew(struct protection *protection);

void protection_close(struct protection *protection);

#endif
