/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Power management unit of the Exynos5250 (Linux: exynos-pmu.c, pm_domains.c, platsmp.c).
 *
 * Every block with a power switch has a configuration register at a multiple of 0x20 and its
 * status behind it; here a block follows its configuration at once. The second core starts in
 * the boot ROM when it is switched on, and stops when it is switched off (the board waits for its
 * WFI). Other registers keep what was written.
 */
#include "qemu/osdep.h"

#include "exynos_pmu.h"
#include "hw/core/cpu.h"
#include "map.h"
#include "sysemu/runstate.h"

/*
 * QEMU's target/arm/arm-powerctl.h, which can be included by files that are compiled for one
 * target only: a core is named by its affinity and starts at ENTRY in the given exception level.
 */
int arm_set_cpu_on(uint64_t affinity, uint64_t entry, uint64_t context, uint32_t level, bool arm64);
int arm_set_cpu_off(uint64_t affinity);

#define PMU_SIZE 0x5000u

#define SWRESET             0x0400u
#define SWRESET_SYSTEM      1u
#define BLOCK_FIRST         0x2000u
#define BLOCK_STRIDE        0x20u
#define CORE0_CONFIGURATION 0x2000u
#define CORE1_CONFIGURATION 0x2080u
#define CORE_ON             3u
#define PS_HOLD_CONTROL     0x330cu
#define PS_HOLD_HIGH        0x100u
#define PS_HOLD_RESET       0x5300u
#define DOMAIN_FIRST        0x4000u
#define DOMAIN_LAST         0x40e0u
#define DOMAIN_ON           7u
#define STATUS              4u

#define CORE1_AFFINITY 1
#define SECURE_LEVEL   3

struct ExynosPmu {
    SysBusDevice parent_obj;
    MemoryRegion registers;
    uint32_t value[PMU_SIZE / 4];
};

static bool core1_wanted(const ExynosPmu *pmu)
{
    return (pmu->value[CORE1_CONFIGURATION / 4] & CORE_ON) == CORE_ON;
}

static void start_core1(ExynosPmu *pmu)
{
    arm_set_cpu_on(CORE1_AFFINITY, IROM_BASE, 0, SECURE_LEVEL, false);
    pmu->value[(CORE1_CONFIGURATION + STATUS) / 4] = CORE_ON;
}

/* Runs on core 1 behind the work that stopped it, so that the status never is ahead of the core. */
static void core1_has_stopped(CPUState *core, run_on_cpu_data data)
{
    ExynosPmu *pmu = data.host_ptr;

    pmu->value[(CORE1_CONFIGURATION + STATUS) / 4] = 0;
    if (core1_wanted(pmu)) {
        start_core1(pmu);
    }
}

static void switch_core1(ExynosPmu *pmu)
{
    bool on = pmu->value[(CORE1_CONFIGURATION + STATUS) / 4] & CORE_ON;

    if (core1_wanted(pmu) && !on) {
        start_core1(pmu);
    } else if (!core1_wanted(pmu) && on) {
        arm_set_cpu_off(CORE1_AFFINITY);
        async_run_on_cpu(qemu_get_cpu(CORE1_AFFINITY), core1_has_stopped, RUN_ON_CPU_HOST_PTR(pmu));
    }
}

static bool is_status(hwaddr offset)
{
    return offset >= BLOCK_FIRST && offset % BLOCK_STRIDE == STATUS;
}

static uint64_t pmu_read(void *opaque, hwaddr offset, unsigned size)
{
    ExynosPmu *pmu = opaque;

    return pmu->value[offset / 4];
}

static void pmu_write(void *opaque, hwaddr offset, uint64_t written, unsigned size)
{
    ExynosPmu *pmu = opaque;
    uint32_t value = (uint32_t)written;

    if (is_status(offset)) {
        return;
    }
    pmu->value[offset / 4] = value;
    if (offset == SWRESET && value & SWRESET_SYSTEM) {
        qemu_system_reset_request(SHUTDOWN_CAUSE_GUEST_RESET);
    } else if (offset == PS_HOLD_CONTROL && !(value & PS_HOLD_HIGH)) {
        qemu_system_shutdown_request(SHUTDOWN_CAUSE_GUEST_SHUTDOWN);
    } else if (offset == CORE1_CONFIGURATION) {
        switch_core1(pmu);
    } else if (offset >= BLOCK_FIRST && offset % BLOCK_STRIDE == 0) {
        pmu->value[(offset + STATUS) / 4] = value;
    }
}

static const MemoryRegionOps pmu_ops = {
    .read = pmu_read,
    .write = pmu_write,
    .endianness = DEVICE_LITTLE_ENDIAN,
    .valid = {.min_access_size = 4, .max_access_size = 4},
};

static void set_block(ExynosPmu *pmu, hwaddr offset, uint32_t state)
{
    pmu->value[offset / 4] = state;
    pmu->value[(offset + STATUS) / 4] = state;
}

static void pmu_reset(DeviceState *device)
{
    ExynosPmu *pmu = EXYNOS_PMU(device);

    memset(pmu->value, 0, sizeof(pmu->value));
    pmu->value[PS_HOLD_CONTROL / 4] = PS_HOLD_RESET;
    set_block(pmu, CORE0_CONFIGURATION, CORE_ON);
    set_block(pmu, CORE1_CONFIGURATION, CORE_ON);
    for (hwaddr offset = DOMAIN_FIRST; offset <= DOMAIN_LAST; offset += BLOCK_STRIDE) {
        set_block(pmu, offset, DOMAIN_ON);
    }
}

static void pmu_init(Object *object)
{
    ExynosPmu *pmu = EXYNOS_PMU(object);

    memory_region_init_io(&pmu->registers, object, &pmu_ops, pmu, TYPE_EXYNOS_PMU, PMU_SIZE);
    sysbus_init_mmio(SYS_BUS_DEVICE(object), &pmu->registers);
}

static void pmu_class_init(ObjectClass *class, void *data)
{
    DEVICE_CLASS(class)->reset = pmu_reset;
}

static const TypeInfo pmu_types[] = {{
    .name = TYPE_EXYNOS_PMU,
    .parent = TYPE_SYS_BUS_DEVICE,
    .instance_size = sizeof(ExynosPmu),
    .instance_init = pmu_init,
    .class_init = pmu_class_init,
}};

DEFINE_TYPES(pmu_types)
