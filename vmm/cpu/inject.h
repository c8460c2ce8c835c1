/* SPDX-License-Identifier: MIT */
/*
 * Exceptions that the VMM makes the guest take, as the hardware would (ARM DDI 0406C B1.8):
 * banked registers, vector base, fault status and address registers, and program status.
 */
#ifndef VMM_CPU_INJECT_H
#define VMM_CPU_INJECT_H

#include "cpu/vcpu.h"

/* Synchronous external data abort at the guest's virtual `address`, by the instruction at PC. */
void inject_data_abort(struct vcpu *vcpu, uint32_t address, bool write);

/* Synchronous external prefetch abort: the fetch from `address` met nothing. */
void inject_prefetch_abort(struct vcpu *vcpu, uint32_t address);

/* The instruction at PC is a breakpoint: a prefetch abort that tells so. */
void inject_debug_event(struct vcpu *vcpu);

/* The instruction at PC is undefined. */
void inject_undefined(struct vcpu *vcpu);

#endif
