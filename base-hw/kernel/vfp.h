/* SPDX-License-Identifier: MIT */
/*
 * Lazy switching of VFP and Advanced SIMD, for threads and vCPUs alike.
 *
 * The registers stay with the thread that used them last on the CPU (cpu->vfp_owner) until another
 * one there uses them: HCPTR makes that trap. A new thread finds zeros, never another's values.
 *
 * FPEXC.EN is checked before HCPTR (ARM DDI 0406C A2.7, CheckVFPEnabled): while a guest that has
 * cleared it owns the registers, another's first use is undefined instead of trapping. So a
 * component's undefined instruction is tried once more with the registers its own, and a guest's
 * registers leave the CPU together with the rest of its state (vm/world.h).
 */
#ifndef KERNEL_VFP_H
#define KERNEL_VFP_H

#include <arm/cp15.h>
#include "cpu.h"

#define HCPTR_OPEN   (HCPTR_RES1 | HCPTR_TTA)
#define HCPTR_CLOSED (HCPTR_OPEN | HCPTR_TCP10 | HCPTR_TCP11 | HCPTR_TASE)

/* Access for `next`, which is to run on this CPU. */
static inline void vfp_select(const struct cpu *cpu, const struct thread *next)
{
    write_HCPTR(cpu->vfp_owner == next ? HCPTR_OPEN : HCPTR_CLOSED);
}

/* The current thread's instruction trapped or was undefined, as `hsr` tells. If lack of the
 * registers may be the cause, give them to it, so that it may try again, and return true. */
bool vfp_take(struct cpu *cpu, uint32_t hsr);

/* Take the registers from their owner, unless that is a component's thread. Access is closed, and
 * the unit enabled, on return. Once on each CPU at its start, too. */
void vfp_evict_guest(struct cpu *cpu);

/* vfp_registers.S: all registers to and from memory; HCPTR is open. */
void vfp_save(struct vfp_state *state);
void vfp_load(const struct vfp_state *state);

#endif
