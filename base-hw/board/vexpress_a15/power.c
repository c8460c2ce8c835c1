/* SPDX-License-Identifier: MIT */
/*
 * Power by the motherboard's configuration controller (ARM DUI 0447 4.3): each line a register,
 * its offset and section.
 */
#include <arm/barrier.h>
#include <arm/mmio.h>
#include <board.h>
#include <board/power.h>

MMIO_WO(SYS_CFGDATA, BOARD_SYSREGS, 0xa0) /* 4.3.15: operand */
MMIO_WO(SYS_CFGCTRL, BOARD_SYSREGS, 0xa4) /* 4.3.16: command */
MMIO_RW(SYS_CFGSTAT, BOARD_SYSREGS, 0xa8) /* 4.3.17: its progress */

#define CFGCTRL_START          (1u << 31)
#define CFGCTRL_WRITE          (1u << 30)
#define CFGCTRL_FUNCTION_SHIFT 20
#define CFGSTAT_ERROR          (1u << 1)

enum {
    FUNCTION_SHUTDOWN = 8,
    FUNCTION_REBOOT = 9,
    POLLS = 1000000, /* the controller needs milliseconds */
};

static void command(uint32_t function)
{
    dsb_sy();
    write_SYS_CFGSTAT(0);
    write_SYS_CFGDATA(0);
    write_SYS_CFGCTRL(CFGCTRL_START | CFGCTRL_WRITE | function << CFGCTRL_FUNCTION_SHIFT);
    for (uint32_t i = 0; i < POLLS; i++) {
        if ((read_SYS_CFGSTAT() & CFGSTAT_ERROR) != 0) {
            return;
        }
    }
}

void power_off(void)
{
    command(FUNCTION_SHUTDOWN);
}

void power_reset(void)
{
    command(FUNCTION_REBOOT);
}
