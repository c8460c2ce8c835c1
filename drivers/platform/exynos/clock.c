/* SPDX-License-Identifier: MIT */
/* The clock controller's gates; see clock.h. */
#include <stddef.h>
#include "clock.h"
#include "device/device.h"
#include "pl330.h"

static struct device controller;

void clock_set(struct gate gate, bool running)
{
    uint32_t value = register_read(controller.registers, gate.offset);
    register_write(controller.registers, gate.offset,
                   running ? value | gate.bit : value & ~gate.bit);
    /* The write has arrived before the device is used. */
    (void)register_read(controller.registers, gate.offset);
}

enum error clock_init(void)
{
    enum error error = device_open_registers(&controller, "cmu");
    for (uint32_t i = 0; !error && machine_device(i) != NULL; i++) {
        if (machine_device(i)->iommu_gate.bit != 0) {
            clock_set(machine_device(i)->iommu_gate, true);
        }
    }
    return error;
}
