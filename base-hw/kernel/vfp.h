/* SPDX-License-Identifier: MIT */
/*
 * Lazy switching of VFP and Advanced SIMD, for threads and vCPUs alike.
 *
 * The registers stay with the thread that used them last on the CPU (cpu->vfp_owner) until another
 * one there uses them: HCPTR makes that trap. A new thread finds zeros, never another's values.
 */
#ifndef KERNEL_VFP_H
#define KERNEL_VFP_H

#include <arm/cp15.h>
#include "cpu.h"

#define HCPTR_CLOSED (HCPTR_RES1 | HCPTR_TTA | HCPTR_TCP10 | HCPTR_TCP11 | HCPTR_TASE)
#define HCPTR_OPEN   (HCPTR_RES1 | HCPTR_TTA)

/* Open or close access for what runs on this CPU. */
static inline void vfp_set_access(struct cpu *cpu, bool open)
{
    cpu->vfp_open = open;
    write_HCPTR(open ? HCPTR_OPEN : HCPTR_CLOSED);
}

/* Access for `next`, which is to run. */
static inline void vfp_select(struct cpu *cpu, const struct thread *next)
{
    bool open = cpu->vfp_owner == next;

    if (open != cpu->vfp_open) {
        vfp_set_access(cpu, open);
    }
}

/* The current thread used VFP without owning it: give it the registers. */
void vfp_take(struct cpu *cpu);

/* vfp_registers.S: all registers to and from memory; HCPTR is open. */
void vfp_save(struct vfp_state *state);
void vfp_load(const struct vfp_state *state);

#endif
