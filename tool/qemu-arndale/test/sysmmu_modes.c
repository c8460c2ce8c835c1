/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Disabled, blocked, enabled; sections, large and small pages; permissions that allow. */
#include "dma.h"
#include "report.h"
#include "sysmmu.h"

static void test_disabled(const struct guarded_engine *unit)
{
    stage_setup(unit);
    unit_write(unit, SYSMMU_CTRL, CTRL_OFF);
    copy_begin(unit, PROGRAM, SOURCE, TARGET);
    check("disabled: a transfer passes untranslated", holds_source(TARGET, 0));
    check_equal("disabled: not blocked", unit_read(unit, SYSMMU_STATUS), 0);
}

static void test_blocked(const struct guarded_engine *unit)
{
    stage_setup(unit);
    map_section(SOURCE_ADDRESS, SOURCE, READ_WRITE);
    map_section(TARGET_ADDRESS, TARGET, READ_WRITE);
    unit_write(unit, SYSMMU_CTRL, CTRL_BLOCKED);
    check_equal("blocked: the status says so", unit_read(unit, SYSMMU_STATUS), 1);
    copy_begin(unit, PROGRAM_ADDRESS, SOURCE_ADDRESS, TARGET_ADDRESS);
    check("blocked: a transfer does not end", !copy_ends(unit));
    check("blocked: nor does it write", untouched(TARGET));
    check_equal("blocked: that is no fault", unit_read(unit, SYSMMU_INT_STATUS), 0);
    unit_write(unit, SYSMMU_CTRL, CTRL_ON);
    check_equal("unblocked: the status says so", unit_read(unit, SYSMMU_STATUS), 0);
    check("unblocked: the transfer goes on", copy_ends(unit) && holds_source(TARGET, 0));

    unit_write(unit, SYSMMU_CTRL, CTRL_BLOCKED);
    copy(unit, SOURCE_ADDRESS, TARGET_ADDRESS);
    unit_write(unit, SYSMMU_CTRL, CTRL_ON);
    check("a transfer that was stopped meanwhile does not", !copy_ends(unit) || untouched(TARGET));
    copy(unit, SOURCE_ADDRESS, TARGET_ADDRESS);
    check("but the next one is done", holds_source(TARGET, 0));
}

static void test_sizes(const struct guarded_engine *unit)
{
    const uint32_t in_section = 0xab000, in_large = 0xd000;

    stage_setup(unit);
    map_section(SOURCE_ADDRESS, SOURCE + 0x100000, READ_WRITE);
    map_section(TARGET_ADDRESS, TARGET, READ_WRITE);
    copy(unit, SOURCE_ADDRESS + in_section, TARGET_ADDRESS + in_section);
    check("sections", holds_source(TARGET + in_section, 0x100000 + in_section));

    stage_setup(unit);
    map_large(SOURCE_ADDRESS + 0x30000, SOURCE + 0x70000, READ_WRITE);
    map_large(TARGET_ADDRESS + 0x50000, TARGET + 0x10000, READ_WRITE);
    copy(unit, SOURCE_ADDRESS + 0x30000 + in_large, TARGET_ADDRESS + 0x50000 + in_large);
    check("64 KiB pages", holds_source(TARGET + 0x10000 + in_large, 0x70000 + in_large));

    stage_setup(unit);
    map_small(SOURCE_ADDRESS + 0xff000, SOURCE + 0x3000, READ_WRITE);
    map_small(TARGET_ADDRESS, TARGET + 0x5000, READ_WRITE);
    copy(unit, SOURCE_ADDRESS + 0xff000, TARGET_ADDRESS);
    check("4 KiB pages", holds_source(TARGET + 0x5000, 0x3000));
    check_equal("no fault so far", unit_read(unit, SYSMMU_INT_STATUS), 0);
}

static void test_read_only(const struct guarded_engine *unit)
{
    stage_setup(unit);
    map_section(SOURCE_ADDRESS, SOURCE, READ_ONLY);
    map_section(TARGET_ADDRESS, TARGET, READ_WRITE);
    copy(unit, SOURCE_ADDRESS, TARGET_ADDRESS);
    check("a read-only section can be read", holds_source(TARGET, 0));

    stage_setup(unit);
    map_small(SOURCE_ADDRESS, SOURCE, READ_ONLY);
    map_small(TARGET_ADDRESS, TARGET, READ_WRITE);
    copy(unit, SOURCE_ADDRESS, TARGET_ADDRESS);
    check("a read-only page can be read", holds_source(TARGET, 0));
}

/* A burst that lies half in a page that is mapped, half in one that is not. */
static void test_page_border(const struct guarded_engine *unit)
{
    const uint32_t half = DMA_UNIT / 2;

    stage_setup(unit);
    map_section(SOURCE_ADDRESS, SOURCE, READ_WRITE);
    map_small(TARGET_ADDRESS, TARGET, READ_WRITE);
    copy(unit, SOURCE_ADDRESS, TARGET_ADDRESS + 0x1000 - half);
    check_equal("over a page's border: fault", unit_read(unit, SYSMMU_INT_STATUS), INT_PAGE);
    check("over a page's border: the next page is untouched", untouched(TARGET + 0x1000));
    check_equal("over a page's border: its address", unit_read(unit, SYSMMU_PAGE_ADDRESS),
                TARGET_ADDRESS + 0x1000);
}

void sysmmu_test_modes(const struct guarded_engine *unit)
{
    check_equal("version 2.1", unit_read(unit, SYSMMU_VERSION), 0x20200000);
    test_disabled(unit);
    test_blocked(unit);
    test_sizes(unit);
    test_read_only(unit);
    test_page_border(unit);
}
