/* SPDX-License-Identifier: MIT */
/*
 * The host's stand-in for arm/spinlock.h: one CPU runs at a time, and must not take a lock twice.
 * Where it takes one a test may let others run before (kernel/machine.c).
 */
#ifndef ARM_SPINLOCK_H
#define ARM_SPINLOCK_H

#include <assert.h>
#include <stdint.h>

struct spinlock {
    uint32_t tickets;
};

void fake_lock_wait(void);

static inline void spinlock_acquire(struct spinlock *lock)
{
    fake_lock_wait();
    assert(lock->tickets == 0);
    lock->tickets = 1;
}

static inline void spinlock_release(struct spinlock *lock)
{
    assert(lock->tickets == 1);
    lock->tickets = 0;
}

#endif
