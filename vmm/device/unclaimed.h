/* SPDX-License-Identifier: MIT */
/*
 * Which unclaimed addresses were reported already: a guest that touches nothing again and again
 * fills no log.
 */
#ifndef VMM_DEVICE_UNCLAIMED_H
#define VMM_DEVICE_UNCLAIMED_H

#include <stdint.h>

enum { UNCLAIMED_ADDRESSES = 64 };

struct unclaimed {
    uint32_t count;
    uint32_t addresses[UNCLAIMED_ADDRESSES];
};

enum unclaimed_report {
    UNCLAIMED_KNOWN, /* say nothing */
    UNCLAIMED_NEW,   /* report it */
    UNCLAIMED_LAST,  /* report it, and that no further ones will be */
};

/* Note that the guest accessed `address`; tells what to report. */
enum unclaimed_report unclaimed_note(struct unclaimed *unclaimed, uint32_t address);

#endif
