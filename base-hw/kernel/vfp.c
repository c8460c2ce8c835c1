/* SPDX-License-Identifier: MIT */
/*
 * Lazy switching of VFP and Advanced SIMD. See vfp.h.
 */
#include "vfp.h"
#include <arm/barrier.h>

void vfp_take(struct cpu *cpu)
{
    struct thread *current = cpu->current;

    vfp_set_access(cpu, true);
    isb();
    if (cpu->vfp_owner != NULL) {
        vfp_save(&cpu->vfp_owner->vfp);
    }
    vfp_load(&current->vfp);
    cpu->vfp_owner = current;
}
