/* SPDX-License-Identifier: MIT */
/* The board's start: the counter runs, and all CPUs come to the image by themselves. */
#include <arm/cp15.h>
#include <board.h>
#include <board/start.h>

void board_start(uint32_t cpu, uint32_t entry, bool is_secure)
{
    (void)cpu;
    (void)entry;
    if (is_secure && read_CNTFRQ() == 0) {
        write_CNTFRQ(BOARD_COUNTER_FREQUENCY);
    }
}
