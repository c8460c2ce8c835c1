/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Clock gates: a gated device does not answer, and keeps its state. */
#include "report.h"
#include "sysmmu.h"

void sysmmu_test_gates(const struct guarded_engine *unit)
{
    uint32_t open = read32(unit->gate);
    const uint32_t engine_status = 0x100;

    stage_setup(unit);
    check("SysMMU answers with its clock", answers(unit->sysmmu + SYSMMU_PT_BASE));
    write32(unit->gate, open & ~(1u << unit->sysmmu_gate_bit));
    check("SysMMU does not without", !answers(unit->sysmmu + SYSMMU_PT_BASE));
    check("its engine still does", answers(unit->engine + engine_status));
    write32(unit->gate, open & ~(1u << unit->engine_gate_bit));
    check("SysMMU answers again", answers(unit->sysmmu + SYSMMU_PT_BASE));
    check_equal("and kept its state", unit_read(unit, SYSMMU_PT_BASE), table_address());
    check("engine does not answer without its clock", !answers(unit->engine + engine_status));
    write32(unit->gate, open);
    check("engine answers again", answers(unit->engine + engine_status));
}

void sysmmu_test(const struct guarded_engine *unit)
{
    report_unit(unit->name);
    sysmmu_test_modes(unit);
    sysmmu_test_faults(unit);
    sysmmu_test_tlb(unit);
    sysmmu_test_gates(unit);
    unit_write(unit, SYSMMU_CTRL, CTRL_OFF);
}
