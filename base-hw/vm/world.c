/* SPDX-License-Identifier: MIT */
/*
 * The change between the worlds of components and guests. See world.h.
 */
#include "world.h"
#include <arm/banked.h>
#include <arm/barrier.h>
#include <kernel/vfp.h>

/* TDE goes with HCR.TGE (ARM DDI 0406C B1.8.4); a guest's BKPT comes to its VMM. */
#define HDCR_BOTH (HDCR_TPM | HDCR_TPMCR | HDCR_TDA | HDCR_TDOSA | HDCR_TDRA | HDCR_TDE)

void world_init(struct cpu *cpu)
{
    write_HDCR((read_HDCR() & HDCR_HPMN_MASK) | HDCR_BOTH);
    write_VTCR(STAGE2_VTCR);
    write_CNTV_CTL(0);
    write_CNTP_CTL(0);
    write_CNTVOFF(0);
    world_load_component(cpu);
    isb();
}

/* The PL1 state that stays in the CPU: every register here is read or written once. The
 * timer is switched on last. */
#define FOR_EACH_EXTENDED_REGISTER(DO)                                                             \
    DO(SP_svc, sp_svc) DO(LR_svc, lr_svc) DO(SPSR_svc, spsr_svc) DO(SP_abt, sp_abt)                \
    DO(LR_abt, lr_abt) DO(SPSR_abt, spsr_abt) DO(SP_und, sp_und) DO(LR_und, lr_und)                \
    DO(SPSR_und, spsr_und) DO(SP_irq, sp_irq) DO(LR_irq, lr_irq) DO(SPSR_irq, spsr_irq)            \
    DO(R8_fiq, r8_fiq) DO(R9_fiq, r9_fiq) DO(R10_fiq, r10_fiq) DO(R11_fiq, r11_fiq)                \
    DO(R12_fiq, r12_fiq) DO(SP_fiq, sp_fiq) DO(LR_fiq, lr_fiq) DO(SPSR_fiq, spsr_fiq)              \
    DO(TTBCR, ttbcr) DO(DACR, dacr) DO(DFSR, dfsr) DO(IFSR, ifsr) DO(ADFSR, adfsr)                 \
    DO(AIFSR, aifsr) DO(DFAR, dfar) DO(IFAR, ifar) DO(PRRR, prrr) DO(NMRR, nmrr)                   \
    DO(AMAIR0, amair0) DO(AMAIR1, amair1) DO(VBAR, vbar) DO(CONTEXTIDR, contextidr)                \
    DO(CSSELR, csselr) DO(TPIDRPRW, tpidrprw) DO(TEECR, teecr) DO(TEEHBR, teehbr)                  \
    DO(TTBR0, ttbr0) DO(TTBR1, ttbr1) DO(PAR, par) DO(CNTV_CVAL, cntv_cval) DO(CNTVOFF, cntvoff)   \
    DO(CNTV_CTL, cntv_ctl)

#define SAVE(register, member) extended->member = read_##register();
#define LOAD(register, member) write_##register(extended->member);
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
    write_CNTV_CTL(0);
    vm_save_interrupts(vcpu);
    if (vcpu->idle && vm_timer_is_armed(vcpu)) {
        vcpu_post(cpu, &vcpu->thread, VM_EXIT_PARKED);
    }
}

void world_make_resident(struct cpu *cpu, struct vcpu *vcpu)
{
    const struct vcpu_extended *extended = &vcpu->extended;

    vfp_evict_guest(cpu);
    FOR_EACH_EXTENDED_REGISTER(LOAD)
    write_VPIDR(read_MIDR());
    write_VMPIDR(vcpu->vmpidr);
    vm_load_interrupts(vcpu);
    cpu->resident = &vcpu->thread;
}
