/* SPDX-License-Identifier: MIT */
/* Stage-2 tables: what is mapped, in which pages, with how many tables, and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>
#include <arm/stage2.h>
#include <arm/table.h>

#define BLOCK ((uint32_t)STAGE2_BLOCK_SIZE)
#define RW    (MAP_READ | MAP_WRITE)

uint64_t table_memory[TABLE_MEMORY_PAGES][TABLE_ENTRIES];

static struct stage2 space;

static uint32_t page(uint32_t index)
{
    return TABLE_MEMORY_BASE + index * PAGE_SIZE;
}

static uint32_t spare_count(void)
{
    uint32_t count = 0;
    for (uint32_t table = space.spare; table != 0; table = (uint32_t)*table_at(table)) {
        count++;
    }
    return count;
}

/* A fresh address space with `pages` spare tables, whose memory was full of something else. */
static void begin(uint32_t pages)
{
    memset(table_memory, 0xa5, sizeof(table_memory));
    stage2_initialize(&space);
    for (uint32_t i = 0; i < pages; i++) {
        assert_int_equal(stage2_donate(&space, page(i)), OK);
    }
    assert_int_equal(spare_count(), pages);
}

/* The descriptor of the page or block at `ipa`, by a walk as the hardware makes it. */
static uint64_t descriptor_at(uint32_t ipa)
{
    uint64_t descriptor = space.root[ipa >> 30];
    for (uint32_t shift = 21; shift >= 12 && (descriptor & 3) == 3; shift -= 9) {
        descriptor = table_at((uint32_t)descriptor & ~0xfffu)[ipa >> shift & (TABLE_ENTRIES - 1)];
    }
    return descriptor;
}

/* The enum map_flags that a descriptor stands for. */
static uint32_t flags_of(uint64_t descriptor)
{
    uint32_t type = descriptor >> 2 & 0xf, flags = 0;
    flags |= (descriptor >> 6 & 1) != 0 ? MAP_READ : 0;
    flags |= (descriptor >> 7 & 1) != 0 ? MAP_WRITE : 0;
    flags |= (descriptor >> 54 & 1) == 0 ? MAP_EXECUTE : 0;
    flags |= type == 1 ? MAP_DEVICE : 0;
    flags |= type == 5 ? MAP_UNCACHED : 0;
    return flags;
}

static void assert_mapped(uint32_t ipa, uint32_t pa, uint32_t flags)
{
    uint32_t found = 0;
    assert_int_equal(stage2_lookup(&space, ipa, &found), OK);
    assert_int_equal(found, pa);
    assert_int_equal(flags_of(descriptor_at(ipa)), flags);
}

static void assert_unmapped(uint32_t ipa)
{
    uint32_t pa = 0;
    assert_int_equal(stage2_lookup(&space, ipa, &pa), ERROR_NOT_FOUND);
}

static void assert_map(uint32_t ipa, uint32_t pa, uint32_t size, uint32_t flags, enum error error,
                       uint32_t expected)
{
    uint32_t done = 1;
    assert_int_equal(stage2_map(&space, ipa, pa, size, flags, &done), error);
    assert_int_equal(done, expected);
}

static void assert_unmap(uint32_t ipa, uint32_t size, enum error error, uint32_t expected)
{
    uint32_t done = 1;
    assert_int_equal(stage2_unmap(&space, ipa, size, &done), error);
    assert_int_equal(done, expected);
}

static void test_page(void **state)
{
    (void)state;
    begin(2);
    assert_map(0x10000, 0x90003000, PAGE_SIZE, RW, OK, PAGE_SIZE);
    assert_mapped(0x10abc, 0x90003abc, RW);
    assert_unmapped(0x0ffff);
    assert_unmapped(0x11000);
    assert_int_equal(spare_count(), 0);
    assert_unmap(0x10000, PAGE_SIZE, OK, PAGE_SIZE);
    assert_unmapped(0x10000);
    assert_int_equal(spare_count(), 1); /* the third-level table came back */
}

/* Read from the tables in memory, as the hardware would. */
static void test_descriptor_format(void **state)
{
    (void)state;
    begin(3);
    assert_map(0, 0x90000000, BLOCK, MAP_READ, OK, BLOCK);
    assert_map(BLOCK, 0x90001000, PAGE_SIZE, RW | MAP_EXECUTE, OK, PAGE_SIZE);
    assert_map(BLOCK + PAGE_SIZE, 0x1c090000, PAGE_SIZE, RW | MAP_DEVICE, OK, PAGE_SIZE);
    assert_map(BLOCK + 2 * PAGE_SIZE, 0x1000, PAGE_SIZE, RW | MAP_UNCACHED, OK, PAGE_SIZE);
    assert_int_equal(space.root[0] & 3, 3);
    const uint64_t *level2 = table_at((uint32_t)space.root[0] & ~0xfffu);
    assert_int_equal(level2[0],
                     0x90000000ull | 1ull << 54 | 1u << 10 | 3u << 8 | 1u << 6 | 0xfu << 2 | 1u);
    const uint64_t *level3 = table_at((uint32_t)level2[1] & ~0xfffu);
    assert_int_equal(level3[0], 0x90001000ull | 1u << 10 | 3u << 8 | 3u << 6 | 0xfu << 2 | 3u);
    assert_int_equal(level3[1],
                     0x1c090000ull | 1ull << 54 | 1u << 10 | 3u << 8 | 3u << 6 | 1u << 2 | 3u);
    assert_int_equal(level3[2],
                     0x1000ull | 1ull << 54 | 1u << 10 | 3u << 8 | 3u << 6 | 5u << 2 | 3u);
}

static void test_flags(void **state)
{
    (void)state;
    static const uint32_t valid[] = {
        MAP_READ,         MAP_READ | MAP_EXECUTE, RW,
        RW | MAP_EXECUTE, RW | MAP_DEVICE,        MAP_READ | MAP_DEVICE,
        RW | MAP_UNCACHED};
    static const uint32_t invalid[] = {0,
                                       MAP_WRITE,
                                       MAP_EXECUTE,
                                       RW | MAP_DEVICE | MAP_UNCACHED,
                                       MAP_READ | MAP_DEVICE | MAP_EXECUTE,
                                       MAP_READ | MAP_UNCACHED | MAP_EXECUTE,
                                       RW | 1u << 5,
                                       RW | 1u << 31};
    begin(2);
    for (uint32_t i = 0; i < sizeof(valid) / sizeof(valid[0]); i++) {
        assert_map(i * PAGE_SIZE, 0x90000000, PAGE_SIZE, valid[i], OK, PAGE_SIZE);
        assert_mapped(i * PAGE_SIZE, 0x90000000, valid[i]);
    }
    for (uint32_t i = 0; i < sizeof(invalid) / sizeof(invalid[0]); i++) {
        assert_map(0x100000, 0x90000000, PAGE_SIZE, invalid[i], ERROR_INVALID, 0);
    }
    assert_unmapped(0x100000);
}

static void test_ranges_refused(void **state)
{
    (void)state;
    begin(4);
    assert_map(0x1001, 0x90000000, PAGE_SIZE, RW, ERROR_INVALID, 0);
    assert_map(0x1000, 0x90000800, PAGE_SIZE, RW, ERROR_INVALID, 0);
    assert_map(0x1000, 0x90000000, PAGE_SIZE + 1, RW, ERROR_INVALID, 0);
    assert_map(0x1000, 0x90000000, 0, RW, ERROR_INVALID, 0);
    assert_map(0xfffff000, 0x90000000, 2 * PAGE_SIZE, RW, ERROR_INVALID, 0);
    assert_map(0x1000, 0xfffff000, 2 * PAGE_SIZE, RW, ERROR_INVALID, 0);
    assert_unmap(0x1001, PAGE_SIZE, ERROR_INVALID, 0);
    assert_unmap(0x1000, 0, ERROR_INVALID, 0);
    assert_unmap(0xfffff000, 2 * PAGE_SIZE, ERROR_INVALID, 0);
    assert_map(0xfffff000, 0xfffff000, PAGE_SIZE, RW, OK, PAGE_SIZE);
    assert_mapped(0xffffffff, 0xffffffff, RW);
    assert_unmap(0xfffff000, PAGE_SIZE, OK, PAGE_SIZE);
}

/* Pages up to a block's boundary, blocks, pages again. */
static void test_largest_pages(void **state)
{
    (void)state;
    begin(3);
    uint32_t ipa = BLOCK - 2 * PAGE_SIZE, size = 3 * BLOCK + 5 * PAGE_SIZE;
    assert_map(ipa, 0x90000000 + ipa, size, RW, OK, size);
    assert_int_equal(spare_count(), 0); /* level 2, two of level 3 */
    assert_mapped(ipa, 0x90000000 + ipa, RW);
    assert_mapped(3 * BLOCK + 17, 0x90000000 + 3 * BLOCK + 17, RW);
    assert_mapped(ipa + size - 1, 0x90000000 + ipa + size - 1, RW);
    assert_unmapped(ipa - 1);
    assert_unmapped(ipa + size);
    assert_unmap(ipa, size, OK, size);
    assert_int_equal(spare_count(), 2);
}

static void test_bounded(void **state)
{
    (void)state;
    begin(6);
    /* misaligned to each other: pages only; a call ends after 512 entries */
    uint32_t each = STAGE2_STEPS * (uint32_t)PAGE_SIZE;
    assert_map(0, 0x90001000, 2 * BLOCK, RW, ERROR_AGAIN, each);
    assert_map(each, 0x90001000 + each, 2 * BLOCK - each, RW, OK, 2 * BLOCK - each);
    assert_mapped(2 * BLOCK - 1, 0x90001000 + 2 * BLOCK - 1, RW);
    assert_unmap(0, 2 * BLOCK, ERROR_AGAIN, each);
    assert_unmap(each, 2 * BLOCK - each, OK, 2 * BLOCK - each);
    assert_int_equal(spare_count(), 5);

    /* blocks: 512 of them are a GiB */
    uint32_t gib = STAGE2_STEPS * BLOCK;
    assert_map(gib, gib, 2 * gib, RW, ERROR_AGAIN, gib);
    assert_map(2 * gib, 2 * gib, gib, RW, OK, gib);
    assert_mapped(2 * gib + 1, 2 * gib + 1, RW);
    assert_unmap(gib, 2 * gib, ERROR_AGAIN, gib);
    assert_unmap(2 * gib, gib, OK, gib);

    /* nothing mapped: the root's entries are skipped in a few steps */
    stage2_initialize(&space);
    assert_unmap(0, 0xfffff000, OK, 0xfffff000);
}

static void test_tables_run_out(void **state)
{
    (void)state;
    begin(2);
    uint32_t ipa = BLOCK - PAGE_SIZE;
    assert_map(ipa, 0x90000000, 2 * PAGE_SIZE, RW, ERROR_RAM, PAGE_SIZE);
    assert_mapped(ipa, 0x90000000, RW);
    assert_int_equal(stage2_donate(&space, page(2)), OK);
    assert_map(ipa + PAGE_SIZE, 0x90001000, PAGE_SIZE, RW, OK, PAGE_SIZE);
    assert_mapped(ipa + PAGE_SIZE, 0x90001000, RW);
    begin(0);
    assert_map(0, 0x90000000, BLOCK, RW, ERROR_RAM, 0);
    assert_int_equal(stage2_donate(&space, 0), ERROR_INVALID);
    assert_int_equal(stage2_donate(&space, page(0) + 8), ERROR_INVALID);
}

static void test_exists(void **state)
{
    (void)state;
    begin(4);
    assert_map(3 * PAGE_SIZE, 0x90000000, PAGE_SIZE, RW, OK, PAGE_SIZE);
    assert_map(0, 0xa0001000, BLOCK, RW, ERROR_EXISTS, 3 * PAGE_SIZE);
    assert_mapped(2 * PAGE_SIZE, 0xa0003000, RW);
    assert_mapped(3 * PAGE_SIZE, 0x90000000, RW);
    assert_map(0, 0xa0000000, BLOCK, RW, ERROR_EXISTS, 0); /* a block over pages */
    assert_map(BLOCK, 0xa0000000, BLOCK, RW, OK, BLOCK);
    assert_map(BLOCK + PAGE_SIZE, 0, PAGE_SIZE, RW, ERROR_EXISTS, 0); /* a page in a block */
    assert_map(BLOCK, 0xa0000000, BLOCK, RW, ERROR_EXISTS, 0);
    /* what was counted before the refusal still brings the table back */
    uint32_t spare = spare_count();
    assert_unmap(0, 4 * PAGE_SIZE, OK, 4 * PAGE_SIZE);
    assert_int_equal(spare_count(), spare + 1);
}

static void test_block_only_whole(void **state)
{
    (void)state;
    begin(3);
    assert_map(0, 0, 3 * BLOCK, RW, OK, 3 * BLOCK);
    assert_unmap(PAGE_SIZE, BLOCK, ERROR_INVALID, 0);
    assert_unmap(0, PAGE_SIZE, ERROR_INVALID, 0);
    assert_unmap(0, BLOCK + PAGE_SIZE, ERROR_INVALID, BLOCK);
    assert_unmapped(0);
    assert_mapped(BLOCK, BLOCK, RW);
    assert_unmap(0, 3 * BLOCK, OK, 3 * BLOCK);
    assert_unmapped(BLOCK);
}

/* A full third-level table: its count goes up to 512 and back to nothing. */
static void test_full_table(void **state)
{
    (void)state;
    begin(2);
    assert_map(0, 0x90001000, BLOCK, RW, OK, BLOCK);
    for (uint32_t ipa = 0; ipa < BLOCK; ipa += PAGE_SIZE) {
        assert_int_equal(spare_count(), 0);
        assert_mapped(ipa, 0x90001000 + ipa, RW);
        assert_unmap(ipa, PAGE_SIZE, OK, PAGE_SIZE);
    }
    assert_int_equal(spare_count(), 1);
    assert_map(0, 0, BLOCK, RW, OK, BLOCK); /* a block fits in its place */
    assert_mapped(BLOCK - 1, BLOCK - 1, RW);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_page),
        cmocka_unit_test(test_descriptor_format),
        cmocka_unit_test(test_flags),
        cmocka_unit_test(test_ranges_refused),
        cmocka_unit_test(test_largest_pages),
        cmocka_unit_test(test_bounded),
        cmocka_unit_test(test_tables_run_out),
        cmocka_unit_test(test_exists),
        cmocka_unit_test(test_block_only_whole),
        cmocka_unit_test(test_full_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
