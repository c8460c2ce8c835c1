/* SPDX-License-Identifier: MIT */
/*
 * A virtual CPU as the VMM handles it while it is stopped in an exit: its registers, and the
 * banked and system registers, which are fetched from the CPU only when somebody looks.
 */
#ifndef VMM_CPU_VCPU_H
#define VMM_CPU_VCPU_H

#include <stdbool.h>
#include <stdint.h>
#include <hw/error.h>
#include <hw/vcpu_state.h>
#include "cpu/syndrome.h"

enum vcpu_extended_flags {
    VCPU_EXTENDED_KNOWN = 1,   /* state->extended holds what the CPU holds */
    VCPU_EXTENDED_CHANGED = 2, /* and must be written back before the vCPU runs */
};

struct vcpu {
    struct vcpu_state *state;
    uint32_t number;   /* from 0; its affinity level 0 too */
    uint32_t extended; /* enum vcpu_extended_flags */
    /* Transfers state->extended (CALL_VCPU_STATE). */
    enum error (*transfer)(struct vcpu *vcpu, enum vcpu_state_operation operation);
};

/* The extended state, for reading. */
const struct vcpu_extended *vcpu_extended(struct vcpu *vcpu);

/* The extended state, for changing. */
struct vcpu_extended *vcpu_extended_change(struct vcpu *vcpu);

/* Write changed extended state back; call it before the vCPU runs on. Returns the kernel's
 * error. */
enum error vcpu_extended_commit(struct vcpu *vcpu);

/* Register `number` (0..15) of the guest's present mode; 15 reads as a store would store it. */
uint32_t vcpu_register(struct vcpu *vcpu, uint32_t number);

/* Set register `number` (0..14); 15 is ignored: no emulated instruction may load it. */
void vcpu_set_register(struct vcpu *vcpu, uint32_t number, uint32_t value);

/* Advance the IT block that the guest is in. */
void vcpu_skip_it(struct vcpu *vcpu);

/* Go on after the instruction that trapped with `hsr`. */
static inline void vcpu_skip(struct vcpu *vcpu, uint32_t hsr)
{
    struct general_registers *registers = &vcpu->state->general;
    registers->pc += hsr & HSR_LONG ? 4 : 2;
    if (__builtin_expect((registers->psr & (PSR_IT_HIGH | PSR_IT_LOW)) != 0, 0)) {
        vcpu_skip_it(vcpu);
    }
}

/* Would the instruction that trapped with `hsr` be executed at all? */
bool vcpu_condition(const struct vcpu *vcpu, uint32_t hsr);

/* Set all state to what a Cortex-A15 has after reset, about to enter a Linux kernel: SVC mode,
 * interrupts masked, MMU and caches off; `pc`, r0..r2 as given (the boot protocol's). */
void vcpu_reset(struct vcpu *vcpu, uint32_t pc, uint32_t r0, uint32_t r1, uint32_t r2);

/* The mode's name, for messages. */
const char *vcpu_mode_name(uint32_t psr);

#endif
