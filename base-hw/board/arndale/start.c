/* SPDX-License-Identifier: MIT */
/*
 * The board's start: counter running, and the second CPU out of its pen, which is the boot ROM's,
 * or U-Boot's, which looks at the same place. In the pen it sleeps until an SGI, and then goes to
 * the address that it finds in the first word of the internal RAM. The board's first loader has
 * opened the TrustZone protection controllers already.
 */
#include <arm/barrier.h>
#include <arm/cp15.h>
#include <arm/gic.h>
#include <board.h>
#include <board/start.h>

MMIO_WO(G_TCON, BOARD_MCT, 0x240) /* control of the global counter */
MMIO_WO(CORE1_CONFIGURATION, BOARD_PMU, 0x2080)
MMIO_RO(CORE1_STATUS, BOARD_PMU, 0x2084)
MMIO_WO(PEN, BOARD_SRAM, 0)

#define G_TCON_START (1u << 8)
#define CORE_ON      3u

static void wake_core1(uint32_t entry)
{
    write_PEN(entry);
    if ((read_CORE1_STATUS() & CORE_ON) == 0) {
        write_CORE1_CONFIGURATION(CORE_ON);
        while ((read_CORE1_STATUS() & CORE_ON) != CORE_ON) {
        }
    }
    write_GICD_CTLR(GICD_CTLR_ENABLE_GROUPS);
    dsb_sy();
    sev();
    gic_send_ipi(1);
}

void board_start(uint32_t cpu, uint32_t entry, bool is_secure)
{
    if (is_secure) {
        write_CNTFRQ(BOARD_COUNTER_FREQUENCY);
    }
    if (cpu == 0) {
        write_G_TCON(G_TCON_START);
        wake_core1(entry);
    }
}
