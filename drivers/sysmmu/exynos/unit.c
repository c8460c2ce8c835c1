/* SPDX-License-Identifier: MIT */
/* One SysMMU; see unit.h. */
#include "unit.h"

/* Reads of STATUS until accesses under way are done: far more than they can take. */
enum { POLLS_MAX = 100000 };

/* What each fault bit means, and where its address is. */
static const struct {
    enum iommu_fault kind;
    enum sysmmu_register address;
} faults[] = {
    {IOMMU_FAULT_TRANSLATION, SYSMMU_PAGE_ADDRESS}, {IOMMU_FAULT_TABLE, SYSMMU_READ_ADDRESS},
    {IOMMU_FAULT_TABLE, SYSMMU_WRITE_ADDRESS},      {IOMMU_FAULT_TABLE, SYSMMU_BUS_ADDRESS},
    {IOMMU_FAULT_READ, SYSMMU_READ_ADDRESS},        {IOMMU_FAULT_READ, SYSMMU_READ_ADDRESS},
    {IOMMU_FAULT_WRITE, SYSMMU_WRITE_ADDRESS},      {IOMMU_FAULT_WRITE, SYSMMU_WRITE_ADDRESS},
};

bool unit_block(const struct unit *unit)
{
    unit_write(unit, SYSMMU_CTRL, SYSMMU_CTRL_BLOCK);
    for (uint32_t polls = 0; polls < POLLS_MAX; polls++) {
        if (unit_read(unit, SYSMMU_STATUS) & SYSMMU_STATUS_BLOCKED) {
            return true;
        }
    }
    return false;
}

void unit_flush(const struct unit *unit)
{
    unit_barrier();
    unit_write(unit, SYSMMU_FLUSH, SYSMMU_FLUSH_ALL);
    (void)unit_read(unit, SYSMMU_STATUS); /* it has arrived */
}

enum error unit_init(struct unit *unit, uint32_t table)
{
    unit->open = false;
    unit->held = false;
    if (!unit_block(unit)) {
        return ERROR_BUSY;
    }
    if (SYSMMU_VERSION_MAJOR(unit_read(unit, SYSMMU_VERSION)) > SYSMMU_VERSION_LATEST) {
        return ERROR_INVALID;
    }
    unit_write(unit, SYSMMU_CFG, SYSMMU_CFG_LRU | SYSMMU_CFG_QOS);
    unit_write(unit, SYSMMU_PT_BASE, table);
    unit_flush(unit);
    unit_write(unit, SYSMMU_INT_CLEAR, SYSMMU_INT_ALL);
    return OK;
}

enum error unit_open(struct unit *unit)
{
    /* A fault of the client before, whose interrupt has not been handled yet, is not this one's. */
    unit_write(unit, SYSMMU_INT_CLEAR, SYSMMU_INT_ALL);
    unit->held = false;
    unit->open = true;
    return unit_settle(unit);
}

enum error unit_settle(const struct unit *unit)
{
    if (!unit->open || unit->held || unit->mode == UNIT_BLOCK) {
        return OK;
    }
    unit_barrier();
    return unit_start(unit, unit->mode == UNIT_OFF ? SYSMMU_CTRL_OFF : SYSMMU_CTRL_ENABLE);
}

bool unit_take_fault(struct unit *unit, struct unit_fault *fault)
{
    uint32_t status = unit_read(unit, SYSMMU_INT_STATUS) & SYSMMU_INT_ALL;
    if (status == 0) {
        return false;
    }
    uint32_t bit = (uint32_t)__builtin_ctz(status);
    fault->kind = faults[bit].kind;
    fault->address = unit_read(unit, faults[bit].address);
    unit->held = true;
    /* Blocked by CTRL before the fault itself no longer blocks it. */
    unit_write(unit, SYSMMU_CTRL, SYSMMU_CTRL_BLOCK);
    unit_write(unit, SYSMMU_INT_CLEAR, 1u << bit);
    return true;
}
