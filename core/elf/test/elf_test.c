/* SPDX-License-Identifier: MIT */
/* ELF loader: a good image loads as it should, and no change to it makes the parser misbehave. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <elf.h>
#include <cmocka.h>

#include <core/elf.h>
#include <core/core_call.h>

#define LOW  0x00100000u
#define HIGH 0x10000000u

enum { FILE_SIZE = 0x3000, TEXT_SIZE = 0x1800, DATA_SIZE = 0x234, BSS_SIZE = 0x2000 };

struct file {
    Elf32_Ehdr header;
    Elf32_Phdr programs[3];
};

static uint8_t bytes[FILE_SIZE];
static struct file good;

static int set_up(void **state)
{
    (void)state;
    good = (struct file){
        .header =
            {
                .e_ident = {ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS32, ELFDATA2LSB,
                            EV_CURRENT},
                .e_type = ET_EXEC,
                .e_machine = EM_ARM,
                .e_version = EV_CURRENT,
                .e_entry = LOW + 0x100,
                .e_phoff = sizeof(Elf32_Ehdr),
                .e_phentsize = sizeof(Elf32_Phdr),
                .e_phnum = 3,
            },
        .programs =
            {
                {PT_LOAD, 0, LOW, LOW, TEXT_SIZE, TEXT_SIZE, PF_R | PF_X, 0x1000},
                {PT_NOTE, 0xffffffff, 0, 0, 0xffffffff, 0, 0, 0},
                {PT_LOAD, 0x2010, LOW + 0x2010, LOW + 0x2010, DATA_SIZE, DATA_SIZE + BSS_SIZE,
                 PF_R | PF_W, 0x1000},
            },
    };
    return 0;
}

static enum error parse(const struct file *file, struct elf_image *image)
{
    memcpy(bytes, file, sizeof *file);
    return elf_parse(bytes, sizeof bytes, LOW, HIGH, image);
}

struct loaded {
    uint32_t maps, copies;
};

static enum error map(void *self, uint32_t address, uint32_t offset, uint32_t size, uint32_t flags)
{
    struct loaded *loaded = self;
    loaded->maps++;
    assert_int_equal(address, LOW);
    assert_int_equal(offset, 0);
    assert_int_equal(size, 0x2000);
    assert_int_equal(flags, MAP_READ | MAP_EXECUTE);
    return OK;
}

static enum error copy(void *self, uint32_t address, uint32_t size, uint32_t start, uint32_t offset,
                       uint32_t file_size, uint32_t flags)
{
    struct loaded *loaded = self;
    loaded->copies++;
    assert_int_equal(address, LOW + 0x2000);
    assert_int_equal(size, 0x3000);
    assert_int_equal(start, 0x10);
    assert_int_equal(offset, 0x2010);
    assert_int_equal(file_size, DATA_SIZE);
    assert_int_equal(flags, MAP_READ | MAP_WRITE);
    return OK;
}

static enum error refuse(void *self, uint32_t address, uint32_t offset, uint32_t size,
                         uint32_t flags)
{
    (void)self;
    (void)address;
    (void)offset;
    (void)size;
    (void)flags;
    return ERROR_RAM;
}

static void good_image_loads(void **state)
{
    (void)state;
    struct elf_image image;
    assert_int_equal(parse(&good, &image), OK);
    assert_int_equal(image.entry, LOW + 0x100);
    assert_int_equal(image.segment_count, 2);
    struct loaded loaded = {0};
    const struct elf_loader loader = {map, copy};
    assert_int_equal(elf_load(&image, &loader, &loaded), OK);
    assert_int_equal(loaded.maps, 1);
    assert_int_equal(loaded.copies, 1);
}

static void loader_error_is_returned(void **state)
{
    (void)state;
    struct elf_image image;
    assert_int_equal(parse(&good, &image), OK);
    const struct elf_loader loader = {refuse, copy};
    assert_int_equal(elf_load(&image, &loader, NULL), ERROR_RAM);
}

static void expect(enum error error, const struct file *file)
{
    struct elf_image image;
    assert_int_equal(parse(file, &image), error);
}

static void broken_images_are_refused(void **state)
{
    (void)state;
    struct file file;
#define BREAK(error, change)                                                                       \
    file = good;                                                                                   \
    change;                                                                                        \
    expect(error, &file)
    BREAK(ERROR_INVALID, file.header.e_ident[0] = 0);
    BREAK(ERROR_INVALID, file.header.e_ident[EI_CLASS] = ELFCLASS64);
    BREAK(ERROR_INVALID, file.header.e_ident[EI_DATA] = ELFDATA2MSB);
    BREAK(ERROR_INVALID, file.header.e_type = ET_DYN);
    BREAK(ERROR_INVALID, file.header.e_machine = EM_386);
    BREAK(ERROR_INVALID, file.header.e_phentsize = 16);
    BREAK(ERROR_INVALID, file.header.e_phoff = FILE_SIZE - 8);
    BREAK(ERROR_INVALID, file.header.e_phoff = 0xfffffff0);
    BREAK(ERROR_INVALID, file.header.e_phnum = 0xffff);
    BREAK(ERROR_INVALID, file.header.e_phnum = 0);
    BREAK(ERROR_INVALID, file.header.e_entry = LOW + TEXT_SIZE);
    BREAK(ERROR_INVALID, file.header.e_entry = LOW + 0x102);
    BREAK(ERROR_INVALID, file.header.e_entry = LOW + 0x2010);
    BREAK(ERROR_INVALID, file.programs[0].p_filesz = TEXT_SIZE + 1);
    BREAK(ERROR_INVALID, file.programs[0].p_offset = FILE_SIZE - 1);
    BREAK(ERROR_INVALID, file.programs[0].p_offset = 0xfffffff0);
    BREAK(ERROR_INVALID, file.programs[0].p_flags = PF_R | PF_W | PF_X);
    BREAK(ERROR_INVALID, file.programs[2].p_vaddr = LOW + 0x1810);
    BREAK(ERROR_INVALID, file.programs[2].p_vaddr = LOW);
    BREAK(ERROR_SIZE, file.programs[0].p_vaddr = LOW - 0x1000);
    BREAK(ERROR_SIZE, file.programs[2].p_vaddr = HIGH);
    BREAK(ERROR_SIZE, file.programs[2].p_memsz = HIGH);
    BREAK(ERROR_SIZE, file.programs[2].p_memsz = 0xffffffff);
#undef BREAK
}

static void short_files_are_refused(void **state)
{
    (void)state;
    struct elf_image image;
    assert_int_equal(parse(&good, &image), OK);
    for (size_t size = 0; size < 0x2010 + DATA_SIZE; size++) {
        uint8_t *shorter = malloc(size + 1);
        memcpy(shorter + 1, bytes, size);
        assert_int_not_equal(elf_parse(shorter + 1, size, LOW, HIGH, &image), OK);
        free(shorter);
    }
}

static void too_many_segments_are_refused(void **state)
{
    (void)state;
    struct elf_image image;
    good.header.e_phnum = ELF_SEGMENTS_MAX + 1;
    memcpy(bytes, &good, sizeof good);
    for (uint32_t i = 0; i <= ELF_SEGMENTS_MAX; i++) {
        Elf32_Phdr program = good.programs[0];
        program.p_vaddr += i * 0x2000;
        memcpy(bytes + sizeof(Elf32_Ehdr) + i * sizeof program, &program, sizeof program);
    }
    assert_int_equal(elf_parse(bytes, sizeof bytes, LOW, HIGH, &image), ERROR_SIZE);
}

static void random_damage_keeps_the_rules(void **state)
{
    (void)state;
    uint32_t random = 1;
    for (int step = 0; step < 200000; step++) {
        struct file file = good;
        struct elf_image image;
        for (int i = 0; i < 3; i++) {
            random = random * 1664525u + 1013904223u;
            ((uint8_t *)&file)[(random >> 8) % sizeof file] = (uint8_t)(random >> 24);
        }
        if (parse(&file, &image) != OK) {
            continue;
        }
        uint32_t end = LOW;
        for (uint32_t i = 0; i < image.segment_count; i++) {
            const struct elf_segment *segment = &image.segments[i];
            assert_true(segment->address >= end);
            assert_true(segment->file_size <= segment->memory_size);
            assert_true((uint64_t)segment->offset + segment->file_size <= FILE_SIZE);
            assert_true((uint64_t)segment->address + segment->memory_size <= HIGH);
            end = segment->address + segment->memory_size;
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(good_image_loads, set_up),
        cmocka_unit_test_setup(loader_error_is_returned, set_up),
        cmocka_unit_test_setup(broken_images_are_refused, set_up),
        cmocka_unit_test_setup(short_files_are_refused, set_up),
        cmocka_unit_test_setup(too_many_segments_are_refused, set_up),
        cmocka_unit_test_setup(random_damage_keeps_the_rules, set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
