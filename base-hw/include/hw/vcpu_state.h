/* SPDX-License-Identifier: MIT */
/*
 * The state of a vCPU that its VMM sees: one page, shared by kernel and VMM.
 *
 * Protocol: the page is the VMM's while the vCPU is stopped in an exit (from the exit message to
 * the reply, or to CALL_VCPU_RESUME), the kernel's while it runs. On resume the kernel checks
 * `general.psr` (ERROR_INVALID and the vCPU stays stopped unless the mode is usr, svc, irq, fiq,
 * abt, und or sys) and each list register named in `list_register_dirty` (a hardware-linked one
 * may name the virtual timer's PPI only). HCR, VTTBR, HSTR and HCPTR are not here: no VMM sets
 * them.
 *
 * Banked registers and CP15 of the guest stay in the CPU across an exit. `extended` is filled by
 * CALL_VCPU_STATE with VCPU_STATE_READ, and taken over with VCPU_STATE_WRITE.
 *
 * Exit message: tag kind MESSAGE_VM_EXIT, label enum vm_exit; word 0 HSR, word 1 the faulting IPA,
 * word 2 HDFAR or HIFAR (the guest's virtual address).
 */
#ifndef HW_VCPU_STATE_H
#define HW_VCPU_STATE_H

#include <stdint.h>

enum vm_exit {
    VM_EXIT_TRAP = 1,    /* HSR tells: HVC, WFI, CP15, data or prefetch abort ... */
    VM_EXIT_VTIMER,      /* the virtual timer's interrupt: active until the guest deactivates it */
    VM_EXIT_MAINTENANCE, /* a list register became free that the VMM waits for */
    VM_EXIT_RECALL,      /* answer to CALL_VCPU_RECALL */
    VM_EXIT_REFUSED,     /* the state that was to be resumed is invalid: word 0 ERROR_INVALID */
    VM_EXIT_PARKED,      /* the stopped vCPU gave way to another: its virtual timer no longer wakes it;
                            read the extended state, arm a timeout for cntv_cval, and vcpu_resume() when it is due */
};

enum { VCPU_LIST_REGISTERS = 4, VM_EXIT_WORDS = 3 };

/* The general registers, in the order in which the kernel's entry code keeps them. */
struct general_registers {
    uint32_t r[13];
    uint32_t sp_usr;
    uint32_t lr_usr;
    uint32_t pc;
    uint32_t psr;
};

/* Banked registers and CP15 of PL1. */
struct vcpu_extended {
    uint32_t sp_svc, lr_svc, spsr_svc;
    uint32_t sp_abt, lr_abt, spsr_abt;
    uint32_t sp_und, lr_und, spsr_und;
    uint32_t sp_irq, lr_irq, spsr_irq;
    uint32_t r8_fiq, r9_fiq, r10_fiq, r11_fiq, r12_fiq, sp_fiq, lr_fiq, spsr_fiq;
    uint32_t sctlr, cpacr, ttbcr, dacr, dfsr, ifsr, adfsr, aifsr, dfar, ifar;
    uint64_t ttbr0, ttbr1, par;
    uint32_t prrr, nmrr, amair0, amair1, vbar, contextidr, csselr;
    uint32_t tpidrurw, tpidruro, tpidrprw;
    uint32_t cntkctl, cntv_ctl;
    uint64_t cntv_cval, cntvoff;
    uint32_t teecr, teehbr;
    uint32_t gich_vmcr, gich_apr; /* what the guest set in its CPU interface, what is active there */
};

struct vcpu_state {
    struct general_registers general;
    /* GICH_LR0..3 in the hardware's format (GICv2 specification 5.3.8). The kernel refreshes
     * list_register[n] at an exit for each n that held an interrupt. */
    uint32_t list_register[VCPU_LIST_REGISTERS];
    uint32_t list_register_dirty; /* VMM: bit n set: load list_register[n] on resume */
    uint32_t list_register_empty; /* kernel: bit n set: list register n holds nothing */
    uint32_t underflow;           /* VMM: not 0: exit with VM_EXIT_MAINTENANCE when at most one
                                     list register is in use */
    struct vcpu_extended extended;
};

enum vcpu_state_operation { VCPU_STATE_READ = 0, VCPU_STATE_WRITE = 1 };

#endif
