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

#define VFP_CLOSED (HCPTR_RES1 | HCPTR_TTA | HCPTR_TCP10 | HCPTR_TCP11 | HCPTR_TASE)
#define VFP_OPEN   (HCPTR_RES1 | HCPTR_TTA)

/* HCPTR for `cpu->current`. */
static inline void vfp_select(struct cpu *cpu)
{
    uint32_t hcptr = cpu->vfp_owner == cpu->current ? VFP_OPEN : VFP_CLOSED;

    if (hcptr != cpu->hcptr) {
        cpu->hcptr = hcptr;
        write_HCPTR(hcptr);
    }
}

/* The current thread used VFP without owning it: give it the registers. */
void vfp_take(struct cpu *cpu);

/* vfp_registers.S: all registers to and from memory; HCPTR is open. */
void vfp_save(struct vfp_state *state);
void vfp_load(const struct vfp_state *state);

#endif
