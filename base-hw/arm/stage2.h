/* SPDX-License-Identifier: MIT */
/*
 * Stage-2 translation tables: an address space of 4 GiB, of a component or of a VM
 * (ARM DDI 0406C B3.6, long descriptors).
 *
 * The walk starts at a first-level table of four entries, which is part of the object. Second- and
 * third-level tables are pages that the owner donated; they wait, all zero but for the link in
 * their first word, in the list `spare`. An empty third-level table goes back to the list at once:
 * the number of its entries in use is kept in those bits of the descriptor that points to it
 * which the hardware ignores. Second-level tables stay.
 *
 * Locking: the caller lets one CPU at a time at a `struct stage2`, and keeps others out from
 * stage2_unmap() until it has invalidated the TLB, since a freed table may be used again.
 */
#ifndef ARM_STAGE2_H
#define ARM_STAGE2_H

#include <stdint.h>
#include <hw/core_values.h>
#include <hw/error.h>
#include <arm/cp15_bits.h>

enum {
    STAGE2_ROOT_ENTRIES = 4,
    STAGE2_STEPS = 512, /* entries that one call touches at most */
    STAGE2_BLOCK_SIZE = 0x200000,
};

struct stage2 {
    _Alignas(32) uint64_t root[STAGE2_ROOT_ENTRIES]; /* alignment: VTTBR with VTCR.T0SZ = 0 */
    uint32_t spare;                                  /* physical address of the first, 0: none */
};

/* VTCR for these tables: 4 GiB from the first level on, walks write-back and inner-shareable. */
#define STAGE2_VTCR                                                                                \
    (VTCR_RES1 | VTCR_T0SZ_4_GIB | VTCR_SL0_LEVEL1 | TCR_SH0_INNER | TCR_ORGN0_WBWA |              \
     TCR_IRGN0_WBWA)

/* Begin with nothing mapped and no spare table. */
void stage2_initialize(struct stage2 *space);

/* Add the page at physical address `page` as a table to be. ERROR_INVALID: not page-aligned, or
 * zero. Clears the page. */
enum error stage2_donate(struct stage2 *space, uint32_t page);

/*
 * Map `size` bytes at `ipa` to `pa` with `flags` (enum map_flags), in blocks of 2 MiB where the
 * alignment of what is left allows, else in pages. All page-aligned, MAP_READ is required.
 * `*done` is what this call mapped.
 * OK: all of it. ERROR_AGAIN: call again for the rest. ERROR_RAM: donate a page, then call again
 * for the rest. ERROR_EXISTS: something is mapped at ipa + *done. ERROR_INVALID: misaligned, empty,
 * beyond 4 GiB, or flags that contradict each other; *done is 0.
 * The new mappings are visible to both CPUs' table walks on return.
 */
enum error stage2_map(struct stage2 *space, uint32_t ipa, uint32_t pa, uint32_t size,
                      uint32_t flags, uint32_t *done);

/*
 * Unmap `size` bytes from `ipa` on; what is not mapped is skipped. `*done` is what this call went
 * through. Whatever it returns, the caller must invalidate the TLB for these `*done` bytes.
 * OK, ERROR_AGAIN as above. ERROR_INVALID: misaligned, empty, beyond 4 GiB, or at ipa + *done lies
 * a block of which only a part was meant.
 */
enum error stage2_unmap(struct stage2 *space, uint32_t ipa, uint32_t size, uint32_t *done);

/* The physical address that `ipa` leads to. ERROR_NOT_FOUND: nothing is mapped there. */
enum error stage2_lookup(const struct stage2 *space, uint32_t ipa, uint32_t *pa);

#endif
