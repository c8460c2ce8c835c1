/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Guards against a QEMU whose structures are laid out otherwise than in the headers that this was
 * compiled against. It runs as soon as QEMU looks for machine types, before any object is made.
 * The variable LD_PRELOAD has done its work by then, and is not handed to what QEMU may start.
 */
#include "qemu/osdep.h"

#include "arndale.h"
#include "hw/arm/exynos4210.h"
#include "hw/core/cpu.h"
#include "hw/cpu/a15mpcore.h"
#include "hw/or-irq.h"
#include "qemu/error-report.h"

static const struct {
    const char *type;
    size_t size;
} layouts[] = {
    {TYPE_DEVICE, sizeof(DeviceState)},
    {TYPE_SYS_BUS_DEVICE, sizeof(SysBusDevice)},
    {TYPE_MEMORY_REGION, sizeof(MemoryRegion)},
    {TYPE_IOMMU_MEMORY_REGION, sizeof(IOMMUMemoryRegion)},
    {TYPE_MACHINE, sizeof(MachineState)},
    {TYPE_CPU, sizeof(CPUState)},
    {TYPE_OR_IRQ, sizeof(qemu_or_irq)},
    {TYPE_EXYNOS4210_COMBINER, sizeof(Exynos4210CombinerState)},
    {TYPE_A15MPCORE_PRIV, sizeof(A15MPPrivState)},
};

void layout_check(void)
{
    unsetenv("LD_PRELOAD");
    for (unsigned i = 0; i < ARRAY_SIZE(layouts); i++) {
        size_t size = object_class_by_name(layouts[i].type)
                          ? object_type_get_instance_size(layouts[i].type)
                          : 0;

        if (size != layouts[i].size) {
            error_report("arndale.so was compiled for another QEMU: '%s' is %zu bytes here, not "
                         "%zu; run tool/qemu-arndale/build again",
                         layouts[i].type, size, layouts[i].size);
            exit(EXIT_FAILURE);
        }
    }
}
