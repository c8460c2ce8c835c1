/* SPDX-License-Identifier: MIT */
/*
 * The tables of a SysMMU, read as the hardware reads them: what is mapped is found at its address
 * and nowhere else, with the largest entries that fit, and nothing is left of what was taken out.
 */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "../table.h"

enum { MIB = 1 << 20, LARGE = 64 << 10, LEVEL2_TABLES = 64, LEVEL2_PHYSICAL = 0x40000000 };

static uint32_t level1[TABLE_MIBS];
/* Level-2 tables, at LEVEL2_PHYSICAL for the hardware. */
static uint32_t level2[LEVEL2_TABLES][TABLE_PAGES] __attribute__((aligned(8)));
static uint32_t given;
static struct table table;

enum entry_kind { NOTHING, SECTION, LARGE_PAGE, SMALL_PAGE };

struct walk {
    enum entry_kind kind;
    uint32_t physical;
    bool readable, writeable;
};

static struct walk walk(uint32_t address)
{
    uint32_t entry = level1[address >> 20];
    if ((entry & 3) == 2) {
        return (struct walk){SECTION, (entry & ~0xfffffu) | (address & 0xfffff), entry >> 10 & 1,
                             (entry >> 10 & 1) && !(entry >> 15 & 1)};
    }
    if ((entry & 3) != 1) {
        return (struct walk){NOTHING, 0, false, false};
    }
    uint32_t number = ((entry & ~0x3ffu) - LEVEL2_PHYSICAL) / TABLE_LEVEL2_SIZE;
    assert_true(number < LEVEL2_TABLES);
    entry = level2[number][address >> 12 & 0xff];
    bool readable = entry >> 4 & 1;
    bool writeable = readable && !(entry >> 9 & 1);
    if (entry & 2) {
        return (struct walk){SMALL_PAGE, (entry & ~0xfffu) | (address & 0xfff), readable,
                             writeable};
    }
    if ((entry & 3) == 1) {
        return (struct walk){LARGE_PAGE, (entry & ~0xffffu) | (address & 0xffff), readable,
                             writeable};
    }
    return (struct walk){NOTHING, 0, false, false};
}

static int start(void **state)
{
    (void)state;
    memset(level1, 0, sizeof(level1));
    memset(level2, 0xff, sizeof(level2)); /* whatever was in memory before */
    given = 0;
    table_init(&table, level1);
    return 0;
}

static void map(uint32_t address, uint32_t size, uint32_t physical, bool writeable)
{
    struct table_range range = {address, size};
    for (uint32_t missing = table_missing(&table, range, physical); missing > 0; missing--) {
        assert_true(given < LEVEL2_TABLES);
        table_give(&table, level2[given], LEVEL2_PHYSICAL + given * TABLE_LEVEL2_SIZE);
        given++;
    }
    assert_int_equal(table_missing(&table, range, physical), 0);
    table_map(&table, range, physical, writeable);
}

static void check_mapped(uint32_t address, uint32_t size, uint32_t physical, bool writeable)
{
    for (uint32_t offset = 0; offset < size; offset += TABLE_PAGE) {
        struct walk found = walk(address + offset + 0x123);
        assert_int_not_equal(found.kind, NOTHING);
        assert_int_equal(found.physical, physical + offset + 0x123);
        assert_true(found.readable);
        assert_int_equal(found.writeable, writeable);
    }
}

static void sections(void **state)
{
    (void)state;
    map(0x80000000, 16 * MIB, 0x50000000, true);
    assert_int_equal(given, 0);
    check_mapped(0x80000000, 16 * MIB, 0x50000000, true);
    assert_int_equal(walk(0x80000000).kind, SECTION);
    assert_int_equal(walk(0x7ffff000).kind, NOTHING);
    assert_int_equal(walk(0x81000000).kind, NOTHING);
    table_unmap(&table, (struct table_range){0x80000000, 16 * MIB});
    assert_int_equal(walk(0x80000000).kind, NOTHING);
    assert_int_equal(walk(0x80f00000).kind, NOTHING);
}

static void pages(void **state)
{
    (void)state;
    /* From a page before 64 KiB on, over the end of a MiB, to a page of the next. */
    map(0x100000 - 3 * LARGE - TABLE_PAGE, 3 * LARGE + 2 * TABLE_PAGE,
        0x60000000 - 3 * LARGE - TABLE_PAGE, false);
    assert_int_equal(given, 2);
    check_mapped(0x100000 - 3 * LARGE - TABLE_PAGE, 3 * LARGE + 2 * TABLE_PAGE,
                 0x60000000 - 3 * LARGE - TABLE_PAGE, false);
    assert_int_equal(walk(0x100000 - 3 * LARGE - TABLE_PAGE).kind, SMALL_PAGE);
    assert_int_equal(walk(0x100000 - 3 * LARGE).kind, LARGE_PAGE);
    assert_int_equal(walk(0x100000).kind, SMALL_PAGE);
    assert_int_equal(walk(0x101000).kind, NOTHING);
    assert_int_equal(walk(0x100000 - 3 * LARGE - 2 * TABLE_PAGE).kind, NOTHING);
}

static void the_last_page(void **state)
{
    (void)state;
    map(0xfff00000, MIB, 0x40100000, true);
    assert_int_equal(walk(0xffffffff).kind, SECTION);
    table_unmap(&table, (struct table_range){0xfff00000, MIB});
    map(0xfffff000, TABLE_PAGE, 0x40100000, true);
    check_mapped(0xfffff000, TABLE_PAGE, 0x40100000, true);
}

/* A MiB that once had pages is mapped by pages again: no entry of level 1 changes its kind. */
static void a_mib_after_pages(void **state)
{
    (void)state;
    map(0x300000, TABLE_PAGE, 0x50000000, true);
    table_unmap(&table, (struct table_range){0x300000, TABLE_PAGE});
    assert_int_equal(walk(0x300000).kind, NOTHING);
    map(0x300000, MIB, 0x50000000, true);
    assert_int_equal(given, 1);
    assert_int_equal(walk(0x300000).kind, LARGE_PAGE);
    check_mapped(0x300000, MIB, 0x50000000, true);
}

static void clearing(void **state)
{
    (void)state;
    map(0x300000, TABLE_PAGE, 0x50000000, true);
    map(0x400000, MIB, 0x50100000, true);
    table_clear(&table);
    for (uint32_t i = 0; i < TABLE_MIBS; i++) {
        assert_int_equal(level1[i], 0);
    }
    assert_int_equal(table_missing(&table, (struct table_range){0x300000, TABLE_PAGE}, 0), 1);
}

enum { SLOTS = 24, TURNS = 4000 };

/* Random mappings, each in a part of the address space of its own, in and out. */
static void many(void **state)
{
    (void)state;
    struct {
        struct table_range range;
        uint32_t physical;
        bool writeable;
    } slots[SLOTS] = {0};
    srand(1);
    for (int turn = 0; turn < TURNS; turn++) {
        uint32_t n = (uint32_t)rand() % SLOTS;
        if (slots[n].range.size != 0) {
            check_mapped(slots[n].range.address, slots[n].range.size, slots[n].physical,
                         slots[n].writeable);
            table_unmap(&table, slots[n].range);
            for (uint32_t at = 0; at < slots[n].range.size; at += TABLE_PAGE) {
                assert_int_equal(walk(slots[n].range.address + at).kind, NOTHING);
            }
            slots[n].range.size = 0;
            continue;
        }
        uint32_t unit = rand() % 2 ? TABLE_PAGE : LARGE;
        uint32_t skip = (uint32_t)rand() % 8 * unit;
        slots[n].range.address = n * 2 * MIB + skip;
        slots[n].range.size = (1 + (uint32_t)rand() % 24) * unit;
        slots[n].physical = 0x40000000 + (uint32_t)rand() % 4096 * unit;
        slots[n].writeable = rand() % 2;
        map(slots[n].range.address, slots[n].range.size, slots[n].physical, slots[n].writeable);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(sections, start),
        cmocka_unit_test_setup(pages, start),
        cmocka_unit_test_setup(the_last_page, start),
        cmocka_unit_test_setup(a_mib_after_pages, start),
        cmocka_unit_test_setup(clearing, start),
        cmocka_unit_test_setup(many, start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
