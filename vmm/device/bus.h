/* SPDX-License-Identifier: MIT */
/*
 * The bus of a virtual board: finds the device that claims a guest-physical address.
 *
 * Guests access the same device again and again, so the last one found is tried first.
 */
#ifndef VMM_DEVICE_BUS_H
#define VMM_DEVICE_BUS_H

#include <stddef.h>
#include <hw/error.h>
#include "device/device.h"

enum { BUS_DEVICES = 32 };

struct bus {
    struct device *last; /* never NULL once a device was added */
    uint32_t count;
    struct device *devices[BUS_DEVICES];
};

/* Add a device. ERROR_INVALID: it claims nothing, or wraps around; ERROR_EXISTS: it overlaps one
 * that is there; ERROR_SIZE: the bus is full. */
enum error bus_add(struct bus *bus, struct device *device);

/* Look through the whole bus; NULL if no device claims `address`. Remembers what it found. */
struct device *bus_search(struct bus *bus, uint32_t address);

/* Put every device in its state after power-on. */
void bus_reset(struct bus *bus);

/* The device that claims `address`, or NULL. */
static inline struct device *bus_find(struct bus *bus, uint32_t address)
{
    struct device *last = bus->last;
    if (last != NULL && address - last->base < last->size) {
        return last;
    }
    return bus_search(bus, address);
}

#endif
