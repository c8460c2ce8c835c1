/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The translation buffer: what it keeps, what empties it, and two entries for one address. */
#include "report.h"
#include "sysmmu.h"

/* Maps source and target and copies once, so that the buffer holds them. */
static void warm(const struct guarded_engine *unit)
{
    stage_setup(unit);
    map_section(SOURCE_ADDRESS, SOURCE, READ_WRITE);
    map_small(TARGET_ADDRESS, TARGET, READ_WRITE);
    copy(unit, SOURCE_ADDRESS, TARGET_ADDRESS);
}

static bool old_mapping_in_use(const struct guarded_engine *unit)
{
    copy(unit, SOURCE_ADDRESS, TARGET_ADDRESS);
    return holds_source(TARGET, 0) && untouched(TARGET + 0x1000);
}

static bool new_mapping_in_use(const struct guarded_engine *unit)
{
    copy(unit, SOURCE_ADDRESS, TARGET_ADDRESS);
    return untouched(TARGET) && holds_source(TARGET + 0x1000, 0);
}

static void test_stale(const struct guarded_engine *unit)
{
    warm(unit);
    map_small(TARGET_ADDRESS, TARGET + 0x1000, READ_WRITE);
    check("a change in the tables is not seen", old_mapping_in_use(unit));
    unit_write(unit, SYSMMU_CTRL, CTRL_OFF);
    unit_write(unit, SYSMMU_CTRL, CTRL_ON);
    check("nor after disabling and enabling", old_mapping_in_use(unit));
    unit_write(unit, SYSMMU_PT_BASE, table_address());
    check("nor after setting the table's address", old_mapping_in_use(unit));
    unit_write(unit, SYSMMU_FLUSH_ENTRY, SOURCE_ADDRESS | FLUSH_NOW);
    check("nor after flushing another entry", old_mapping_in_use(unit));
    unit_write(unit, SYSMMU_FLUSH_ENTRY, TARGET_ADDRESS);
    check("nor after FLUSH_ENTRY without its bit 0", old_mapping_in_use(unit));
    unit_write(unit, SYSMMU_FLUSH_ENTRY, TARGET_ADDRESS | FLUSH_NOW);
    check("after FLUSH_ENTRY it is", new_mapping_in_use(unit));

    warm(unit);
    map_small(TARGET_ADDRESS, TARGET + 0x1000, READ_WRITE);
    unit_write(unit, SYSMMU_FLUSH, FLUSH_NOW);
    check("after FLUSH too", new_mapping_in_use(unit));
    check_equal("no fault so far", unit_read(unit, SYSMMU_INT_STATUS), 0);
}

static void test_unmapped(const struct guarded_engine *unit)
{
    warm(unit);
    unmap_section(TARGET_ADDRESS);
    check("an unmapped page stays reachable without a flush", old_mapping_in_use(unit));
    unit_write(unit, SYSMMU_FLUSH_ENTRY, TARGET_ADDRESS | FLUSH_NOW);
    copy(unit, SOURCE_ADDRESS, TARGET_ADDRESS);
    check("and not with one", untouched(TARGET));
    check_equal("which is a fault", unit_read(unit, SYSMMU_INT_STATUS), INT_PAGE);
    resume(unit);
}

/* A page that the buffer holds becomes part of a section: when another address of the section
   has brought that in as well, the page's address has two translations. */
static void test_multi_hit(const struct guarded_engine *unit)
{
    warm(unit);
    map_section(TARGET_ADDRESS, TARGET, READ_WRITE);
    copy(unit, SOURCE_ADDRESS, TARGET_ADDRESS + 0x5000);
    check("a section beside a stale page", holds_source(TARGET + 0x5000, 0));
    copy(unit, SOURCE_ADDRESS, TARGET_ADDRESS);
    check_equal("write multi-hit", unit_read(unit, SYSMMU_INT_STATUS), INT_WRITE_MULTI_HIT);
    check_equal("write multi-hit: address", unit_read(unit, SYSMMU_WRITE_ADDRESS), TARGET_ADDRESS);
    check("write multi-hit: nothing written", untouched(TARGET));
    resume(unit);
    copy(unit, TARGET_ADDRESS, UNMAPPED_ADDRESS);
    check_equal("read multi-hit", unit_read(unit, SYSMMU_INT_STATUS), INT_READ_MULTI_HIT);
    check_equal("read multi-hit: address", unit_read(unit, SYSMMU_READ_ADDRESS), TARGET_ADDRESS);
    resume(unit);
    unit_write(unit, SYSMMU_FLUSH, FLUSH_NOW);
    copy(unit, SOURCE_ADDRESS, TARGET_ADDRESS);
    check("after FLUSH, one translation is left", holds_source(TARGET, 0));
}

void sysmmu_test_tlb(const struct guarded_engine *unit)
{
    test_stale(unit);
    test_unmapped(unit);
    test_multi_hit(unit);
}
