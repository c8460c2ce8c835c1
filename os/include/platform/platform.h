/* SPDX-License-Identifier: MIT */
/*
 * Quota of session Platform (session/platform.session): of the session itself, and of each device
 * that is acquired, which pays for its sessions at core and at the IOMMU's driver.
 */
#ifndef PLATFORM_PLATFORM_H
#define PLATFORM_PLATFORM_H

enum {
    PLATFORM_SESSION_RAM = 4096,
    PLATFORM_SESSION_CAPS = 2,
    PLATFORM_DEVICE_RAM = 128 * 1024,
    PLATFORM_DEVICE_CAPS = 40,
};

#endif
