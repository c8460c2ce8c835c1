/* SPDX-License-Identifier: MIT */
/*
 * Lazy switching of VFP and Advanced SIMD. See vfp.h.
 */
#include "vfp.h"
#include <arm/barrier.h>

/* ISS of HSR_EC_HCPTR (ARM DDI 0406C B3.13.6): the coprocessor, or that it was Advanced SIMD. */
#define ISS_COPROCESSOR 0xfu
#define ISS_SIMD        (1u << 5)
enum { COPROCESSOR_VFP = 10, COPROCESSOR_VFP_DOUBLE = 11 };

/* Whether a trap may be due to the registers being another's. */
static bool may_lack_registers(const struct cpu *cpu, uint32_t hsr)
{
    uint32_t coprocessor = hsr & ISS_COPROCESSOR;

    switch (hsr >> HSR_EC_SHIFT) {
    case HSR_EC_HCPTR:
        return (hsr & ISS_SIMD) != 0 || coprocessor == COPROCESSOR_VFP ||
               coprocessor == COPROCESSOR_VFP_DOUBLE;
    case HSR_EC_UNKNOWN:
        return cpu->vfp_owner != cpu->current;
    default:
        return false;
    }
}

bool vfp_take(struct cpu *cpu, uint32_t hsr)
{
    if (!may_lack_registers(cpu, hsr)) {
        return false;
    }
    write_HCPTR(HCPTR_OPEN);
    isb();
    if (cpu->vfp_owner != NULL) {
        vfp_save(&cpu->vfp_owner->vfp);
    }
    vfp_load(&cpu->current->vfp);
    cpu->vfp_owner = cpu->current;
    return true;
}

void vfp_evict_guest(struct cpu *cpu)
{
    struct thread *owner = cpu->vfp_owner;

    if (owner != NULL && owner->vcpu == NULL) {
        return;
    }
    write_HCPTR(HCPTR_OPEN);
    isb();
    if (owner != NULL) {
        vfp_save(&owner->vfp);
        cpu->vfp_owner = NULL;
    }
    write_FPEXC(FPEXC_EN);
    write_HCPTR(HCPTR_CLOSED);
}
