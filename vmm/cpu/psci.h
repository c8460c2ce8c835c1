/* SPDX-License-Identifier: MIT */
/*
 * PSCI 1.0 by HVC (ARM DEN 0022D): how a guest starts and stops its CPUs and its machine.
 *
 * Each CPU is off, or on. The model keeps which; starting, stopping and resetting the vCPUs is the
 * owner's, through `ops`.
 */
#ifndef VMM_CPU_PSCI_H
#define VMM_CPU_PSCI_H

#include <stdbool.h>
#include <stdint.h>

enum { PSCI_CPUS = 8, PSCI_ARGUMENTS = 4 };

enum psci_after {
    PSCI_RETURN,  /* r0 holds the result: the caller goes on */
    PSCI_STOP,    /* the caller is off */
    PSCI_MACHINE, /* the machine goes off or resets: nobody goes on */
    PSCI_WAIT,    /* the caller sleeps until an interrupt, and r0 holds the result then */
};

struct psci_ops {
    /* Start CPU `cpu`, which is off, at `entry` with r0 = `argument`. False: it cannot be. */
    bool (*start)(void *context, uint32_t cpu, uint32_t entry, uint32_t argument);
    void (*power_off)(void *context);
    void (*reset)(void *context);
};

struct psci {
    uint32_t cpus;
    bool on[PSCI_CPUS];
    const struct psci_ops *ops;
    void *context;
};

/* All CPUs off but the first. */
void psci_initialize(struct psci *psci, uint32_t cpus, const struct psci_ops *ops, void *context);
void psci_reset(struct psci *psci);

/* Handle the call in `registers` (r0 the function) that CPU `cpu` made. */
enum psci_after psci_call(struct psci *psci, uint32_t cpu, uint32_t registers[PSCI_ARGUMENTS]);

#endif
