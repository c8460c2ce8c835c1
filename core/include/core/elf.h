/* SPDX-License-Identifier: MIT */
/*
 * Loading a component's image: an ELF file for 32-bit ARM, linked statically at fixed addresses.
 *
 * The file is not trusted: elf_parse() checks everything that elf_load() and its user rely on, and
 * a file that breaks a rule is refused as a whole. The loader knows nothing of how memory is
 * mapped; its user says so by two functions.
 */
#ifndef CORE_ELF_H
#define CORE_ELF_H

#include <stddef.h>
#include <stdint.h>
#include <hw/error.h>

enum { ELF_SEGMENTS_MAX = 8 };

/* What is to be in memory at `address`: `file_size` bytes of the file from `offset` on, then zeros
 * up to `memory_size`. */
struct elf_segment {
    uint32_t address;
    uint32_t offset;
    uint32_t file_size, memory_size; /* file_size <= memory_size, memory_size > 0 */
    uint32_t flags;                  /* MAP_READ, MAP_WRITE, MAP_EXECUTE, not both of the latter */
};

/* Segments are in ascending order, share no page, and lie within the given bounds. */
struct elf_image {
    uint32_t entry; /* ARM code within an executable segment */
    uint32_t segment_count;
    struct elf_segment segments[ELF_SEGMENTS_MAX];
};

/* Check the file of `size` bytes at `file` (of any alignment) and tell what it holds between `low`
 * and `high`. ERROR_INVALID: it is no such image, or breaks a rule above; ERROR_SIZE: it has too
 * many segments, or lies beyond the bounds. */
enum error elf_parse(const void *file, size_t size, uint32_t low, uint32_t high,
                     struct elf_image *image);

/* How segments reach the new address space. Both return OK or the error that elf_load() is to
 * return. */
struct elf_loader {
    /* Map the file's pages from `offset` on, as they are, read-only at `address`. All but `flags`
     * are whole pages. */
    enum error (*map)(void *self, uint32_t address, uint32_t offset, uint32_t size, uint32_t flags);
    /* Map new, zeroed memory of `size` bytes (whole pages) at `address`, with `file_size` bytes
     * from `offset` of the file copied to its byte `start` on. */
    enum error (*copy)(void *self, uint32_t address, uint32_t size, uint32_t start, uint32_t offset,
                       uint32_t file_size, uint32_t flags);
};

/* Load all segments: those that are not written to, and lie in the file at the same offset within
 * a page as in memory, are mapped; all others are copied. Stops at the first error. */
enum error elf_load(const struct elf_image *image, const struct elf_loader *loader, void *self);

#endif
