/* SPDX-License-Identifier: MIT */
/* Stopping a PL330; see pl330.h. */
#include "pl330.h"

enum {
    CHANNEL_STRIDE = 8,
    CHANNELS_SHIFT = 4,
    CHANNELS_MASK = 7,
    STATE_MASK = 15,
    STATE_STOPPED = 0,
    DEBUG_BUSY = 1,
    POLLS_MAX = 100000, /* a burst under way is done long before */
};

/* DBGINST0: DMAKILL (4.3.6), by the manager or by a channel. */
#define KILL            (1u << 16)
#define KILL_CHANNEL(n) (KILL | (n) << 8 | 1u)

static bool wait_for(volatile void *registers, uint32_t offset, uint32_t mask, uint32_t value)
{
    for (uint32_t polls = 0; polls < POLLS_MAX; polls++) {
        if ((register_read(registers, offset) & mask) == value) {
            return true;
        }
    }
    return false;
}

static bool execute(volatile void *registers, uint32_t instruction)
{
    if (!wait_for(registers, PL330_DBGSTATUS, DEBUG_BUSY, 0)) {
        return false;
    }
    register_write(registers, PL330_DBGINST0, instruction);
    register_write(registers, PL330_DBGINST1, 0);
    register_write(registers, PL330_DBGCMD, 0);
    return true;
}

bool pl330_reset(volatile void *registers)
{
    bool stopped = true;
    uint32_t last = register_read(registers, PL330_CR0) >> CHANNELS_SHIFT & CHANNELS_MASK;
    register_write(registers, PL330_INTEN, 0);
    for (uint32_t n = 0; n <= last; n++) {
        stopped = execute(registers, KILL_CHANNEL(n)) &&
                  wait_for(registers, PL330_CSR + n * CHANNEL_STRIDE, STATE_MASK, STATE_STOPPED) &&
                  stopped;
    }
    stopped = execute(registers, KILL) && stopped;
    register_write(registers, PL330_INTCLR, UINT32_MAX);
    return stopped;
}
