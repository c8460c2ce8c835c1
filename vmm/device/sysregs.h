/* SPDX-License-Identifier: MIT */
/*
 * System registers of the Versatile Express motherboard (ARM DUI 0447): identification, flags,
 * the 100 Hz and 24 MHz counters, and the configuration interface, by which a guest reads clocks,
 * voltages and temperatures, and switches the board off or resets it.
 */
#ifndef VMM_DEVICE_SYSREGS_H
#define VMM_DEVICE_SYSREGS_H

#include "device/clock.h"
#include "device/device.h"

enum {
    SYSREGS_SIZE = 0x1000,
    SYSREGS_SITES = 2, /* motherboard, first daughterboard */
    SYSREGS_OSCILLATORS = 9,
};

enum machine_event { MACHINE_OFF = 1, MACHINE_RESET };

/* What a guest asks of its machine. It happens after the access is done. */
struct machine_control {
    void (*request)(void *context, enum machine_event event);
    void *context;
};

struct sysregs {
    struct device device;
    struct clock *clock;
    struct machine_control machine;
    uint64_t start; /* of the counters: the last reset, in microseconds */
    uint32_t led, flags, nvflags, lock;
    uint32_t config_data, config_control, config_status;
    uint32_t dvi_mode, mux;
    uint32_t oscillator[SYSREGS_SITES][SYSREGS_OSCILLATORS]; /* Hz */
};

void sysregs_initialize(struct sysregs *sysregs, uint32_t base, struct clock *clock,
                        struct machine_control machine);

#endif
