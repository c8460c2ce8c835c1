/* SPDX-License-Identifier: MIT */
/*
 * Protection domains: VMIDs, mappings and the end. See pd.h.
 */
#include <arm/tlb.h>
#include "cpu.h"

static struct vmid_pool vmid_pool;

void pd_assign_vmid(struct pd *pd)
{
    uint8_t active[BOARD_CPU_COUNT];

    for (uint32_t i = 0; i < BOARD_CPU_COUNT; i++) {
        const struct thread *loaded = cpu_of(i)->loaded;

        active[i] = loaded != NULL ? loaded->pd->vmid.value : (uint8_t)VMID_NONE;
    }
    if (vmid_assign(&vmid_pool, &pd->vmid, active, BOARD_CPU_COUNT)) {
        tlb_flush_vmid(pd_vttbr(pd));
    }
}

void pd_init(struct pd *pd, struct capability *caps, uint32_t cap_count, bool is_vm)
{
    *pd = (struct pd){
        .object = {.type = OBJECT_PD},
        .is_vm = is_vm,
        .cap_count = cap_count,
        .caps = caps,
    };
    stage2_initialize(&pd->stage2);
}

enum error pd_destroy_step(struct pd *pd)
{
    if (pd->members != 0) {
        return ERROR_BUSY;
    }
    for (unsigned i = 0; i < DESTROY_BATCH && pd->cleared_caps < pd->cap_count; i++) {
        capability_clear(&pd->caps[pd->cleared_caps]);
        pd->cleared_caps++;
    }
    if (pd->cleared_caps < pd->cap_count) {
        return ERROR_AGAIN;
    }
    if (pd->vmid.value != VMID_NONE) {
        tlb_flush_vmid(pd_vttbr(pd));
    }
    vmid_release(&vmid_pool, &pd->vmid);
    return OK;
}

enum error pd_map(struct pd *pd, uint32_t address, uint32_t physical, uint32_t size,
                  uint32_t flags, uint32_t *done)
{
    return stage2_map(&pd->stage2, address, physical, size, flags, done);
}

/* Pages beyond which flushing the whole VMID is cheaper than each page. */
enum { FLUSH_PAGES_MAX = 8 };

enum error pd_unmap(struct pd *pd, uint32_t address, uint32_t size, uint32_t *done)
{
    enum error error = stage2_unmap(&pd->stage2, address, size, done);

    if (*done == 0 || pd->vmid.value == VMID_NONE) {
        return error;
    }
    if (pd->is_vm || *done > FLUSH_PAGES_MAX * PAGE_SIZE) {
        tlb_flush_vmid(pd_vttbr(pd));
        return error;
    }
    for (uint32_t offset = 0; offset < *done; offset += PAGE_SIZE) {
        tlb_flush_page(pd_vttbr(pd), address + offset);
    }
    return error;
}
