/* SPDX-License-Identifier: MIT */
/*
 * What becomes of a vCPU after an exit was handled.
 */
#ifndef VMM_EXITS_H
#define VMM_EXITS_H

#include <stdbool.h>
#include <stdint.h>
#include "vm.h"

enum vm_after {
    VM_GO_ON, /* the guest runs on */
    VM_WAIT,  /* until an interrupt is pending */
    VM_PARK,  /* likewise; the vCPU's timer no longer wakes it */
    VM_STOP,  /* the vCPU is off */
};

/* Handle an access of `cpu` to the guest-physical address `ipa`, where no memory is (mmio.c).
 * `address` is the guest's virtual one. */
void mmio_data_abort(struct vm_cpu *cpu, uint32_t hsr, uint32_t ipa, uint32_t address);

/* The guest fetched an instruction from where no memory is. */
void mmio_prefetch_abort(struct vm_cpu *cpu, uint32_t ipa, uint32_t address);

#endif
