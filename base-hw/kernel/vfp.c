/* SPDX-License-Identifier: MIT */
/*
 * Lazy switching of VFP and Advanced SIMD. See vfp.h.
 */
#include "vfp.h"

void vfp_init(struct cpu *cpu)
{
    write_HCPTR(HCPTR_OPEN);
    isb();
    vfp_close(cpu);
}

void vfp_take(struct cpu *cpu)
{
    struct thread *current = cpu->current;

    cpu->vfp_open = true;
    write_HCPTR(HCPTR_OPEN);
    isb();
    if (cpu->vfp_owner != NULL) {
        vfp_save(&cpu->vfp_owner->vfp);
    }
    vfp_load(&current->vfp);
    cpu->vfp_owner = current;
}
