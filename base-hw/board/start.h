/* SPDX-License-Identifier: MIT */
#ifndef BOARD_START_H
#define BOARD_START_H

#include <stdbool.h>
#include <stdint.h>

/* What a board needs at its start beside what all have in common: on each CPU, in the world that it
 * was entered in, with MMU and caches off, before .bss is clear. In the secure world: open what the
 * normal world needs of the board, and set the counter's frequency. On CPU 0, in either: start the
 * counter, and have the other CPUs begin at `entry`, unless they come by themselves. */
void board_start(uint32_t cpu, uint32_t entry, bool is_secure);

#endif
