/* SPDX-License-Identifier: MIT */
/*
 * The host's stand-in for arm/mmio.h: accesses go to functions, which model the GIC
 * (kernel/gic_model.c).
 */
#ifndef ARM_MMIO_H
#define ARM_MMIO_H

#include <stdint.h>

uint32_t fake_mmio_read(uint32_t address);
void fake_mmio_write(uint32_t address, uint32_t value);

#define MMIO_RO(name, base, offset)                                                                \
    static inline uint32_t read_##name(void)                                                       \
    {                                                                                              \
        return fake_mmio_read((base) + (offset));                                                  \
    }
#define MMIO_WO(name, base, offset)                                                                \
    static inline void write_##name(uint32_t value)                                                \
    {                                                                                              \
        fake_mmio_write((base) + (offset), value);                                                 \
    }
#define MMIO_RW(name, base, offset)                                                                \
    MMIO_RO(name, base, offset)                                                                    \
    MMIO_WO(name, base, offset)

#define MMIO_ARRAY_RO(name, base, offset)                                                          \
    static inline uint32_t read_##name(uint32_t index)                                             \
    {                                                                                              \
        return fake_mmio_read((base) + (offset) + index * 4);                                      \
    }
#define MMIO_ARRAY_WO(name, base, offset)                                                          \
    static inline void write_##name(uint32_t index, uint32_t value)                                \
    {                                                                                              \
        fake_mmio_write((base) + (offset) + index * 4, value);                                     \
    }
#define MMIO_ARRAY_RW(name, base, offset)                                                          \
    MMIO_ARRAY_RO(name, base, offset)                                                              \
    MMIO_ARRAY_WO(name, base, offset)

/* Bytes: priorities and targets, which the model has no use for. */
#define MMIO_BYTES_WO(name, base, offset)                                                          \
    static inline void write_##name(uint32_t index, uint8_t value)                                 \
    {                                                                                              \
        (void)index;                                                                               \
        (void)value;                                                                               \
    }

#endif
