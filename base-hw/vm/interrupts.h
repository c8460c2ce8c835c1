/* SPDX-License-Identifier: MIT */
/*
 * Virtual interrupts: list registers, and the two physical interrupts that concern guests.
 */
#ifndef VM_INTERRUPTS_H
#define VM_INTERRUPTS_H

#include "vcpu.h"

/* Check and take over the list registers that the VMM marked. False: one is refused, and
 * none is loaded. */
bool vm_accept_lists(struct vcpu *vcpu);

/* Load the list registers that changed. */
void vm_load_lists(struct vcpu *vcpu);

/* Show the VMM what became of the list registers. */
void vm_show_lists(struct vcpu *vcpu);

/* The virtual interface and timer of a vCPU that comes to, or goes from, this CPU. */
void vm_load_interrupts(struct vcpu *vcpu);
void vm_save_interrupts(struct vcpu *vcpu);

/* The virtual timer's interrupt: it stays active until the guest, or its VMM, ends it. */
void vm_timer_interrupt(struct cpu *cpu);

/* The virtual interface wants attention. The caller deactivates the interrupt. */
void vm_maintenance_interrupt(struct cpu *cpu);

/* Another CPU asks for the PL1 state that is resident here. */
void vm_answer_kick(struct cpu *cpu);

/* Whether the timer in the saved state will raise its interrupt some time. */
bool vm_timer_is_armed(const struct vcpu *vcpu);

#endif
