/* SPDX-License-Identifier: MIT */
/* The host's stand-in for arm/spinlock.h: one CPU, which must not take a lock twice. */
#ifndef ARM_SPINLOCK_H
#define ARM_SPINLOCK_H

#include <assert.h>
#include <stdint.h>

struct spinlock {
    uint32_t tickets;
};

static inline void spinlock_acquire(struct spinlock *lock)
{
    assert(lock->tickets == 0);
    lock->tickets = 1;
}

static inline void spinlock_release(struct spinlock *lock)
{
    assert(lock->tickets == 1);
    lock->tickets = 0;
}

#endif
