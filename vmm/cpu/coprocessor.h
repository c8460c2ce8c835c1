/* SPDX-License-Identifier: MIT */
/*
 * Coprocessor accesses of the guest that trap: system registers of the Cortex-A15 that the guest
 * may look at or set without effect. What is not listed is undefined to the guest.
 */
#ifndef VMM_CPU_COPROCESSOR_H
#define VMM_CPU_COPROCESSOR_H

#include "cpu/vcpu.h"

/* Emulate the MCR or MRC, MCRR or MRRC that trapped with `hsr` (classes HSR_CP15_MCR,
 * HSR_CP15_MCRR, HSR_CP14_MCR). `cpus`: how many the machine has. False: it is undefined; nothing
 * changed. Does not move the PC. */
bool coprocessor_access(struct vcpu *vcpu, uint32_t hsr, uint32_t cpus);

#endif
