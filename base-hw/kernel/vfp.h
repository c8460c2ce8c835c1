/* SPDX-License-Identifier: MIT */
/*
 * Lazy switching of VFP and Advanced SIMD, for threads and vCPUs alike.
 *
 * The registers stay with the thread that used them last on the CPU (cpu->vfp_owner) until another
 * one there uses them: HCPTR makes that trap. A new thread finds zeros, never another's values.
 *
 * FPEXC.EN is checked before HCPTR (ARM DDI 0406C A2.7, CheckVFPEnabled): with a guest's FPEXC in
 * the CPU, another's first use might be undefined instead of trapping. So EN is set whenever the
 * access is closed; what the owner had is in its struct vfp_state from then on.
 */
#ifndef KERNEL_VFP_H
#define KERNEL_VFP_H

#include <arm/barrier.h>
#include <arm/cp15.h>
#include "cpu.h"

#define HCPTR_CLOSED (HCPTR_RES1 | HCPTR_TTA | HCPTR_TCP10 | HCPTR_TCP11 | HCPTR_TASE)
#define HCPTR_OPEN   (HCPTR_RES1 | HCPTR_TTA)

/* Close the access, which is open. */
static inline void vfp_close(struct cpu *cpu)
{
    uint32_t fpexc = read_FPEXC();

    if (cpu->vfp_owner != NULL) {
        cpu->vfp_owner->vfp.fpexc = fpexc;
    }
    if ((fpexc & FPEXC_EN) == 0) {
        write_FPEXC(FPEXC_EN);
    }
    cpu->vfp_open = false;
    write_HCPTR(HCPTR_CLOSED);
}

/* Open the access, which is closed, for the owner. */
static inline void vfp_open(struct cpu *cpu)
{
    uint32_t fpexc = cpu->vfp_owner->vfp.fpexc;

    cpu->vfp_open = true;
    write_HCPTR(HCPTR_OPEN);
    if ((fpexc & FPEXC_EN) == 0) {
        isb();
        write_FPEXC(fpexc);
    }
}

/* Access for `next`, which is to run. */
static inline void vfp_select(struct cpu *cpu, const struct thread *next)
{
    bool open = cpu->vfp_owner == next;

    if (open != cpu->vfp_open) {
        if (open) {
            vfp_open(cpu);
        } else {
            vfp_close(cpu);
        }
    }
}

/* Once on each CPU: access closed. */
void vfp_init(struct cpu *cpu);

/* The current thread used VFP without owning it: give it the registers. */
void vfp_take(struct cpu *cpu);

/* vfp_registers.S: all registers to and from memory; HCPTR is open and FPEXC.EN set. FPEXC is only
 * loaded, see above. */
void vfp_save(struct vfp_state *state);
void vfp_load(const struct vfp_state *state);

#endif
