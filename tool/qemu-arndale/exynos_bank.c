/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Registers without a function; see exynos_bank.h. */
#include "qemu/osdep.h"

#include "exynos_bank.h"
#include "qapi/error.h"

struct ExynosBank {
    SysBusDevice parent_obj;
    MemoryRegion registers;
    uint8_t *value;
    uint32_t size;
    uint32_t first;
};

static uint64_t bank_read(void *opaque, hwaddr offset, unsigned size)
{
    ExynosBank *bank = opaque;

    return ldn_le_p(bank->value + offset, (int)size);
}

static void bank_write(void *opaque, hwaddr offset, uint64_t value, unsigned size)
{
    ExynosBank *bank = opaque;

    stn_le_p(bank->value + offset, (int)size, value);
}

static const MemoryRegionOps bank_ops = {
    .read = bank_read,
    .write = bank_write,
    .endianness = DEVICE_LITTLE_ENDIAN,
    .valid = {.min_access_size = 1, .max_access_size = 4},
};

static void bank_reset(DeviceState *device)
{
    ExynosBank *bank = EXYNOS_BANK(device);

    memset(bank->value, 0, bank->size);
    stl_le_p(bank->value, bank->first);
}

ExynosBank *exynos_bank_new(const char *name, uint32_t size, uint32_t first)
{
    ExynosBank *bank = EXYNOS_BANK(qdev_new(TYPE_EXYNOS_BANK));

    bank->size = size;
    bank->first = first;
    bank->value = g_malloc0(size);
    memory_region_init_io(&bank->registers, OBJECT(bank), &bank_ops, bank, name, size);
    sysbus_init_mmio(SYS_BUS_DEVICE(bank), &bank->registers);
    sysbus_realize_and_unref(SYS_BUS_DEVICE(bank), &error_fatal);
    return bank;
}

static void bank_class_init(ObjectClass *class, void *data)
{
    DEVICE_CLASS(class)->reset = bank_reset;
    DEVICE_CLASS(class)->user_creatable = false;
}

static const TypeInfo bank_types[] = {{
    .name = TYPE_EXYNOS_BANK,
    .parent = TYPE_SYS_BUS_DEVICE,
    .instance_size = sizeof(ExynosBank),
    .class_init = bank_class_init,
}};

DEFINE_TYPES(bank_types)
