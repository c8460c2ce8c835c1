/* SPDX-License-Identifier: MIT */
/* Switching the board off, or starting it again. Both return only if the board cannot do it. */
#ifndef BOARD_POWER_H
#define BOARD_POWER_H

void power_off(void);
void power_reset(void);

#endif
