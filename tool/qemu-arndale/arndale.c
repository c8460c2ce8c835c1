/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Machine type "arndale": Samsung's Arndale board, an Exynos5250 with two Cortex-A15.
 *
 * The machine starts where the board's first-stage boot loader ends: clocks set up, TrustZone
 * protection open, core 0 in secure SVC mode at the image's entry, core 1 in the boot ROM. There it
 * waits until the first word of the iRAM holds an address and jumps there, also when the power
 * management unit has switched it off and on.
 */
#include "qemu/osdep.h"

#include "arndale.h"
#include "exec/address-spaces.h"
#include "exynos_pmu.h"
#include "hw/arm/boot.h"
#include "hw/loader.h"
#include "hw/qdev-properties.h"
#include "qapi/error.h"
#include "qemu/error-report.h"
#include "qemu/units.h"
#include "sysemu/reset.h"

#define TYPE_ARNDALE MACHINE_TYPE_NAME("arndale")
OBJECT_DECLARE_SIMPLE_TYPE(ArndaleBoard, ARNDALE)

#define CORES            2
#define TZPC_COUNT       10
#define GENERIC_TIMER_HZ 24000000
#define NO_BOARD_ID      (-1)
/* IRQ, FIQ, virtual IRQ, virtual FIQ: in this order at the core and at the GIC. */
#define CORE_LINES 4

/* The boot ROM's code, assembled from irom.S. */
extern const uint8_t irom_begin[], irom_end[];

qemu_irq board_spi(ArndaleBoard *board, unsigned spi)
{
    return qdev_get_gpio_in(board->gic, (int)spi);
}

qemu_irq board_combined(ArndaleBoard *board, unsigned group, unsigned bit)
{
    return qdev_get_gpio_in(board->combiner, (int)COMBINER_LINE(group, bit));
}

void board_map(ArndaleBoard *board, DeviceState *device, hwaddr base, enum clock_gate_register gate,
               unsigned bit)
{
    sysbus_mmio_map(SYS_BUS_DEVICE(device), 0, base);
    if (gate != GATE_NONE) {
        exynos_cmu_gate_region(board->cmu, gate, bit,
                               sysbus_mmio_get_region(SYS_BUS_DEVICE(device), 0));
    }
}

static DeviceState *new_device(const char *type)
{
    DeviceState *device = qdev_new(type);

    sysbus_realize_and_unref(SYS_BUS_DEVICE(device), &error_fatal);
    return device;
}

static void add_cores(void)
{
    for (int i = 0; i < CORES; i++) {
        Object *core = object_new("cortex-a15-arm-cpu");

        object_property_set_int(core, "reset-cbar", GIC_BASE, &error_fatal);
        object_property_set_int(core, "cntfrq", GENERIC_TIMER_HZ, &error_fatal);
        qdev_realize_and_unref(DEVICE(core), NULL, &error_fatal);
    }
}

static void add_gic(ArndaleBoard *board)
{
    SysBusDevice *gic;

    board->gic = qdev_new("a15mpcore_priv");
    qdev_prop_set_uint32(board->gic, "num-cpu", CORES);
    qdev_prop_set_uint32(board->gic, "num-irq", SPI_COUNT + 32);
    gic = SYS_BUS_DEVICE(board->gic);
    sysbus_realize_and_unref(gic, &error_fatal);
    sysbus_mmio_map(gic, 0, GIC_BASE);
    for (int i = 0; i < CORES; i++) {
        DeviceState *core = DEVICE(qemu_get_cpu(i));

        for (int line = 0; line < CORE_LINES; line++) {
            sysbus_connect_irq(gic, i + line * CORES, qdev_get_gpio_in(core, line));
        }
    }
}

static void add_combiner(ArndaleBoard *board)
{
    board->combiner = new_device("exynos4210.combiner");
    sysbus_mmio_map(SYS_BUS_DEVICE(board->combiner), 0, COMBINER_BASE);
    for (unsigned i = 0; i < COMBINER_GROUPS; i++) {
        sysbus_connect_irq(SYS_BUS_DEVICE(board->combiner), (int)i, board_spi(board, i));
    }
}

static void add_system_controllers(ArndaleBoard *board)
{
    DeviceState *cmu = new_device(TYPE_EXYNOS_CMU);

    board->cmu = EXYNOS_CMU(cmu);
    sysbus_mmio_map(SYS_BUS_DEVICE(cmu), 0, CMU_BASE);
    sysbus_mmio_map(SYS_BUS_DEVICE(new_device(TYPE_EXYNOS_PMU)), 0, PMU_BASE);
    for (unsigned i = 0; i < TZPC_COUNT; i++) {
        DeviceState *tzpc = new_device(TYPE_EXYNOS_TZPC);
        const unsigned first_bit = 6;

        board_map(board, tzpc, TZPC_BASE + i * TZPC_STRIDE, GATE_IP_PERIS, first_bit + i);
        if (i == 0) {
            board->iram_tzpc = EXYNOS_TZPC(tzpc);
        }
    }
}

/* Core 1 must not find the entry address of an earlier run when it is switched on. */
static void clear_pen(void *opaque)
{
    ArndaleBoard *board = opaque;

    memset(memory_region_get_ram_ptr(&board->iram), 0, sizeof(uint32_t));
}

static void add_memory(ArndaleBoard *board)
{
    MachineState *machine = MACHINE(board);
    MemoryRegion *memory = get_system_memory();

    if (machine->ram_size > DRAM_SIZE_MAX) {
        error_report("arndale: at most 2 GiB of RAM");
        exit(EXIT_FAILURE);
    }
    memory_region_add_subregion(memory, DRAM_BASE, machine->ram);
    memory_region_init_ram(&board->iram, OBJECT(board), "iram", IRAM_SIZE, &error_fatal);
    memory_region_add_subregion(memory, IRAM_BASE, &board->iram);
    memory_region_init_rom(&board->irom, OBJECT(board), "irom", IROM_SIZE, &error_fatal);
    memory_region_add_subregion(memory, IROM_BASE, &board->irom);
    rom_add_blob_fixed("irom", irom_begin, (size_t)(irom_end - irom_begin), IROM_BASE);
    qemu_register_reset(clear_pen, board);
}

/* Core 1 needs no help from the loader of images: it is in the boot ROM. */
static void leave_core1_alone(ARMCPU *core, const struct arm_boot_info *info)
{
}

/* Runs behind the reset of the cores, which would start core 1 at the image's entry too. */
static void send_core1_to_rom(void *opaque)
{
    cpu_set_pc(opaque, IROM_BASE);
}

static void load_image(ArndaleBoard *board)
{
    static struct arm_boot_info info;

    info.ram_size = MACHINE(board)->ram_size;
    info.loader_start = DRAM_BASE;
    info.board_id = NO_BOARD_ID;
    info.secure_boot = true;
    info.write_secondary_boot = leave_core1_alone;
    info.secondary_cpu_reset_hook = leave_core1_alone;
    arm_load_kernel(ARM_CPU(qemu_get_cpu(0)), MACHINE(board), &info);
    qemu_register_reset(send_core1_to_rom, qemu_get_cpu(1));
}

static void arndale_start(MachineState *machine)
{
    ArndaleBoard *board = ARNDALE(machine);

    add_memory(board);
    add_cores();
    add_gic(board);
    add_combiner(board);
    add_system_controllers(board);
    board_add_peripherals(board);
    board_add_dma(board);
    board_add_unmodelled(board);
    load_image(board);
}

static void arndale_class_init(ObjectClass *class, void *data)
{
    MachineClass *machine = MACHINE_CLASS(class);

    layout_check();
    machine->desc = "Samsung Arndale (Exynos5250, two Cortex-A15)";
    machine->init = arndale_start;
    machine->min_cpus = CORES;
    machine->default_cpus = CORES;
    machine->max_cpus = CORES;
    machine->default_ram_size = 2 * GiB;
    machine->default_ram_id = "dram";
}

static const TypeInfo arndale_types[] = {{
    .name = TYPE_ARNDALE,
    .parent = TYPE_MACHINE,
    .instance_size = sizeof(ArndaleBoard),
    .class_init = arndale_class_init,
}};

DEFINE_TYPES(arndale_types)
