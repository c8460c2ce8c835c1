/* SPDX-License-Identifier: MIT */
/*
 * Power by the Exynos5250's power management unit (names as in Linux' exynos-regs-pmu.h): each line
 * a register and its offset.
 */
#include <arm/barrier.h>
#include <arm/mmio.h>
#include <board.h>
#include <board/power.h>

MMIO_WO(SWRESET, BOARD_PMU, 0x0400)
MMIO_RW(PS_HOLD_CONTROL, BOARD_PMU, 0x330c)

#define SWRESET_SYSTEM 1u
#define PS_HOLD_HIGH   (1u << 8) /* the power controller keeps the board's power on */

void power_off(void)
{
    dsb_sy();
    write_PS_HOLD_CONTROL(read_PS_HOLD_CONTROL() & ~PS_HOLD_HIGH);
}

void power_reset(void)
{
    dsb_sy();
    write_SWRESET(SWRESET_SYSTEM);
}
