/* SPDX-License-Identifier: MIT */
/* Recognising kernel images; see loader/kernel_image.h. */
#include <string.h>
#include "loader/kernel_image.h"

/* The header of a zImage (Linux: Documentation/arm/booting.rst, arch/arm/boot/compressed). */
enum zimage_offset {
    ZIMAGE_MAGIC = 0x24,
    ZIMAGE_START = 0x28,
    ZIMAGE_END = 0x2c,
    ZIMAGE_ENDIAN = 0x30,
    ZIMAGE_MAGIC2 = 0x34,
    ZIMAGE_TABLE = 0x38,
    ZIMAGE_HEADER = 0x40,
};
#define ZIMAGE_MAGIC_VALUE  0x016f2818u
#define ZIMAGE_ENDIAN_VALUE 0x04030201u
#define ZIMAGE_MAGIC2_VALUE 0x45454545u
#define TAG_KERNEL_SIZE     0x5a534c4bu /* words: length, this, where the size is, bytes of bss */

/* ARM instructions, without the number of the destination register. */
#define MRS_CPSR      0xe10f0000u
#define MRS_CPSR_MASK 0xffff0fffu

enum {
    RAW_LEAST = 64 * 1024,         /* no kernel is smaller */
    RAW_PROLOGUE = 16,             /* instructions looked at */
    BSS_RESERVE = 4 * 1024 * 1024, /* for a kernel that does not tell */
    UNPACK_RATIO = 6,              /* likewise: size unpacked, at most, to size packed */
    ARM64_MAGIC_OFFSET = 0x38,
    X86_MAGIC_OFFSET = 0x202,
    IMAGE_MAX = 256 * 1024 * 1024,
};
#define ARM64_MAGIC_VALUE 0x644d5241u
#define X86_MAGIC_VALUE   0x53726448u

static uint32_t word_at(const uint8_t *bytes, size_t offset)
{
    uint32_t word;
    memcpy(&word, bytes + offset, sizeof(word));
    return word;
}

/* The memory that a zImage's table says its kernel needs; 0: it has no table, or a broken one. */
static uint32_t zimage_memory(const uint8_t *bytes, size_t size)
{
    if (word_at(bytes, ZIMAGE_MAGIC2) != ZIMAGE_MAGIC2_VALUE) {
        return 0;
    }
    size_t tag = word_at(bytes, ZIMAGE_TABLE);
    while (tag <= size - 16 && tag % 4 == 0) {
        uint32_t words = word_at(bytes, tag);
        if (words < 2) {
            return 0;
        }
        if (word_at(bytes, tag + 4) == TAG_KERNEL_SIZE && words >= 4) {
            uint32_t where = word_at(bytes, tag + 8);
            uint32_t bss = word_at(bytes, tag + 12);
            if (where > size - 4) {
                return 0;
            }
            uint32_t unpacked = word_at(bytes, where);
            return unpacked > IMAGE_MAX || bss > IMAGE_MAX ? 0 : unpacked + bss;
        }
        if (words > size / 4) {
            return 0;
        }
        tag += (size_t)words * 4;
    }
    return 0;
}

static bool examine_zimage(const uint8_t *bytes, size_t size, struct kernel_image *image,
                           struct problem *problem)
{
    uint32_t start = word_at(bytes, ZIMAGE_START);
    uint32_t end = word_at(bytes, ZIMAGE_END);
    if (word_at(bytes, ZIMAGE_ENDIAN) != ZIMAGE_ENDIAN_VALUE) {
        return problem_is(problem, "the kernel is a zImage for a big-endian CPU");
    }
    if (end <= start || end - start < ZIMAGE_HEADER) {
        return problem_is(problem, "the kernel is a zImage with a corrupt header");
    }
    if (end - start > size) {
        return problem_is(problem, "the kernel is a truncated zImage: %lu of %lu bytes",
                          (unsigned long)size, (unsigned long)(end - start));
    }
    image->kind = KERNEL_ZIMAGE;
    image->size = (uint32_t)size;
    image->memory = zimage_memory(bytes, size);
    if (image->memory == 0) {
        image->memory = (uint32_t)size * UNPACK_RATIO + BSS_RESERVE;
    }
    return true;
}

/* The name of a format that is none of ours, or NULL. */
static const char *foreign_format(const uint8_t *bytes, size_t size)
{
    static const struct {
        uint8_t magic[4];
        uint8_t length;
        const char *name;
    } formats[] = {
        {{0x7f, 'E', 'L', 'F'}, 4, "an ELF file, not a zImage or raw Image"},
        {{0x27, 0x05, 0x19, 0x56}, 4, "a U-Boot image, not a zImage or raw Image"},
        {{0xd0, 0x0d, 0xfe, 0xed}, 4, "a device tree, not a kernel"},
        {{0x1f, 0x8b}, 2, "a gzip file: unpack it first"},
        {{0xfd, '7', 'z', 'X'}, 4, "an xz file: unpack it first"},
        {{'0', '7', '0', '7'}, 4, "a cpio archive, not a kernel"},
    };
    if (word_at(bytes, ARM64_MAGIC_OFFSET) == ARM64_MAGIC_VALUE) {
        return "for 64-bit ARM, not for this board's 32-bit CPU";
    }
    if (size >= X86_MAGIC_OFFSET + 4 && word_at(bytes, X86_MAGIC_OFFSET) == X86_MAGIC_VALUE) {
        return "for x86, not for this board's ARM CPU";
    }
    for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
        if (memcmp(bytes, formats[i].magic, formats[i].length) == 0) {
            return formats[i].name;
        }
    }
    return NULL;
}

/* Does it begin as a kernel does: reading the CPSR, to find out in which mode it was entered? */
static bool looks_like_raw(const uint8_t *bytes, size_t size)
{
    if (size < RAW_LEAST) {
        return false;
    }
    for (size_t i = 0; i < RAW_PROLOGUE; i++) {
        if ((word_at(bytes, i * 4) & MRS_CPSR_MASK) == MRS_CPSR) {
            return true;
        }
    }
    return false;
}

bool kernel_examine(const void *content, size_t size, struct kernel_image *image,
                    struct problem *problem)
{
    const uint8_t *bytes = content;
    if (size < ZIMAGE_HEADER) {
        return problem_is(problem, "the kernel is empty or truncated: %lu bytes",
                          (unsigned long)size);
    }
    if (size > IMAGE_MAX) {
        return problem_is(problem, "the kernel is too large: %lu bytes", (unsigned long)size);
    }
    if (word_at(bytes, ZIMAGE_MAGIC) == ZIMAGE_MAGIC_VALUE) {
        return examine_zimage(bytes, size, image, problem);
    }
    const char *foreign = foreign_format(bytes, size);
    if (foreign != NULL) {
        return problem_is(problem, "the kernel is %s", foreign);
    }
    if (!looks_like_raw(bytes, size)) {
        return problem_is(problem, "the kernel is corrupt: neither a zImage nor a raw Image");
    }
    image->kind = KERNEL_RAW;
    image->size = (uint32_t)size;
    image->memory = (uint32_t)size + BSS_RESERVE;
    return true;
}
