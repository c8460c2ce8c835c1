/* SPDX-License-Identifier: MIT */
/*
 * The functions that the compiler takes for granted in a freestanding program. The pragma keeps
 * it from making calls to them out of their own loops.
 */
#include <stddef.h>
#include <stdint.h>

#pragma GCC optimize("no-tree-loop-distribute-patterns")

void *memcpy(void *restrict target, const void *restrict source, size_t size);
void *memset(void *target, int value, size_t size);

enum { WORD = sizeof(uint32_t), UNROLL = 4 };

void *memcpy(void *restrict target, const void *restrict source, size_t size)
{
    uint8_t *to = target;
    const uint8_t *from = source;
    if ((((uintptr_t)to | (uintptr_t)from) & (WORD - 1)) == 0) {
        uint32_t *to_word = target;
        const uint32_t *from_word = source;
        for (; size >= WORD; size -= WORD) {
            *to_word++ = *from_word++;
        }
        to = (uint8_t *)to_word;
        from = (const uint8_t *)from_word;
    }
    while (size-- != 0) {
        *to++ = *from++;
    }
    return target;
}

void *memset(void *target, int value, size_t size)
{
    uint8_t byte = (uint8_t)value;
    uint8_t *to = target;
    if (((uintptr_t)to & (WORD - 1)) == 0) {
        uint32_t word = byte * 0x01010101u; /* the byte four times */
        uint32_t *to_word = target;
        for (; size >= UNROLL * WORD; size -= UNROLL * WORD) {
            to_word[0] = word;
            to_word[1] = word;
            to_word[2] = word;
            to_word[3] = word;
            to_word += UNROLL;
        }
        to = (uint8_t *)to_word;
    }
    while (size-- != 0) {
        *to++ = byte;
    }
    return target;
}
