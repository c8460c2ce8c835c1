/* SPDX-License-Identifier: MIT */
/*
 * VMIDs: 255 tags for any number of address spaces.
 *
 * An address space holds a tag from its first use until another one needs it. VMID_NONE (0) is
 * never handed out. The clock hand goes round the tags, and takes the next one that no CPU has in
 * its VTTBR; its old owner gets VMID_NONE and asks anew when it is used again. A tag that was used
 * before must be flushed from the TLBs before it serves its new owner.
 *
 * Locking: the caller's. Time: at most one step more than there are CPUs.
 */
#ifndef ARM_VMID_H
#define ARM_VMID_H

#include <stdbool.h>
#include <stdint.h>

enum { VMID_NONE = 0, VMID_COUNT = 256 };

/* What the owner of a tag keeps: the tag that it holds, or VMID_NONE. */
struct vmid {
    uint8_t value;
};

/* All zero is the state in which no tag was used yet. */
struct vmid_pool {
    struct vmid *owner[VMID_COUNT];
    bool used[VMID_COUNT]; /* may still be in a TLB */
    uint8_t hand;          /* the tag taken last */
};

/*
 * Give `owner`, which has none, a tag. `active[0..cpu_count)`: the tags in the CPUs' VTTBRs now.
 * Returns whether the caller must flush the tag on all CPUs before it uses it.
 */
bool vmid_assign(struct vmid_pool *pool, struct vmid *owner, const uint8_t *active,
                 uint32_t cpu_count);

/* Take the tag, if it has one, from `owner`, which ceases to exist. */
void vmid_release(struct vmid_pool *pool, struct vmid *owner);

#endif
