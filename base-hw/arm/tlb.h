/* SPDX-License-Identifier: MIT */
/*
 * Invalidation of TLB entries on both CPUs (ARM DDI 0406C B3.10.5, B4.2.2).
 *
 * ARMv7 invalidates by virtual address within the current VMID only: so the VMID to be flushed is
 * loaded, and what was there is restored. For a component the virtual address is the intermediate
 * one, since stage 1 is off; for a VM use tlb_flush_vmid(). Each returns when no CPU uses the old
 * translations any more.
 */
#ifndef ARM_TLB_H
#define ARM_TLB_H

#include <stdint.h>
#include <arm/barrier.h>
#include <arm/cp15.h>

static inline uint64_t tlb_enter_context(uint64_t vttbr)
{
    uint64_t current = read_VTTBR();
    dsb_ishst(); /* the change of the tables comes before the invalidation */
    if (current != vttbr) {
        write_VTTBR(vttbr);
        isb();
    }
    return current;
}

static inline void tlb_leave_context(uint64_t vttbr, uint64_t previous)
{
    dsb_ish();
    if (previous != vttbr) {
        write_VTTBR(previous);
    }
    isb();
}

/* Flush the page at `address` of the address space with `vttbr`, all levels of its walk. */
static inline void tlb_flush_page(uint64_t vttbr, uint32_t address)
{
    uint64_t previous = tlb_enter_context(vttbr);
    write_TLBIMVAAIS(address & ~0xfffu);
    tlb_leave_context(vttbr, previous);
}

/* Flush all of the address space with `vttbr`. */
static inline void tlb_flush_vmid(uint64_t vttbr)
{
    uint64_t previous = tlb_enter_context(vttbr);
    write_TLBIALLIS(0);
    tlb_leave_context(vttbr, previous);
}

#endif
