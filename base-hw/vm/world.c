/* SPDX-License-Identifier: MIT */
/*
 * The change between the worlds of components and guests. See world.h.
 */
#include "world.h"
#include <arm/banked.h>
#include <arm/barrier.h>
#include <arm/cp15.h>
#include <arm/gich.h>
#include "interrupts.h"
#include "vcpu.h"

#define HCR_BOTH      (HCR_VM | HCR_SWIO | HCR_FMO | HCR_IMO | HCR_AMO | HCR_TWI | HCR_TSC)
#define HCR_COMPONENT (HCR_BOTH | HCR_TGE | HCR_DC | HCR_TWE | HCR_PTW)
#define HCR_GUEST     (HCR_BOTH | HCR_TAC | HCR_TIDCP | HCR_FB | HCR_BSU_INNER)
#define HDCR_BOTH     (HDCR_TPM | HDCR_TPMCR | HDCR_TDA | HDCR_TDOSA | HDCR_TDRA)

/* Primary CP15 registers that PL0 could reach but a component has no use for: performance
 * monitors and lockdown (c9), implementation-defined (c11, c15). */
#define HSTR_COMPONENT (HSTR_TTEE | HSTR_TJDBX | HSTR_T(9) | HSTR_T(11) | HSTR_T(15))
#define HSTR_GUEST     (HSTR_TJDBX)

#define SCTLR_COMPONENT (SCTLR_RES1 | SCTLR_C | SCTLR_I | SCTLR_Z | SCTLR_CP15BEN)
#define CPACR_COMPONENT (CPACR_CP10_FULL | CPACR_CP11_FULL)
/* Components read the physical counter; the physical timer is opened by CNTKCTL, see switch.c.
 * QEMU 7.2 wants PL1PCEN even for the counter at PL0 (ARM DDI 0406C B8.1.1: PL1PCTEN). */
#define CNTHCTL_COMPONENT (CNTHCTL_PL1PCTEN | CNTHCTL_PL1PCEN)
/* A guest may read the physical counter, but its timer is the virtual one. */
#define CNTHCTL_GUEST CNTHCTL_PL1PCTEN

static void load_component_world(struct cpu *cpu)
{
    cpu->guest_world = false;
    cpu->timer_right = false;
    write_HCR(HCR_COMPONENT);
    write_HSTR(HSTR_COMPONENT);
    write_SCTLR(SCTLR_COMPONENT);
    write_CPACR(CPACR_COMPONENT);
    write_CNTHCTL(CNTHCTL_COMPONENT);
    write_CNTKCTL(CNTKCTL_PL0PCTEN);
    write_TPIDRURO(0);
}

void world_init(struct cpu *cpu)
{
    write_HDCR((read_HDCR() & HDCR_HPMN_MASK) | HDCR_BOTH);
    write_VTCR(VTCR_RES1 | VTCR_T0SZ_4_GIB | VTCR_SL0_LEVEL1 | TCR_IRGN0_WBWA | TCR_ORGN0_WBWA |
               TCR_SH0_INNER);
    write_CNTV_CTL(0);
    write_CNTP_CTL(0);
    write_CNTVOFF(0);
    write_GICH_HCR(0);
    load_component_world(cpu);
}

void world_leave(struct cpu *cpu, struct thread *thread)
{
    if (thread != NULL) {
        struct vcpu *vcpu = thread->vcpu;

        vcpu->user_visible.sctlr = read_SCTLR();
        vcpu->user_visible.cpacr = read_CPACR();
        vcpu->user_visible.cntkctl = read_CNTKCTL();
        vcpu->user_visible.tpidrurw = read_TPIDRURW();
        vcpu->user_visible.tpidruro = read_TPIDRURO();
        vm_leave_lists(vcpu);
    }
    load_component_world(cpu);
}

/* The PL1 state that stays in the CPU: every register here is read or written once. */
#define FOR_EACH_EXTENDED_REGISTER(DO)                                                             \
    DO(SP_svc, sp_svc) DO(LR_svc, lr_svc) DO(SPSR_svc, spsr_svc)                                   \
    DO(SP_abt, sp_abt) DO(LR_abt, lr_abt) DO(SPSR_abt, spsr_abt)                                   \
    DO(SP_und, sp_und) DO(LR_und, lr_und) DO(SPSR_und, spsr_und)                                   \
    DO(SP_irq, sp_irq) DO(LR_irq, lr_irq) DO(SPSR_irq, spsr_irq)                                   \
    DO(R8_fiq, r8_fiq) DO(R9_fiq, r9_fiq) DO(R10_fiq, r10_fiq) DO(R11_fiq, r11_fiq)                \
    DO(R12_fiq, r12_fiq) DO(SP_fiq, sp_fiq) DO(LR_fiq, lr_fiq) DO(SPSR_fiq, spsr_fiq)              \
    DO(TTBCR, ttbcr) DO(DACR, dacr) DO(DFSR, dfsr) DO(IFSR, ifsr) DO(ADFSR, adfsr)                 \
    DO(AIFSR, aifsr) DO(DFAR, dfar) DO(IFAR, ifar) DO(PRRR, prrr) DO(NMRR, nmrr)                   \
    DO(AMAIR0, amair0) DO(AMAIR1, amair1) DO(VBAR, vbar) DO(CONTEXTIDR, contextidr)                \
    DO(CSSELR, csselr) DO(TPIDRPRW, tpidrprw) DO(CNTV_CTL, cntv_ctl) DO(TEECR, teecr)              \
    DO(TEEHBR, teehbr)

#define FOR_EACH_EXTENDED_REGISTER_64(DO)                                                          \
    DO(TTBR0, ttbr0) DO(TTBR1, ttbr1) DO(PAR, par) DO(CNTV_CVAL, cntv_cval) DO(CNTVOFF, cntvoff)

#define SAVE(register, member) extended->member = read_##register();
#define LOAD(register, member) write_##register(extended->member);
#define SAVE_64(register, member)                                                                  \
    {                                                                                              \
        uint64_t value = read_##register();                                                        \
        extended->member##_low = (uint32_t)value;                                                  \
        extended->member##_high = (uint32_t)(value >> 32);                                         \
    }
#define LOAD_64(register, member)                                                                  \
    write_##register((uint64_t)extended->member##_high << 32 | extended->member##_low);

void world_evict(struct cpu *cpu)
{
    struct vcpu *vcpu;
    struct vcpu_extended *extended;

    if (cpu->resident == NULL) {
        return;
    }
    vcpu = cpu->resident->vcpu;
    extended = &vcpu->extended;
    cpu->resident = NULL;
    FOR_EACH_EXTENDED_REGISTER(SAVE)
    FOR_EACH_EXTENDED_REGISTER_64(SAVE_64)
    write_CNTV_CTL(0);
    vm_save_interrupts(vcpu);
    if (vcpu->idle && vm_timer_is_armed(vcpu)) {
        vcpu_post(cpu, &vcpu->thread, VCPU_EVENT_PARKED);
    }
}

static void load_resident(struct cpu *cpu, struct vcpu *vcpu)
{
    const struct vcpu_extended *extended = &vcpu->extended;

    FOR_EACH_EXTENDED_REGISTER_64(LOAD_64)
    FOR_EACH_EXTENDED_REGISTER(LOAD)
    write_VPIDR(read_MIDR());
    write_VMPIDR(vcpu->vmpidr);
    vm_load_interrupts(vcpu);
    cpu->resident = &vcpu->thread;
}

void world_enter(struct cpu *cpu, struct thread *thread)
{
    struct vcpu *vcpu = thread->vcpu;

    if (cpu->resident != thread) {
        world_evict(cpu);
        load_resident(cpu, vcpu);
    }
    write_SCTLR(vcpu->user_visible.sctlr);
    write_CPACR(vcpu->user_visible.cpacr);
    write_CNTKCTL(vcpu->user_visible.cntkctl);
    write_TPIDRURW(vcpu->user_visible.tpidrurw);
    write_TPIDRURO(vcpu->user_visible.tpidruro);
    write_CNTHCTL(CNTHCTL_GUEST);
    write_HSTR(HSTR_GUEST);
    write_HCR(HCR_GUEST);
    vm_enter_lists(vcpu);
    cpu->guest_world = true;
}
