/* SPDX-License-Identifier: MIT */
/*
 * Offsets of structure members, for assembly: becomes offsets.h at build time.
 */
#include "cpu.h"

#define OFFSET(name, type, member)                                                                 \
    __asm__ volatile("\n->" #name " %0" : : "i"(offsetof(type, member)))

void offsets(void);

void offsets(void)
{
    OFFSET(CPU_CURRENT, struct cpu, current);
    OFFSET(CPU_LOADED, struct cpu, loaded);
    OFFSET(CPU_STACK_TOP, struct cpu, stack_top);
    OFFSET(THREAD_REGISTERS, struct thread, registers);
    OFFSET(THREAD_PSR, struct thread, psr);
    OFFSET(THREAD_VCPU, struct thread, vcpu);
    OFFSET(THREAD_PD, struct thread, pd);
    OFFSET(PD_IS_CORE, struct pd, is_core);
    OFFSET(REGISTERS_SP, struct general_registers, sp_usr);
    OFFSET(REGISTERS_LR, struct general_registers, lr_usr);
    OFFSET(REGISTERS_PC, struct general_registers, pc);
    OFFSET(VFP_FPSCR, struct vfp_state, fpscr);
    OFFSET(VFP_FPEXC, struct vfp_state, fpexc);
}
