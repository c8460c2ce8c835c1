/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Clock controller of the Exynos5250 (Linux: clk-exynos5250.c, clk-pll.c, clk-cpu.c).
 *
 * No clock has a frequency here. What is modelled is what software can observe: registers keep
 * their value, a PLL is locked as soon as it is on, the CPU's multiplexer is settled at once, and
 * a device behind a closed gate does not answer. Reset values are what the board's firmware
 * leaves: 1 GHz for the cores, MPLL 1.6 GHz halved, 100 MHz for the UARTs, all gates open.
 */
#include "qemu/osdep.h"

#include "exynos_cmu.h"
#include "map.h"

#define CMU_SIZE  0x30000u
#define GATES_MAX 96

#define SRC_CPU      0x00200u
#define STAT_CPU     0x00400u
#define PLL_ENABLE   (1u << 31)
#define PLL_LOCKED   (1u << 29)
#define PLL(m, p, s) (PLL_ENABLE | PLL_LOCKED | (m) << 16 | (p) << 8 | (s))
#define ALL_OPEN     0xffffffffu
#define MASK_OPEN    0x11111111u

typedef struct ClockGate {
    hwaddr offset;
    unsigned bit;
    ClockGateHandler handler;
    void *device;
} ClockGate;

struct ExynosCmu {
    SysBusDevice parent_obj;
    MemoryRegion registers;
    uint32_t value[CMU_SIZE / 4];
    ClockGate gate[GATES_MAX];
    unsigned gate_count;
};

typedef struct ResetValue {
    uint32_t offset;
    uint32_t value;
} ResetValue;

static const ResetValue reset_values[] = {
    {0x00100, PLL(125u, 3u, 0u)}, /* APLL_CON0: 1000 MHz */
    {SRC_CPU, 0x00000001},        /* the cores run from the APLL */
    {0x00500, 0x02147710},        /* DIV_CPU0: the divisors that go with 1000 MHz */
    {0x04100, PLL(200u, 3u, 0u)}, /* MPLL_CON0: 1600 MHz */
    {0x04204, 0x00000100},        /* SRC_CORE1: MPLL in use */
    {GATE_IP_ACP, ALL_OPEN},       {GATE_IP_ISP0, ALL_OPEN},
    {GATE_IP_ISP1, ALL_OPEN},      {0x10120, PLL(222u, 4u, 2u)}, /* CPLL_CON0: 333 MHz */
    {0x10130, PLL(64u, 2u, 2u)},                                 /* EPLL_CON0: 192 MHz */
    {0x10140, PLL(100u, 4u, 1u)},                                /* VPLL_CON0: 300 MHz */
    {0x10150, PLL(533u, 12u, 1u)},                               /* GPLL_CON0: 533 MHz */
    {0x10218, 0x11111100},                                       /* SRC_TOP2: every PLL in use */
    {0x1021c, 0x01110150}, /* SRC_TOP3: the blocks run from the divided clocks */
    {0x10244, 0x00006666}, /* SRC_FSYS: cards from the MPLL */
    {0x10250, 0x06006666}, /* SRC_PERIC0: UARTs and PWM from the MPLL */
    {0x10320, MASK_OPEN},          {0x1032c, MASK_OPEN},
    {0x10334, MASK_OPEN},          {0x10340, MASK_OPEN},
    {0x10344, MASK_OPEN},          {0x10350, MASK_OPEN},
    {0x10354, MASK_OPEN},          {0x10510, 0x10023105}, /* DIV_TOP0 */
    {0x10514, 0x01000000},                                /* DIV_TOP1 */
    {0x10558, 0x00007777},                                /* DIV_PERIC0: UARTs at 800 MHz / 8 */
    {0x10564, 0x00000007},         /* DIV_PERIC3: PWM timers likewise */ {GATE_IP_GSCL, ALL_OPEN},
    {GATE_IP_DISP1, ALL_OPEN},     {GATE_IP_MFC, ALL_OPEN},
    {GATE_IP_G3D, ALL_OPEN},       {GATE_IP_GEN, ALL_OPEN},
    {GATE_IP_FSYS, ALL_OPEN},      {GATE_IP_PERIC, ALL_OPEN},
    {GATE_IP_PERIS, ALL_OPEN},     {0x20110, PLL(200u, 3u, 0u)}, /* BPLL_CON0: 1600 MHz */
    {0x20200, 0x00000001},                                       /* SRC_CDREX: BPLL in use */
};

static bool is_pll(hwaddr offset)
{
    switch (offset) {
    case 0x00100:
    case 0x04100:
    case 0x10120:
    case 0x10130:
    case 0x10140:
    case 0x10150:
    case 0x20110:
        return true;
    default:
        return false;
    }
}

/* The multiplexer of the cores reports 1 for its first input and 2 for its second. */
static uint32_t cpu_multiplexer_status(uint32_t source)
{
    uint32_t apll = source & 1 ? 2 : 1;
    uint32_t cpu = source & 1u << 16 ? 2 : 1;

    return apll | cpu << 16;
}

static void update_gates(ExynosCmu *cmu, hwaddr offset, uint32_t changed)
{
    for (unsigned i = 0; i < cmu->gate_count; i++) {
        const ClockGate *gate = &cmu->gate[i];

        if (gate->offset == offset && changed >> gate->bit & 1) {
            gate->handler(gate->device, cmu->value[offset / 4] >> gate->bit & 1);
        }
    }
}

static uint64_t cmu_read(void *opaque, hwaddr offset, unsigned size)
{
    ExynosCmu *cmu = opaque;

    if (offset == STAT_CPU) {
        return cpu_multiplexer_status(cmu->value[SRC_CPU / 4]);
    }
    return cmu->value[offset / 4];
}

static void cmu_write(void *opaque, hwaddr offset, uint64_t written, unsigned size)
{
    ExynosCmu *cmu = opaque;
    uint32_t value = (uint32_t)written;
    uint32_t changed = cmu->value[offset / 4] ^ value;

    if (is_pll(offset)) {
        value = value & PLL_ENABLE ? value | PLL_LOCKED : value & ~PLL_LOCKED;
    }
    cmu->value[offset / 4] = value;
    update_gates(cmu, offset, changed);
}

static const MemoryRegionOps cmu_ops = {
    .read = cmu_read,
    .write = cmu_write,
    .endianness = DEVICE_LITTLE_ENDIAN,
    .valid = {.min_access_size = 4, .max_access_size = 4},
};

void exynos_cmu_add_gate(ExynosCmu *cmu, hwaddr offset, unsigned bit, ClockGateHandler handler,
                         void *device)
{
    assert(cmu->gate_count < GATES_MAX);
    cmu->gate[cmu->gate_count++] = (ClockGate){offset, bit, handler, device};
}

static void enable_region(void *device, bool running)
{
    memory_region_set_enabled(device, running);
}

void exynos_cmu_gate_region(ExynosCmu *cmu, hwaddr offset, unsigned bit, MemoryRegion *region)
{
    exynos_cmu_add_gate(cmu, offset, bit, enable_region, region);
}

static void cmu_reset(DeviceState *device)
{
    ExynosCmu *cmu = EXYNOS_CMU(device);

    memset(cmu->value, 0, sizeof(cmu->value));
    for (unsigned i = 0; i < ARRAY_SIZE(reset_values); i++) {
        cmu->value[reset_values[i].offset / 4] = reset_values[i].value;
        update_gates(cmu, reset_values[i].offset, ALL_OPEN);
    }
}

static void cmu_init(Object *object)
{
    ExynosCmu *cmu = EXYNOS_CMU(object);

    memory_region_init_io(&cmu->registers, object, &cmu_ops, cmu, TYPE_EXYNOS_CMU, CMU_SIZE);
    sysbus_init_mmio(SYS_BUS_DEVICE(object), &cmu->registers);
}

static void cmu_class_init(ObjectClass *class, void *data)
{
    DEVICE_CLASS(class)->reset = cmu_reset;
}

static const TypeInfo cmu_types[] = {{
    .name = TYPE_EXYNOS_CMU,
    .parent = TYPE_SYS_BUS_DEVICE,
    .instance_size = sizeof(ExynosCmu),
    .instance_init = cmu_init,
    .class_init = cmu_class_init,
}};

DEFINE_TYPES(cmu_types)
