/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The devices that are not modelled, so that an access to one is not an external abort: banks of
 * registers that keep what is written, and areas that read as zero and ignore writes. QEMU's
 * "-d unimp" logs each access to the latter. The list in README.md is drawn from here.
 */
#include "qemu/osdep.h"

#include "arndale.h"
#include "exynos_bank.h"
#include "hw/misc/unimp.h"
#include "hw/qdev-properties.h"
#include "qapi/error.h"

#define PRODUCT_EXYNOS5250 0x43520010u

typedef struct Place {
    const char *name;
    uint32_t base;
    uint32_t size;
    enum clock_gate_register gate;
    unsigned gate_bit;
} Place;

static const Place banks[] = {
    {"sysreg", SYSREG_BASE, 0x5000, GATE_NONE, 0},
    {"pinctrl-0", 0x11400000, 0x1000, GATE_NONE, 0},
    {"pinctrl-1", 0x13400000, 0x1000, GATE_NONE, 0},
    {"pinctrl-2", 0x10d10000, 0x1000, GATE_NONE, 0},
    {"pinctrl-3", 0x03860000, 0x1000, GATE_NONE, 0},
    {"audio-clocks", 0x03810000, 0x1000, GATE_NONE, 0},
    {"watchdog", 0x101d0000, 0x1000, GATE_IP_PERIS, 19},
    {"srom", 0x12250000, 0x1000, GATE_IP_FSYS, 17},
};

static const Place silent[] = {
    {"i2s-0", 0x03830000, 0x1000, GATE_NONE, 0},
    {"tmu", 0x10060000, 0x1000, GATE_IP_PERIS, 21},
    {"cec", 0x101b0000, 0x1000, GATE_IP_PERIS, 16},
    {"rtc", 0x101e0000, 0x1000, GATE_IP_PERIS, 20},
    {"sss", 0x10830000, 0x1000, GATE_IP_ACP, 2},
    {"g2d", 0x10850000, 0x1000, GATE_IP_ACP, 3},
    {"dmc", 0x10c00000, 0x80000, GATE_NONE, 0},
    {"mfc", 0x11000000, 0x10000, GATE_IP_MFC, 0},
    {"gpu", 0x11800000, 0x10000, GATE_IP_G3D, 0},
    {"rotator", 0x11c00000, 0x1000, GATE_IP_GEN, 1},
    {"jpeg", 0x11e00000, 0x1000, GATE_IP_GEN, 2},
    {"usb3", 0x12000000, 0x100000, GATE_IP_FSYS, 19},
    {"usb3-phy", 0x12100000, 0x1000, GATE_NONE, 0},
    {"ehci", 0x12110000, 0x1000, GATE_IP_FSYS, 18},
    {"ohci", 0x12120000, 0x1000, GATE_IP_FSYS, 18},
    {"usb2-phy", 0x12130000, 0x1000, GATE_NONE, 0},
    {"sata-phy", 0x12170000, 0x1000, GATE_IP_FSYS, 24},
    {"sata-phy-i2c", 0x121d0000, 0x1000, GATE_IP_FSYS, 25},
    {"card-0", 0x12200000, 0x1000, GATE_IP_FSYS, 12},
    {"card-1", 0x12210000, 0x1000, GATE_IP_FSYS, 13},
    {"card-2", 0x12220000, 0x1000, GATE_IP_FSYS, 14},
    {"card-3", 0x12230000, 0x1000, GATE_IP_FSYS, 15},
    {"sata", 0x122f0000, 0x1000, GATE_IP_FSYS, 6},
    {"adc", 0x12d10000, 0x1000, GATE_IP_PERIC, 15},
    {"spi-0", 0x12d20000, 0x1000, GATE_IP_PERIC, 16},
    {"spi-1", 0x12d30000, 0x1000, GATE_IP_PERIC, 17},
    {"spi-2", 0x12d40000, 0x1000, GATE_IP_PERIC, 18},
    {"i2s-1", 0x12d60000, 0x1000, GATE_IP_PERIC, 20},
    {"i2s-2", 0x12d70000, 0x1000, GATE_IP_PERIC, 21},
    {"gsc-0", 0x13e00000, 0x1000, GATE_IP_GSCL, 0},
    {"gsc-1", 0x13e10000, 0x1000, GATE_IP_GSCL, 1},
    {"gsc-2", 0x13e20000, 0x1000, GATE_IP_GSCL, 2},
    {"gsc-3", 0x13e30000, 0x1000, GATE_IP_GSCL, 3},
    {"fimd", 0x14400000, 0x40000, GATE_IP_DISP1, 0},
    {"mixer", 0x14450000, 0x10000, GATE_IP_DISP1, 5},
    {"dsi", 0x14500000, 0x10000, GATE_IP_DISP1, 3},
    {"hdmi", 0x14530000, 0x70000, GATE_IP_DISP1, 6},
    {"dp", 0x145b0000, 0x1000, GATE_IP_DISP1, 4},
};

static void add_bank(ArndaleBoard *board, const Place *place, uint32_t first)
{
    ExynosBank *bank = exynos_bank_new(place->name, place->size, first);

    board_map(board, DEVICE(bank), place->base, place->gate, place->gate_bit);
}

static void add_silent(ArndaleBoard *board, const Place *place)
{
    DeviceState *device = qdev_new(TYPE_UNIMPLEMENTED_DEVICE);

    qdev_prop_set_string(device, "name", place->name);
    qdev_prop_set_uint64(device, "size", place->size);
    sysbus_realize_and_unref(SYS_BUS_DEVICE(device), &error_fatal);
    board_map(board, device, place->base, place->gate, place->gate_bit);
}

void board_add_unmodelled(ArndaleBoard *board)
{
    static const Place chip_id = {"chip-id", CHIPID_BASE, 0x1000, GATE_IP_PERIS, 0};

    add_bank(board, &chip_id, PRODUCT_EXYNOS5250);
    for (unsigned i = 0; i < ARRAY_SIZE(banks); i++) {
        add_bank(board, &banks[i], 0);
    }
    for (unsigned i = 0; i < ARRAY_SIZE(silent); i++) {
        add_silent(board, &silent[i]);
    }
}
