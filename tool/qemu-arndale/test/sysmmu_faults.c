/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Each kind of fault: status bit, address register, interrupt line, and the block that follows. */
#include "dma.h"
#include "report.h"
#include "sysmmu.h"

#define R0SIZE       TZPC0
#define SECURE_PAGES 0x20u

/* After a transfer: the fault's bit and address, nothing copied, and the unit blocked. */
static void expect_fault(const struct guarded_engine *unit, const char *name,
                         enum sysmmu_interrupt interrupt, uint32_t offset, uint32_t address)
{
    report_case(name);
    check_equal("status bit", unit_read(unit, SYSMMU_INT_STATUS), interrupt);
    check_equal("address", unit_read(unit, offset), address);
    check("nothing was written", untouched(TARGET));
    check_equal("the unit is blocked", unit_read(unit, SYSMMU_STATUS), 1);
    resume(unit);
    check_equal("cleared", unit_read(unit, SYSMMU_INT_STATUS), 0);
    check_equal("unblocked", unit_read(unit, SYSMMU_STATUS), 0);
    report_case(NULL);
}

static void test_translation(const struct guarded_engine *unit)
{
    stage_setup(unit);
    map_section(TARGET_ADDRESS, TARGET, READ_WRITE);
    copy(unit, UNMAPPED_ADDRESS + 0x2340, TARGET_ADDRESS);
    check_equal("level 1: a read faults", unit_read(unit, SYSMMU_INT_STATUS), INT_PAGE);
    check_equal("level 1: address of the read", unit_read(unit, SYSMMU_PAGE_ADDRESS),
                UNMAPPED_ADDRESS + 0x2340);

    stage_setup(unit);
    map_section(SOURCE_ADDRESS, SOURCE, READ_WRITE);
    copy(unit, SOURCE_ADDRESS, UNMAPPED_ADDRESS);
    expect_fault(unit, "translation fault, level 1, write", INT_PAGE, SYSMMU_PAGE_ADDRESS,
                 UNMAPPED_ADDRESS);

    stage_setup(unit);
    map_section(SOURCE_ADDRESS, SOURCE, READ_WRITE);
    map_small(TARGET_ADDRESS, TARGET, READ_WRITE);
    copy(unit, SOURCE_ADDRESS, TARGET_ADDRESS + 0x1000);
    expect_fault(unit, "translation fault, level 2, write", INT_PAGE, SYSMMU_PAGE_ADDRESS,
                 TARGET_ADDRESS + 0x1000);

    stage_setup(unit);
    map_section(SOURCE_ADDRESS, SOURCE, READ_WRITE);
    map_section(TARGET_ADDRESS, TARGET, READ_WRITE);
    copy_begin(unit, PROGRAM, SOURCE_ADDRESS, TARGET_ADDRESS);
    dma_kill(unit->engine);
    expect_fault(unit, "translation fault, program fetch", INT_PAGE, SYSMMU_PAGE_ADDRESS, PROGRAM);
}

static void test_permissions(const struct guarded_engine *unit)
{
    stage_setup(unit);
    map_section(SOURCE_ADDRESS, SOURCE, READ_WRITE);
    map_section(TARGET_ADDRESS, TARGET, READ_ONLY);
    copy(unit, SOURCE_ADDRESS, TARGET_ADDRESS + 0x40);
    expect_fault(unit, "write to a read-only section", INT_WRITE_ACCESS, SYSMMU_WRITE_ADDRESS,
                 TARGET_ADDRESS + 0x40);

    stage_setup(unit);
    map_section(SOURCE_ADDRESS, SOURCE, READ_WRITE);
    map_small(TARGET_ADDRESS, TARGET, READ_ONLY);
    copy(unit, SOURCE_ADDRESS, TARGET_ADDRESS);
    expect_fault(unit, "write to a read-only small page", INT_WRITE_ACCESS, SYSMMU_WRITE_ADDRESS,
                 TARGET_ADDRESS);

    stage_setup(unit);
    map_section(SOURCE_ADDRESS, SOURCE, READ_WRITE);
    map_large(TARGET_ADDRESS, TARGET, NO_ACCESS);
    copy(unit, SOURCE_ADDRESS, TARGET_ADDRESS);
    expect_fault(unit, "write to a large page without access", INT_WRITE_ACCESS,
                 SYSMMU_WRITE_ADDRESS, TARGET_ADDRESS);

    stage_setup(unit);
    map_small(SOURCE_ADDRESS, SOURCE, NO_ACCESS);
    copy(unit, SOURCE_ADDRESS, UNMAPPED_ADDRESS);
    expect_fault(unit, "read of a page without access", INT_READ_ACCESS, SYSMMU_READ_ADDRESS,
                 SOURCE_ADDRESS);
}

static void test_bus(const struct guarded_engine *unit)
{
    stage_setup(unit);
    map_section(SOURCE_ADDRESS, SOURCE, READ_WRITE);
    point_to_table(TARGET_ADDRESS, HOLE);
    copy(unit, SOURCE_ADDRESS, TARGET_ADDRESS + 0x3000);
    expect_fault(unit, "no memory at the level-2 table", INT_BUS, SYSMMU_BUS_ADDRESS, HOLE + 3 * 4);

    stage_setup(unit);
    unit_write(unit, SYSMMU_PT_BASE, HOLE);
    copy(unit, SOURCE_ADDRESS, TARGET_ADDRESS);
    expect_fault(unit, "no memory at the level-1 table", INT_BUS, SYSMMU_BUS_ADDRESS,
                 HOLE + (PROGRAM_ADDRESS >> 20) * 4);
}

/* The first pages of the iRAM are declared secure; the engine is not. */
static void test_security(const struct guarded_engine *unit)
{
    const uint32_t place = 0x8000;

    write32(R0SIZE, SECURE_PAGES);
    stage_setup(unit);
    map_section(SOURCE_ADDRESS, SOURCE, READ_WRITE);
    map_small(TARGET_ADDRESS, IRAM + place, READ_WRITE);
    write32(IRAM + place, 0);
    copy(unit, SOURCE_ADDRESS, TARGET_ADDRESS);
    check_equal("secure iRAM was not written", read32(IRAM + place), 0);
    expect_fault(unit, "write to secure iRAM", INT_WRITE_SECURITY, SYSMMU_WRITE_ADDRESS,
                 TARGET_ADDRESS);

    stage_setup(unit);
    map_small(SOURCE_ADDRESS, IRAM + place, READ_WRITE);
    copy(unit, SOURCE_ADDRESS, UNMAPPED_ADDRESS);
    expect_fault(unit, "read of secure iRAM", INT_READ_SECURITY, SYSMMU_READ_ADDRESS,
                 SOURCE_ADDRESS);

    write32(R0SIZE, 0);
    stage_setup(unit);
    map_section(SOURCE_ADDRESS, SOURCE, READ_WRITE);
    map_small(TARGET_ADDRESS, IRAM + place, READ_WRITE);
    copy(unit, SOURCE_ADDRESS, TARGET_ADDRESS);
    check("iRAM that is not secure can be written", holds_source(IRAM + place, 0));
}

/* The access that faulted is tried again: in vain, until what it lacks is there. */
static void test_retry(const struct guarded_engine *unit)
{
    stage_setup(unit);
    map_section(SOURCE_ADDRESS, SOURCE, READ_WRITE);
    copy_begin(unit, PROGRAM_ADDRESS, SOURCE_ADDRESS, TARGET_ADDRESS);
    resume(unit);
    check("a transfer does not go on where nothing is mapped", !copy_ends(unit));
    check_equal("but faults again", unit_read(unit, SYSMMU_INT_STATUS), INT_PAGE);
    map_section(TARGET_ADDRESS, TARGET, READ_WRITE);
    resume(unit);
    check("it goes on when it is", copy_ends(unit) && holds_source(TARGET, 0));
}

/* A translation to where no device answers is the engine's fault, not the unit's. */
static void test_engine_fault(const struct guarded_engine *unit)
{
    const uint32_t write_error = 1u << 17;

    stage_setup(unit);
    map_section(SOURCE_ADDRESS, SOURCE, READ_WRITE);
    map_section(TARGET_ADDRESS, HOLE, READ_WRITE);
    copy_begin(unit, PROGRAM_ADDRESS, SOURCE_ADDRESS, TARGET_ADDRESS);
    check("a write to a hole does not end the transfer", !copy_ends(unit));
    check_equal("the engine reports it", dma_fault(unit->engine), write_error);
    check_equal("the unit does not", unit_read(unit, SYSMMU_INT_STATUS), 0);
    check("abort line high", read32(COMBINER + unit->abort_group / 4 * 0x10 + 8) >>
                                     (unit->abort_group % 4 * 8 + unit->abort_bit) &
                                 1);
    dma_kill(unit->engine);
    check("stopped by DMAKILL", dma_stopped(unit->engine));
}

static void test_block_after_fault(const struct guarded_engine *unit)
{
    stage_setup(unit);
    map_section(SOURCE_ADDRESS, SOURCE, READ_WRITE);
    map_section(TARGET_ADDRESS, TARGET, READ_WRITE);
    copy(unit, UNMAPPED_ADDRESS, TARGET_ADDRESS);
    copy(unit, SOURCE_ADDRESS, TARGET_ADDRESS);
    check("after a fault, valid transfers go nowhere too", untouched(TARGET));
    copy(unit, UNMAPPED_ADDRESS + 0x1000, TARGET_ADDRESS);
    check_equal("after a fault, no other is recorded", unit_read(unit, SYSMMU_PAGE_ADDRESS),
                UNMAPPED_ADDRESS);
    unit_write(unit, SYSMMU_CTRL, CTRL_ON);
    check_equal("CTRL alone does not unblock", unit_read(unit, SYSMMU_STATUS), 1);
    unit_write(unit, SYSMMU_INT_CLEAR, INT_ALL & ~INT_PAGE);
    check_equal("clearing other bits clears nothing", unit_read(unit, SYSMMU_INT_STATUS), INT_PAGE);
    unit_write(unit, SYSMMU_INT_CLEAR, INT_PAGE);
    check_equal("clearing alone does not unblock", unit_read(unit, SYSMMU_STATUS), 1);
    unit_write(unit, SYSMMU_CTRL, CTRL_ON);
    check_equal("both do", unit_read(unit, SYSMMU_STATUS), 0);
    copy(unit, SOURCE_ADDRESS, TARGET_ADDRESS);
    check("and transfers work again", holds_source(TARGET, 0));
}

static bool line_pending(const struct guarded_engine *unit)
{
    uint32_t status = read32(COMBINER + unit->combiner_group / 4 * 0x10 + 8);

    return status >> (unit->combiner_group % 4 * 8 + unit->combiner_bit) & 1;
}

static bool gic_pending(const struct guarded_engine *unit)
{
    const uint32_t pending = 0x200, first_shared = 4;

    return read32(GICD + pending + first_shared) >> unit->combiner_group & 1;
}

static void test_interrupt(const struct guarded_engine *unit)
{
    uint32_t enable = COMBINER + unit->combiner_group / 4 * 0x10;
    uint32_t line = 1u << (unit->combiner_group % 4 * 8 + unit->combiner_bit);

    stage_setup(unit);
    map_section(TARGET_ADDRESS, TARGET, READ_WRITE);
    check("line low without a fault", !line_pending(unit));
    copy(unit, UNMAPPED_ADDRESS, TARGET_ADDRESS);
    check("line high with a fault", line_pending(unit));
    check("GIC: not while the combiner masks it", !gic_pending(unit));
    write32(enable, line);
    check("GIC: pending when the combiner lets it pass", gic_pending(unit));
    unit_write(unit, SYSMMU_INT_CLEAR, INT_ALL);
    check("line low when cleared", !line_pending(unit) && !gic_pending(unit));
    write32(enable + 4, line);
    unit_write(unit, SYSMMU_CTRL, CTRL_ON_SILENT);
    copy(unit, UNMAPPED_ADDRESS, TARGET_ADDRESS);
    check("line low with interrupts off", !line_pending(unit));
    check_equal("but the fault is recorded", unit_read(unit, SYSMMU_INT_STATUS), INT_PAGE);
    resume(unit);
}

void sysmmu_test_faults(const struct guarded_engine *unit)
{
    test_translation(unit);
    test_permissions(unit);
    test_bus(unit);
    test_security(unit);
    test_block_after_fault(unit);
    test_retry(unit);
    test_engine_fault(unit);
    test_interrupt(unit);
}
