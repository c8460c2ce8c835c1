/* SPDX-License-Identifier: MIT */
/*
 * A virtual device: what it claims of the guest's physical addresses, and its operations.
 *
 * A model embeds `struct device` as its first member. Its operations are pure logic: they reach
 * the outside only through the services that the board handed to the model (interrupt line,
 * character backend, clock), so that every model runs in a host test.
 *
 * Offset, width and value come from the guest: a model checks every index it derives from them.
 */
#ifndef VMM_DEVICE_DEVICE_H
#define VMM_DEVICE_DEVICE_H

#include <stdbool.h>
#include <stdint.h>

struct device;

/* One access of the guest. `offset + width <= device->size` holds when a model sees it. */
struct device_access {
    uint32_t offset; /* from the device's base */
    uint32_t width;  /* bytes: 1, 2 or 4 */
    uint32_t value;  /* what is written; a read leaves its result here, zero-extended */
    uint32_t cpu;    /* number of the vCPU that accesses */
};

struct device_ops {
    /* False: the device answers with a bus error, and the guest gets an external abort. */
    bool (*read)(struct device *device, struct device_access *access);
    bool (*write)(struct device *device, struct device_access *access);
    /* Back to the state after power-on. Lowers the device's interrupt line. */
    void (*reset)(struct device *device);
};

struct device {
    const char *name;
    uint32_t base, size; /* guest-physical */
    const struct device_ops *ops;
};

/* All ones in the lowest `width` bytes (1, 2 or 4). */
static inline uint32_t device_width_mask(uint32_t width)
{
    return width >= 4 ? UINT32_MAX : (1u << (8 * width)) - 1;
}

/* The part of a 32-bit register's `value` that an access of `width` bytes at `offset` sees. */
static inline uint32_t device_narrow(uint32_t value, uint32_t offset, uint32_t width)
{
    return value >> (8 * (offset & 3)) & device_width_mask(width);
}

#endif
