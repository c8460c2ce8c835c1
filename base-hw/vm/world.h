/* SPDX-License-Identifier: MIT */
/*
 * The two worlds that a CPU runs below the kernel: components (PL0, HCR.TGE) and guests.
 *
 * PL1's state stays in the CPU when a guest exits: cpu->resident tells whose it is. It is
 * exchanged only when another vCPU is to run. What PL0 can see of it is exchanged at each change
 * of worlds; what it could see but no component needs is trapped instead: performance monitors
 * (HDCR.TPM), ThumbEE's, Jazelle's and implementation-defined registers (HSTR).
 */
#ifndef VM_WORLD_H
#define VM_WORLD_H

#include <arm/cp15.h>
#include <arm/gich.h>
#include <kernel/cpu.h>
#include "vcpu.h"

#define HCR_BOTH      (HCR_VM | HCR_SWIO | HCR_FMO | HCR_IMO | HCR_AMO | HCR_TWI | HCR_TSC)
#define HCR_COMPONENT (HCR_BOTH | HCR_TGE | HCR_DC | HCR_TWE | HCR_PTW)
#define HCR_GUEST     (HCR_BOTH | HCR_TAC | HCR_TIDCP | HCR_FB | HCR_BSU_INNER)

/* Primary CP15 registers that neither a component nor a guest has a use for: performance monitors
 * and lockdown (c9), implementation-defined (c11, c15). A guest's VMM answers for them. ThumbEE's
 * registers are trapped for components only: Linux exchanges them at each of its task switches. */
#define HSTR_GUEST     (HSTR_TJDBX | HSTR_T(9) | HSTR_T(11) | HSTR_T(15))
#define HSTR_COMPONENT (HSTR_GUEST | HSTR_TTEE)

#define SCTLR_COMPONENT (SCTLR_RES1 | SCTLR_C | SCTLR_I | SCTLR_Z | SCTLR_CP15BEN)
#define CPACR_COMPONENT (CPACR_CP10_FULL | CPACR_CP11_FULL)
/* Components read the physical counter; the physical timer is opened by CNTKCTL, see switch.c.
 * QEMU 7.2 wants PL1PCEN even for the counter at PL0 (ARM DDI 0406C B8.1.1: PL1PCTEN). */
#define CNTHCTL_COMPONENT (CNTHCTL_PL1PCTEN | CNTHCTL_PL1PCEN)
/* A guest may read the physical counter, but its timer is the virtual one. */
#define CNTHCTL_GUEST CNTHCTL_PL1PCTEN

/* Traps that are the same for both worlds, and the components' world: once on each CPU. */
void world_init(struct cpu *cpu);

/* Bring the PL1 state of a vCPU into the CPU, where none is resident. */
void world_make_resident(struct cpu *cpu, struct vcpu *vcpu);

/* Take the PL1 state of the resident vCPU, if any, out of the CPU. Its guest is not running. Its
 * VMM may be told, so that another thread may be current afterwards. */
void world_evict(struct cpu *cpu);

/* The components' values of what PL0 can see. */
static inline void world_load_component(struct cpu *cpu)
{
    cpu->guest_world = false;
    cpu->timer_right = false;
    write_HCR(HCR_COMPONENT);
    write_HSTR(HSTR_COMPONENT);
    write_SCTLR(SCTLR_COMPONENT);
    write_CPACR(CPACR_COMPONENT);
    write_CNTHCTL(CNTHCTL_COMPONENT);
    write_CNTKCTL(CNTKCTL_PL0PCTEN);
    write_GICH_HCR(0);
}

/* From the guest of `vcpu` (NULL: it ceased to exist) to the components' world. */
static inline void world_leave(struct cpu *cpu, struct vcpu *vcpu)
{
    if (vcpu != NULL) {
        vcpu->extended.sctlr = read_SCTLR();
        vcpu->extended.cpacr = read_CPACR();
        vcpu->extended.cntkctl = read_CNTKCTL();
        vcpu->extended.tpidrurw = read_TPIDRURW();
        vcpu->extended.tpidruro = read_TPIDRURO();
        if (vcpu->lists_used != 0) {
            vm_show_lists(vcpu);
        }
    }
    world_load_component(cpu);
}

/* From the components' world to the guest `thread`, whose address space is loaded. No other vCPU
 * is resident. */
static inline void world_enter(struct cpu *cpu, struct thread *thread)
{
    struct vcpu *vcpu = thread->vcpu;

    if (cpu->resident != thread) {
        world_make_resident(cpu, vcpu);
    }
    write_SCTLR(vcpu->extended.sctlr);
    write_CPACR(vcpu->extended.cpacr);
    write_CNTKCTL(vcpu->extended.cntkctl);
    write_TPIDRURW(vcpu->extended.tpidrurw);
    write_TPIDRURO(vcpu->extended.tpidruro);
    write_CNTHCTL(CNTHCTL_GUEST);
    write_HCR(HCR_GUEST);
    write_HSTR(HSTR_GUEST);
    if (vcpu->lists_dirty != 0) {
        vm_load_lists(vcpu);
    }
    write_GICH_HCR(vcpu->gich_hcr);
    cpu->guest_world = true;
}

#endif
