/* SPDX-License-Identifier: MIT */
/*
 * vCPUs: threads with more registers. An exit is a message to the VMM, like a fault; the reply
 * resumes the guest.
 *
 * States of a vCPU beside RUNNABLE: STOPPED with a `peer` (its VMM handles the exit), STOPPED and
 * `idle` (the VMM waits for something else: the virtual timer's interrupt makes a new exit),
 * STOPPED otherwise (created, refused or halted: vcpu_resume() starts it).
 *
 * What a VMM can write, the state page, is validated in vcpu_accept() and copied before use.
 */
#ifndef VM_VCPU_H
#define VM_VCPU_H

#include <arm/cp15_bits.h>
#include <arm/gich.h>
#include <kernel/cpu.h>

struct vcpu {
    struct thread thread;
    volatile struct vcpu_state *state;
    uint32_t vmpidr;
    uint32_t events; /* what the VMM is to be told: bit enum vm_exit */
    bool idle;
    uint32_t gich_hcr;    /* virtual interface on, perhaps with an interrupt on underflow */
    bool timer_active;    /* its virtual timer's interrupt is active, while it is not resident */
    uint32_t lists_used;  /* list registers that may hold an interrupt */
    uint32_t lists_dirty; /* to be loaded from list_register */
    uint32_t list_register[VCPU_LIST_REGISTERS];
    /* PL1 state while not resident; what PL0 can see of it, while the guest does not run. */
    struct vcpu_extended extended;
};

/* The guest trapped (called by kernel/entry.S): unless it first used VFP, stop it and tell the
 * VMM. */
void vcpu_exit(struct cpu *cpu, struct thread *thread, uint32_t hsr);

/* Stop a vCPU whose guest is not running, and send its VMM an exit. */
void vcpu_send_exit(struct cpu *cpu, struct thread *thread, enum vm_exit kind, uint32_t word0,
                    uint32_t word1, uint32_t word2);

/* The VMM goes on without a reply. */
void vcpu_set_idle(struct cpu *cpu, struct thread *thread);

/* Record an event; if the vCPU is idle, tell its VMM now, else before it runs on. */
void vcpu_post(struct cpu *cpu, struct thread *thread, enum vm_exit event);

/* Turn a recorded event into an exit; vcpu->events is not 0. */
void vcpu_send_event(struct cpu *cpu, struct thread *thread);

/* interrupts.c: list registers, and the two physical interrupts that concern guests. */

/* Check and take over the list registers that the VMM marked. False: one is refused, and none is
 * taken over. */
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

/* Modes that a guest may be in, a bit each. */
#define VCPU_MODES                                                                                 \
    (1u << PSR_MODE_USR | 1u << PSR_MODE_FIQ | 1u << PSR_MODE_IRQ | 1u << PSR_MODE_SVC |           \
     1u << PSR_MODE_ABT | 1u << PSR_MODE_UND | 1u << PSR_MODE_SYS)

/* Take over what the VMM changed in the state page. False: it is refused, nothing is changed. */
static inline bool vcpu_accept(struct thread *thread)
{
    struct vcpu *vcpu = thread->vcpu;
    uint32_t psr = vcpu->state->general.psr;

    /* Jazelle state is no more; J with T is ThumbEE. */
    if ((VCPU_MODES >> (psr & PSR_MODE_MASK) & 1) == 0 || (psr & (PSR_J | PSR_T)) == PSR_J ||
        (vcpu->state->list_register_dirty != 0 && !vm_accept_lists(vcpu))) {
        return false;
    }
    thread->psr = psr;
    vcpu->gich_hcr = vcpu->state->underflow != 0 ? GICH_HCR_EN | GICH_HCR_UIE : GICH_HCR_EN;
    return true;
}

#endif
