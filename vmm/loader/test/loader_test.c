/* SPDX-License-Identifier: MIT */
/* Host test of the loader: what it takes, what it refuses and why, and what the guest finds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <libfdt.h>
#include "loader/loader.h"

enum { MEBIBYTE = 1024 * 1024, IMAGE_SIZE = 3 * MEBIBYTE, TREE_SIZE = 4096, INITRD = 100000 };

static uint8_t image[IMAGE_SIZE];
static uint8_t initrd[INITRD];
static uint8_t tree[TREE_SIZE];
static struct problem problem;
static struct loader loader;

static void put(size_t offset, uint32_t word)
{
    memcpy(image + offset, &word, sizeof(word));
}

/* A tree as a board has it, with two CPUs and a memory of its own. */
static void make_tree(uint32_t cells)
{
    assert_int_equal(fdt_create(tree, TREE_SIZE), 0);
    assert_int_equal(fdt_finish_reservemap(tree), 0);
    fdt_begin_node(tree, "");
    fdt_property_u32(tree, "#address-cells", cells);
    fdt_property_u32(tree, "#size-cells", cells);
    fdt_begin_node(tree, "memory@0");
    fdt_property_string(tree, "device_type", "memory");
    fdt_property_u32(tree, "reg", 0);
    fdt_end_node(tree);
    fdt_begin_node(tree, "cpus");
    fdt_property_u32(tree, "#address-cells", 1);
    fdt_property_u32(tree, "#size-cells", 0);
    for (uint32_t i = 0; i < 2; i++) {
        fdt_begin_node(tree, i == 0 ? "cpu@0" : "cpu@1");
        fdt_property_string(tree, "device_type", "cpu");
        fdt_property_string(tree, "compatible", "arm,cortex-a7");
        fdt_property_u32(tree, "reg", i);
        fdt_end_node(tree);
    }
    fdt_begin_node(tree, "map");
    fdt_end_node(tree);
    fdt_end_node(tree);
    fdt_begin_node(tree, "chosen");
    fdt_property_string(tree, "bootargs", "from the tree");
    fdt_property_u32(tree, "linux,initrd-start", 1);
    fdt_property_u32(tree, "linux,initrd-end", 2);
    fdt_end_node(tree);
    fdt_end_node(tree);
    assert_int_equal(fdt_finish(tree), 0);
}

static void make_raw(void)
{
    memset(image, 0, sizeof(image));
    put(0, 0xeb000010);
    put(4, 0xe10f9000); /* mrs r9, cpsr */
}

static void make_zimage(void)
{
    memset(image, 0, sizeof(image));
    put(0x24, 0x016f2818);
    put(0x2c, IMAGE_SIZE);
    put(0x30, 0x04030201);
    put(0x34, 0x45454545);
    put(0x38, 0x1000);
    put(0x1000, 4);
    put(0x1004, 0x5a534c4b);
    put(0x1008, 0x2000);
    put(0x100c, 2 * MEBIBYTE);
    put(0x2000, 20 * MEBIBYTE);
}

static int setup(void **context)
{
    (void)context;
    make_raw();
    make_tree(1);
    memset(initrd, 0x5a, sizeof(initrd));
    problem.text[0] = '\0';
    loader = (struct loader){
        .kernel = {image, sizeof(image)},
        .initrd = {initrd, sizeof(initrd)},
        .tree = {tree, fdt_totalsize(tree)},
        .bootargs = "console=ttyAMA0",
        .ram_base = 0x80000000,
        .ram_size = 64 * MEBIBYTE,
        .text_offset = 0x208000,
        .cpus = 1,
    };
    return 0;
}

static void refused(const char *part)
{
    assert_false(loader_plan(&loader, &problem));
    if (strstr(problem.text, part) == NULL) {
        fail_msg("\"%s\" does not say \"%s\"", problem.text, part);
    }
    assert_null(strchr(problem.text, '\n'));
}

static void raw_image(void **context)
{
    (void)context;
    assert_true(loader_plan(&loader, &problem));
    assert_int_equal(loader.image.kind, KERNEL_RAW);
    assert_int_equal(loader_entry(&loader), 0x80208000);
    uint8_t *ram = calloc(1, loader.ram_size);
    assert_true(loader_load(&loader, ram, &problem));
    assert_memory_equal(ram + 0x208000, image, sizeof(image));
    const void *made = ram + (loader_tree(&loader) - loader.ram_base);
    assert_int_equal(fdt_check_full(made, TREE_SIZE + GUEST_TREE_GROWTH), 0);
    int chosen = fdt_path_offset(made, "/chosen");
    assert_string_equal(fdt_getprop(made, chosen, "bootargs", NULL), "console=ttyAMA0");
    const fdt32_t *start = fdt_getprop(made, chosen, "linux,initrd-start", NULL);
    const fdt32_t *end = fdt_getprop(made, chosen, "linux,initrd-end", NULL);
    assert_int_equal(fdt32_to_cpu(*end) - fdt32_to_cpu(*start), INITRD);
    assert_memory_equal(ram + (fdt32_to_cpu(*start) - loader.ram_base), initrd, INITRD);
    int length;
    int memory = fdt_path_offset(made, "/memory@80000000");
    const fdt32_t *reg = fdt_getprop(made, memory, "reg", &length);
    assert_int_equal(length, 8);
    assert_int_equal(fdt32_to_cpu(reg[0]), 0x80000000);
    assert_int_equal(fdt32_to_cpu(reg[1]), 64 * MEBIBYTE);
    assert_true(fdt_path_offset(made, "/memory@0") < 0);
    int cpu = fdt_path_offset(made, "/cpus/cpu@0");
    assert_string_equal(fdt_getprop(made, cpu, "compatible", NULL), "arm,cortex-a7");
    assert_string_equal(fdt_getprop(made, cpu, "enable-method", NULL), "psci");
    assert_true(fdt_path_offset(made, "/cpus/cpu@1") < 0);
    assert_true(fdt_path_offset(made, "/cpus/map") >= 0);
    int psci = fdt_path_offset(made, "/psci");
    assert_string_equal(fdt_getprop(made, psci, "method", NULL), "hvc");
    free(ram);
}

static void two_cells_many_cpus_no_initrd(void **context)
{
    (void)context;
    make_tree(2);
    loader.tree.size = fdt_totalsize(tree);
    loader.cpus = GUEST_TREE_CPUS;
    loader.initrd.size = 0;
    loader.bootargs = NULL;
    assert_true(loader_plan(&loader, &problem));
    uint8_t *ram = calloc(1, loader.ram_size);
    assert_true(loader_load(&loader, ram, &problem));
    const void *made = ram + (loader_tree(&loader) - loader.ram_base);
    int chosen = fdt_path_offset(made, "/chosen");
    assert_string_equal(fdt_getprop(made, chosen, "bootargs", NULL), "from the tree");
    assert_null(fdt_getprop(made, chosen, "linux,initrd-start", NULL));
    int length;
    const fdt64_t *reg =
        fdt_getprop(made, fdt_path_offset(made, "/memory@80000000"), "reg", &length);
    assert_int_equal(length, 16);
    uint64_t words[2];
    memcpy(words, reg, sizeof(words));
    assert_int_equal(fdt64_to_cpu(words[1]), 64 * MEBIBYTE);
    assert_true(fdt_path_offset(made, "/cpus/cpu@7") >= 0);
    free(ram);
}

/* A tree's own PSCI node, wherever it is, and its memory node of the right name are kept; a second
 * memory node goes. */
static void nodes_that_are_there(void **context)
{
    (void)context;
    enum { CAPACITY = 2 * TREE_SIZE };
    static uint8_t made[CAPACITY];
    const struct guest_tree_values values = {
        .ram_base = 0x80000000, .ram_size = MEBIBYTE, .cpus = 1};
    assert_int_equal(fdt_open_into(tree, made, CAPACITY), 0);
    int node = fdt_add_subnode(made, 0, "firmware");
    node = fdt_add_subnode(made, node, "psci");
    fdt_setprop_string(made, node, "compatible", "arm,psci-1.0");
    fdt_setprop_string(made, node, "method", "smc");
    node = fdt_add_subnode(made, 0, "memory@80000000");
    fdt_setprop_string(made, node, "device_type", "memory");
    fdt_setprop_u32(made, node, "reg", 0);
    assert_true(fdt_totalsize(made) <= CAPACITY);
    static uint8_t patched[CAPACITY + GUEST_TREE_GROWTH];
    assert_true(guest_tree_make(made, &values, patched, sizeof(patched), &problem));
    node = fdt_path_offset(patched, "/firmware/psci");
    assert_string_equal(fdt_getprop(patched, node, "compatible", NULL), "arm,psci-0.2");
    assert_string_equal(fdt_getprop(patched, node, "method", NULL), "hvc");
    assert_true(fdt_path_offset(patched, "/psci") < 0);
    assert_true(fdt_path_offset(patched, "/memory@0") < 0);
    node = fdt_path_offset(patched, "/memory@80000000");
    const fdt32_t *reg = fdt_getprop(patched, node, "reg", NULL);
    assert_int_equal(fdt32_to_cpu(reg[1]), MEBIBYTE);
}

static void zimage(void **context)
{
    (void)context;
    make_zimage();
    assert_true(loader_plan(&loader, &problem));
    assert_int_equal(loader.image.kind, KERNEL_ZIMAGE);
    assert_int_equal(loader.image.memory, 22 * MEBIBYTE);
    assert_true(loader.placement.kernel >= 0x208000 + 22 * MEBIBYTE);
    assert_true(loader.placement.initrd >= loader.placement.kernel + IMAGE_SIZE);
    assert_true(loader.placement.tree >= loader.placement.initrd + INITRD);
    put(0x1000, 0); /* a broken table is no reason to refuse */
    assert_true(loader_plan(&loader, &problem));
    put(0x38, 0xfffffffc);
    assert_true(loader_plan(&loader, &problem));
    put(0x38, IMAGE_SIZE - 8);
    assert_true(loader_plan(&loader, &problem));
}

static void corrupt_kernels(void **context)
{
    (void)context;
    make_zimage();
    loader.kernel.size = IMAGE_SIZE / 2;
    refused("truncated zImage: 1572864 of 3145728 bytes");
    loader.kernel.size = IMAGE_SIZE;
    put(0x2c, 0);
    refused("corrupt header");
    put(0x30, 0x01020304);
    refused("big-endian");
    memset(image, 0x33, sizeof(image));
    refused("corrupt");
    make_raw();
    loader.kernel.size = 4096;
    refused("corrupt");
    loader.kernel.size = 3;
    refused("truncated");
    loader.kernel.size = 0;
    refused("empty");
}

static void kernels_for_others(void **context)
{
    (void)context;
    put(0x38, 0x644d5241);
    refused("64-bit ARM");
    make_raw();
    put(0x202, 0x53726448);
    refused("x86");
    put(0, 0x464c457f);
    put(0x202, 0);
    refused("ELF");
    put(0, 0x56190527);
    refused("U-Boot");
    put(0, 0x00088b1f);
    refused("gzip");
    put(0, 0xedfe0dd0);
    refused("device tree");
}

static void memory_that_does_not_suffice(void **context)
{
    (void)context;
    loader.ram_size = 8 * MEBIBYTE;
    refused("too little memory: 8 MiB");
    loader.ram_size = 0;
    refused("too little memory: 0 MiB");
    loader.ram_size = 1024 * (uint32_t)MEBIBYTE;
    assert_true(loader_plan(&loader, &problem));
    assert_true(loader.placement.tree < 512 * MEBIBYTE);
    loader.initrd.size = 510 * (size_t)MEBIBYTE;
    refused("too large");
    loader.initrd.size = (size_t)-1;
    refused("initrd is too large");
}

static void broken_trees(void **context)
{
    (void)context;
    loader.tree.size = 0;
    refused("device tree is broken");
    loader.tree.size = 40;
    refused("device tree is broken");
    loader.tree.size = fdt_totalsize(tree);
    tree[0] = 0;
    refused("device tree is broken");
    loader.ram_size = 16 * MEBIBYTE;
    uint8_t *ram = malloc(loader.ram_size);
    for (size_t i = 0; i < loader.tree.size; i++) { /* any byte may be wrong: never a crash */
        make_tree(1);
        tree[i] ^= 0xff;
        if (loader_plan(&loader, &problem)) {
            (void)loader_load(&loader, ram, &problem);
        }
    }
    free(ram);
    make_tree(3);
    loader.tree.size = fdt_totalsize(tree);
    refused("3 address and 3 size cells");
}

static void number_of_cpus(void **context)
{
    (void)context;
    loader.cpus = 0;
    refused("1 to 8 CPUs, not 0");
    loader.cpus = 9;
    refused("1 to 8 CPUs, not 9");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(raw_image, setup),
        cmocka_unit_test_setup(two_cells_many_cpus_no_initrd, setup),
        cmocka_unit_test_setup(nodes_that_are_there, setup),
        cmocka_unit_test_setup(zimage, setup),
        cmocka_unit_test_setup(corrupt_kernels, setup),
        cmocka_unit_test_setup(kernels_for_others, setup),
        cmocka_unit_test_setup(memory_that_does_not_suffice, setup),
        cmocka_unit_test_setup(broken_trees, setup),
        cmocka_unit_test_setup(number_of_cpus, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
