/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * TrustZone protection controller (ARM PrimeCell BP147; U-Boot's tzpc_init for exynos5).
 *
 * Protection bits are kept, set and cleared, but guard nothing; the size of the secure iRAM is
 * heeded by the SysMMUs alone. Reset values are what U-Boot's first stage leaves: everything open.
 */
#include "qemu/osdep.h"

#include "exynos_tzpc.h"

#define TZPC_SIZE         0x1000u
#define R0SIZE            0x000u
#define R0SIZE_MASK       0x3ffu
#define R0SIZE_UNIT       0x1000u
#define PROTECTION_FIRST  0x800u
#define PROTECTION_STRIDE 12u
#define PROTECTION_COUNT  4u
#define PROTECTION_MASK   0xffu
#define ID_FIRST          0xfe0u
#define ID_BYTES          0xb105f00d00041870ull

struct ExynosTzpc {
    SysBusDevice parent_obj;
    MemoryRegion registers;
    uint32_t secure_size;
    uint32_t protection[PROTECTION_COUNT];
};

uint32_t exynos_tzpc_secure_iram(const ExynosTzpc *tzpc)
{
    return tzpc->secure_size * R0SIZE_UNIT;
}

static uint64_t tzpc_read(void *opaque, hwaddr offset, unsigned size)
{
    ExynosTzpc *tzpc = opaque;
    hwaddr place = offset - PROTECTION_FIRST;

    if (offset == R0SIZE) {
        return tzpc->secure_size;
    }
    if (offset >= ID_FIRST) {
        return ID_BYTES >> (offset - ID_FIRST) * 2 & 0xff;
    }
    if (offset >= PROTECTION_FIRST && place / PROTECTION_STRIDE < PROTECTION_COUNT &&
        place % PROTECTION_STRIDE == 0) {
        return tzpc->protection[place / PROTECTION_STRIDE];
    }
    return 0;
}

static void tzpc_write(void *opaque, hwaddr offset, uint64_t value, unsigned size)
{
    ExynosTzpc *tzpc = opaque;
    hwaddr place = offset - PROTECTION_FIRST;

    if (offset == R0SIZE) {
        tzpc->secure_size = value & R0SIZE_MASK;
    } else if (offset >= PROTECTION_FIRST && place / PROTECTION_STRIDE < PROTECTION_COUNT) {
        uint32_t *protection = &tzpc->protection[place / PROTECTION_STRIDE];

        if (place % PROTECTION_STRIDE == 4) {
            *protection |= (uint32_t)value & PROTECTION_MASK;
        } else if (place % PROTECTION_STRIDE == 8) {
            *protection &= ~(uint32_t)value;
        }
    }
}

static const MemoryRegionOps tzpc_ops = {
    .read = tzpc_read,
    .write = tzpc_write,
    .endianness = DEVICE_LITTLE_ENDIAN,
    .valid = {.min_access_size = 4, .max_access_size = 4},
};

static void tzpc_reset(DeviceState *device)
{
    ExynosTzpc *tzpc = EXYNOS_TZPC(device);

    tzpc->secure_size = 0;
    for (unsigned i = 0; i < PROTECTION_COUNT; i++) {
        tzpc->protection[i] = PROTECTION_MASK;
    }
}

static void tzpc_init(Object *object)
{
    ExynosTzpc *tzpc = EXYNOS_TZPC(object);

    memory_region_init_io(&tzpc->registers, object, &tzpc_ops, tzpc, TYPE_EXYNOS_TZPC, TZPC_SIZE);
    sysbus_init_mmio(SYS_BUS_DEVICE(object), &tzpc->registers);
}

static void tzpc_class_init(ObjectClass *class, void *data)
{
    DEVICE_CLASS(class)->reset = tzpc_reset;
}

static const TypeInfo tzpc_types[] = {{
    .name = TYPE_EXYNOS_TZPC,
    .parent = TYPE_SYS_BUS_DEVICE,
    .instance_size = sizeof(ExynosTzpc),
    .instance_init = tzpc_init,
    .class_init = tzpc_class_init,
}};

DEFINE_TYPES(tzpc_types)
