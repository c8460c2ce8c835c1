/* SPDX-License-Identifier: MIT */
/*
 * Ticket lock: CPUs get it in the order in which they asked.
 *
 * One word: the ticket handed out last in its upper half, the ticket being served in its lower
 * half. Zero is free. A waiting CPU sleeps in WFE; the release wakes it by SEV, ordered behind
 * the store by DSB (ARM DDI 0406C A3.4.5, B1.8.13). The lock is not recursive, and is held with
 * interrupts masked, as everything in Hyp is.
 */
#ifndef ARM_SPINLOCK_H
#define ARM_SPINLOCK_H

#include <stdint.h>
#include <arm/barrier.h>

struct spinlock {
    uint32_t tickets;
};

/* Wait until the lock is ours. What its last holder wrote is visible afterwards. */
static inline void spinlock_acquire(struct spinlock *lock)
{
    uint32_t mine, next, failed;
    __asm__ volatile("1: ldrex %0, [%3]\n"
                     "   add   %1, %0, #0x10000\n"
                     "   strex %2, %1, [%3]\n"
                     "   teq   %2, #0\n"
                     "   bne   1b\n"
                     "   b     3f\n"
                     "2: wfe\n"
                     "   ldrh  %1, [%3]\n"
                     "   bfi   %0, %1, #0, #16\n"
                     "3: teq   %0, %0, ror #16\n"
                     "   bne   2b\n"
                     "   dmb   ish\n"
                     : "=&r"(mine), "=&r"(next), "=&r"(failed)
                     : "r"(&lock->tickets)
                     : "cc", "memory");
}

/* Give the lock, which this CPU holds, to the next that waits. */
static inline void spinlock_release(struct spinlock *lock)
{
    uint32_t serving;
    __asm__ volatile("dmb   ish\n"
                     "ldrh  %0, [%1]\n"
                     "add   %0, %0, #1\n"
                     "strh  %0, [%1]\n"
                     "dsb   ishst\n"
                     "sev\n"
                     : "=&r"(serving)
                     : "r"(&lock->tickets)
                     : "memory");
}

#endif
