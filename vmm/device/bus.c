/* SPDX-License-Identifier: MIT */
/* The bus of a virtual board; see device/bus.h. */
#include "device/bus.h"

enum error bus_add(struct bus *bus, struct device *device)
{
    if (device->size == 0 || device->base + (device->size - 1) < device->base) {
        return ERROR_INVALID;
    }
    if (bus->count == BUS_DEVICES) {
        return ERROR_SIZE;
    }
    for (uint32_t i = 0; i < bus->count; i++) {
        const struct device *other = bus->devices[i];
        if (device->base - other->base < other->size || other->base - device->base < device->size) {
            return ERROR_EXISTS;
        }
    }
    bus->devices[bus->count] = device;
    bus->count++;
    bus->last = device;
    return OK;
}

struct device *bus_search(struct bus *bus, uint32_t address)
{
    for (uint32_t i = 0; i < bus->count; i++) {
        struct device *device = bus->devices[i];
        if (address - device->base < device->size) {
            bus->last = device;
            return device;
        }
    }
    return NULL;
}

void bus_reset(struct bus *bus)
{
    for (uint32_t i = 0; i < bus->count; i++) {
        bus->devices[i]->ops->reset(bus->devices[i]);
    }
}
