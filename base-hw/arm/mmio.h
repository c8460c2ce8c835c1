/* SPDX-License-Identifier: MIT */
/*
 * Device registers by name.
 *
 * A line gives a register's name, the base of its block and its offset. RO, RW or WO is its
 * access; it defines read_NAME() and write_NAME(). ARRAY registers take an index, of words or of
 * BYTES. Accesses are volatile, keep their order within a device, and are 32 bits wide unless the
 * macro says BYTES.
 */
#ifndef ARM_MMIO_H
#define ARM_MMIO_H

#include <stdint.h>

#define MMIO_RO(name, base, offset)                                                                \
    static inline uint32_t read_##name(void)                                                       \
    {                                                                                              \
        return *(const volatile uint32_t *)((base) + (offset));                                    \
    }
#define MMIO_WO(name, base, offset)                                                                \
    static inline void write_##name(uint32_t value)                                                \
    {                                                                                              \
        *(volatile uint32_t *)((base) + (offset)) = value;                                         \
    }
#define MMIO_RW(name, base, offset)                                                                \
    MMIO_RO(name, base, offset)                                                                    \
    MMIO_WO(name, base, offset)

#define MMIO_ARRAY_RO(name, base, offset)                                                          \
    static inline uint32_t read_##name(uint32_t index)                                             \
    {                                                                                              \
        return ((const volatile uint32_t *)((base) + (offset)))[index];                            \
    }
#define MMIO_ARRAY_WO(name, base, offset)                                                          \
    static inline void write_##name(uint32_t index, uint32_t value)                                \
    {                                                                                              \
        ((volatile uint32_t *)((base) + (offset)))[index] = value;                                 \
    }
#define MMIO_ARRAY_RW(name, base, offset)                                                          \
    MMIO_ARRAY_RO(name, base, offset)                                                              \
    MMIO_ARRAY_WO(name, base, offset)

#define MMIO_BYTES_WO(name, base, offset)                                                          \
    static inline void write_##name(uint32_t index, uint8_t value)                                 \
    {                                                                                              \
        ((volatile uint8_t *)((base) + (offset)))[index] = value;                                  \
    }

#endif
