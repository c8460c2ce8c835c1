/* SPDX-License-Identifier: MIT */
/*
 * Devices of the real machine in the guest's hands: session Platform.
 *
 * Config: in the node `devices`, a node for each device, named as the platform driver names it:
 *   reg = <ADDRESS>           where the guest finds its registers
 *   interrupts = <N ...>      the shared interrupts (from 0) that the guest gets for the device's
 *   memory = <OFFSET SIZE ..> the parts of the guest's RAM that it reaches, whole pages; all of it
 *                             if this is absent, none if it is empty
 *
 * The guest reaches the registers without exits. An interrupt is a line that is high until the
 * guest has ended the interrupt, and is acknowledged then: a device that still raises it makes the
 * next one. Its IOMMU maps the guest's RAM at guest-physical addresses; without an IOMMU the device
 * takes physical addresses, and reaches all memory.
 * While its IOMMU's driver is not there the device is as it was, without memory; if the machine
 * resets then, it is not there either until the driver is.
 * After a fault of its IOMMU the device is held back for PASSTHROUGH_PAUSE, and then tries again
 * unless the guest has stopped it.
 */
#ifndef VMM_PASSTHROUGH_H
#define VMM_PASSTHROUGH_H

#include <runtime/session.h>
#include <runtime/signal.h>
#include "device/clock.h"
#include "loader/problem.h"

enum {
    PASSTHROUGH_DEVICES = 4,
    PASSTHROUGH_INTERRUPTS = 2, /* of each */
    PASSTHROUGH_MEMORY = 4,     /* parts of memory, of each */
    PASSTHROUGH_PAUSE = 10000,  /* microseconds */
};

struct vm;
struct passthrough_device;

struct passthrough_interrupt {
    struct passthrough_device *device;
    struct signal_handler raised;
    uint32_t number; /* at the guest's interrupt controller */
    cap_t session, irq;
};

struct passthrough_memory {
    uint32_t offset, size; /* in the guest's RAM; size 0: to its end */
};

struct passthrough_device {
    struct vm *vm;
    const char *name;
    uint32_t address; /* guest-physical */
    struct passthrough_memory memory[PASSTHROUGH_MEMORY];
    uint32_t memory_count;
    bool is_absent; /* not given, since its IOMMU's driver is not there */
    struct passthrough_interrupt interrupts[PASSTHROUGH_INTERRUPTS];
    uint32_t interrupt_count;
    cap_t iommu; /* CAP_NULL: it has none */
    struct signal_handler faulted;
    struct timeout pause;
};

struct passthrough {
    struct session platform;
    struct signal_handler renewed;
    struct passthrough_device devices[PASSTHROUGH_DEVICES];
    uint32_t count;
};

/* Get the devices that the VM's config names. The board and the VM session are set up. */
bool passthrough_open(struct vm *vm, struct problem *problem);

/* The machine resets: all devices back to their state after power-on. */
bool passthrough_reset(struct vm *vm, struct problem *problem);

/* The guest has ended interrupt `number`, if it is a device's. */
void passthrough_ended(void *vm, uint32_t number);

#endif
