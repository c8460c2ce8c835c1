/* SPDX-License-Identifier: MIT */
/*
 * Protection domains: a stage-2 address space with its VMID, and a capability space.
 *
 * The same object serves a component and a VM (then without capabilities). The PD has a VMID only
 * from when one of its threads is to run; see pd.c.
 */
#ifndef KERNEL_PD_H
#define KERNEL_PD_H

#include "object.h"
#include <arm/stage2.h>
#include <arm/cp15_bits.h>
#include <arm/vmid.h>

struct pd {
    struct object object;
    bool is_core;     /* may make the calls from CALL_CORE_FIRST on */
    bool is_vm;       /* a guest-physical space */
    bool timer_right; /* may use the PL0 physical timer */
    uint32_t cap_count;
    struct capability *caps; /* cap_count entries; index 0 is never used */
    struct vmid vmid; /* VMID_NONE: to be assigned */
    uint32_t members;      /* threads, vCPUs that refer to the PD */
    uint32_t cleared_caps; /* progress of destruction */
    struct stage2 stage2;
};

/* The capability at `index`, or NULL beyond the space. It may be empty. */
static inline struct capability *pd_capability(const struct pd *pd, cap_t index)
{
    return index < pd->cap_count ? &pd->caps[index] : NULL;
}

/* The living object of `type` at `index`, or NULL. */
static inline void *pd_lookup(const struct pd *pd, cap_t index, enum object_type type)
{
    return capability_typed(pd_capability(pd, index), type);
}

/* An empty capability that may be filled at `index`, or NULL. */
static inline struct capability *pd_free_capability(const struct pd *pd, cap_t index)
{
    struct capability *capability = pd_capability(pd, index);

    return capability != NULL && index != CAP_NULL && capability->object == 0 ? capability : NULL;
}

/* VTTBR of the PD with the VMID that it has. */
static inline uint64_t pd_vttbr(const struct pd *pd)
{
    return (uint64_t)pd->vmid.value << VTTBR_VMID_SHIFT | (uintptr_t)pd->stage2.root;
}

/* Give the PD a VMID, taken from one that no CPU uses if all are taken. */
void pd_assign_vmid(struct pd *pd);

/* Make a PD in `memory`. `caps` is all zero. */
void pd_init(struct pd *pd, struct capability *caps, uint32_t cap_count, bool is_vm);

/* One bounded step of destruction: empties the capability space. ERROR_BUSY: threads are left;
 * ERROR_AGAIN: call again. When OK the VMID is free and flushed. */
enum error pd_destroy_step(struct pd *pd);

/* Map, unmap: see core/core_call.h. Unmapped pages are out of the TLBs of all CPUs on return. */
enum error pd_map(struct pd *pd, uint32_t address, uint32_t physical, uint32_t size,
                  uint32_t flags, uint32_t *done);
enum error pd_unmap(struct pd *pd, uint32_t address, uint32_t size, uint32_t *done);

#endif
