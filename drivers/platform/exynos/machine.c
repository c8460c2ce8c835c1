/* SPDX-License-Identifier: MIT */
/*
 * The devices of the Exynos5250 that can be handed out; see machine.h.
 *
 * Gates: Linux' clk-exynos5250 (GATE_IP_ACP, GATE_IP_GEN, GATE_IP_FSYS). Which SysMMU guards which
 * MDMA is inferred from the names of their clocks. No source lists a SysMMU for the PDMAs.
 */
#include <stddef.h>
#include <string.h>
#include "machine.h"
#include "pl330.h"

/* Registers of the clock controller: gates of whole devices. */
enum { GATE_ACP = 0x8800, GATE_GEN = 0x10934, GATE_FSYS = 0x10944 };

static const struct machine_device devices[] = {
    {
        .name = "mdma0",
        .interrupts = {"mdma0:0", "mdma0-abort:0"},
        .iommu = "mdma0",
        .gate = {GATE_ACP, 1u << 1},
        .iommu_gate = {GATE_ACP, 1u << 5},
        .reset = pl330_reset,
    },
    {
        .name = "mdma1",
        .interrupts = {"mdma1:0", "mdma1-abort:0"},
        .iommu = "mdma1",
        .gate = {GATE_GEN, 1u << 4},
        .iommu_gate = {GATE_GEN, 1u << 9},
        .reset = pl330_reset,
    },
    {
        .name = "pdma0",
        .interrupts = {"pdma0:0"},
        .gate = {GATE_FSYS, 1u << 1},
        .reset = pl330_reset,
    },
    {
        .name = "pdma1",
        .interrupts = {"pdma1:0"},
        .gate = {GATE_FSYS, 1u << 2},
        .reset = pl330_reset,
    },
};

enum { DEVICE_COUNT = sizeof(devices) / sizeof(devices[0]) };

const struct machine_device *machine_device(uint32_t index)
{
    return index < DEVICE_COUNT ? &devices[index] : NULL;
}

const struct machine_device *machine_find(const char *name)
{
    for (uint32_t i = 0; i < DEVICE_COUNT; i++) {
        if (strcmp(devices[i].name, name) == 0) {
            return &devices[i];
        }
    }
    return NULL;
}
