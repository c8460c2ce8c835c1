/* SPDX-License-Identifier: MIT */
/*
 * ELF images, see core/elf.h. Formats: System V ABI, chapters 4 and 5; ELF for the Arm
 * Architecture (IHI 0044), section 4.3.
 */
#include <core/elf.h>

#include <elf.h>
#include <stdbool.h>
#include <string.h>
#include <core/core_call.h>

static bool header_is_valid(const Elf32_Ehdr *header)
{
    return memcmp(header->e_ident, ELFMAG, SELFMAG) == 0 &&
           header->e_ident[EI_CLASS] == ELFCLASS32 && header->e_ident[EI_DATA] == ELFDATA2LSB &&
           header->e_ident[EI_VERSION] == EV_CURRENT && header->e_type == ET_EXEC &&
           header->e_machine == EM_ARM && header->e_version == EV_CURRENT &&
           header->e_phentsize == sizeof(Elf32_Phdr);
}

static uint32_t map_flags_of(const Elf32_Phdr *program)
{
    uint32_t flags = MAP_READ;
    if ((program->p_flags & PF_W) != 0) {
        flags |= MAP_WRITE;
    }
    if ((program->p_flags & PF_X) != 0) {
        flags |= MAP_EXECUTE;
    }
    return flags;
}

static uint32_t page_of(uint32_t address)
{
    return address / PAGE_SIZE;
}

/* Last byte of a segment, which is not empty and does not wrap around. */
static uint32_t last_byte(const struct elf_segment *segment)
{
    return segment->address + (segment->memory_size - 1);
}

/* Check one loadable segment and add it to `image`, whose segments so far lie below it. */
static enum error add_segment(const Elf32_Phdr *program, size_t size, uint32_t low, uint32_t high,
                              struct elf_image *image)
{
    struct elf_segment segment = {
        .address = program->p_vaddr,
        .offset = program->p_offset,
        .file_size = program->p_filesz,
        .memory_size = program->p_memsz,
        .flags = map_flags_of(program),
    };
    if (segment.file_size > segment.memory_size || segment.offset > size ||
        segment.file_size > size - segment.offset ||
        (segment.flags & (MAP_WRITE | MAP_EXECUTE)) == (MAP_WRITE | MAP_EXECUTE)) {
        return ERROR_INVALID;
    }
    if (segment.address < low || segment.address >= high ||
        segment.memory_size > high - segment.address || image->segment_count == ELF_SEGMENTS_MAX) {
        return ERROR_SIZE;
    }
    if (image->segment_count > 0) {
        const struct elf_segment *previous = &image->segments[image->segment_count - 1];
        if (page_of(segment.address) <= page_of(last_byte(previous))) {
            return ERROR_INVALID;
        }
    }
    image->segments[image->segment_count++] = segment;
    return OK;
}

static bool entry_is_valid(const struct elf_image *image)
{
    for (uint32_t i = 0; i < image->segment_count; i++) {
        const struct elf_segment *segment = &image->segments[i];
        if ((segment->flags & MAP_EXECUTE) != 0 && image->entry >= segment->address &&
            image->entry - segment->address < segment->file_size) {
            return image->entry % sizeof(uint32_t) == 0;
        }
    }
    return false;
}

enum error elf_parse(const void *file, size_t size, uint32_t low, uint32_t high,
                     struct elf_image *image)
{
    Elf32_Ehdr header;
    if (size < sizeof header) {
        return ERROR_INVALID;
    }
    memcpy(&header, file, sizeof header);
    if (!header_is_valid(&header) || header.e_phoff > size ||
        header.e_phnum > (size - header.e_phoff) / sizeof(Elf32_Phdr)) {
        return ERROR_INVALID;
    }
    *image = (struct elf_image){.entry = header.e_entry};
    for (uint32_t i = 0; i < header.e_phnum; i++) {
        Elf32_Phdr program;
        memcpy(&program, (const char *)file + header.e_phoff + i * sizeof program, sizeof program);
        if (program.p_type != PT_LOAD || program.p_memsz == 0) {
            continue;
        }
        enum error error = add_segment(&program, size, low, high, image);
        if (error != OK) {
            return error;
        }
    }
    return entry_is_valid(image) ? OK : ERROR_INVALID;
}

/* Whether the file's own pages can stand for the segment. */
static bool is_mappable(const struct elf_segment *segment)
{
    return (segment->flags & MAP_WRITE) == 0 && segment->file_size == segment->memory_size &&
           segment->offset % PAGE_SIZE == segment->address % PAGE_SIZE;
}

enum error elf_load(const struct elf_image *image, const struct elf_loader *loader, void *self)
{
    for (uint32_t i = 0; i < image->segment_count; i++) {
        const struct elf_segment *segment = &image->segments[i];
        uint32_t start = segment->address % PAGE_SIZE;
        uint32_t address = segment->address - start;
        uint32_t size = (page_of(last_byte(segment)) - page_of(address) + 1) * PAGE_SIZE;
        enum error error =
            is_mappable(segment)
                ? loader->map(self, address, segment->offset - start, size, segment->flags)
                : loader->copy(self, address, size, start, segment->offset, segment->file_size,
                               segment->flags);
        if (error != OK) {
            return error;
        }
    }
    return OK;
}
