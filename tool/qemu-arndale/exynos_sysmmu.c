/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * SysMMU of the Exynos5250 (Linux: exynos-iommu.c, versions 1 to 3).
 *
 * Disabled, an access passes untranslated. Blocked, it is held back. Enabled, it is translated by
 * the buffer or else by a table walk, and checked. A fault sets its bit in INT_STATUS, keeps the
 * address in the register of its kind, raises the interrupt, and blocks the unit until the bit has
 * been cleared and CTRL has been written again; meanwhile nothing else is recorded. The access
 * that faulted is then tried again. Without its own clock the unit's registers do not answer, but
 * it goes on translating as it was told to.
 */
#include "qemu/osdep.h"

#include "exynos_sysmmu.h"
#include "hw/irq.h"
#include "map.h"
#include "sysmmu_table.h"

#define SYSMMU_SIZE 0x1000u
#define PAGE_MASK   0xfffu

#define CTRL           0x00u
#define CTRL_ENABLE    1u
#define CTRL_BLOCK     2u
#define CTRL_INTERRUPT 4u
#define CFG            0x04u
#define STATUS         0x08u
#define STATUS_BLOCKED 1u
#define FLUSH          0x0cu
#define FLUSH_ENTRY    0x10u
#define FLUSH_NOW      1u
#define PT_BASE        0x14u
#define INT_STATUS     0x18u
#define INT_CLEAR      0x1cu
#define FAULT_PAGE     0x24u
#define FAULT_WRITE    0x28u
#define FAULT_READ     0x2cu
#define FAULT_BUS      0x30u
#define VERSION        0x34u
#define VERSION_2_1    0x20200000u
#define REGISTER_COUNT 16

enum fault {
    FAULT_NONE = -1,
    FAULT_TRANSLATION = 0,
    FAULT_READ_MULTI_HIT = 1,
    FAULT_WRITE_MULTI_HIT = 2,
    FAULT_TABLE_BUS = 3,
    FAULT_READ_SECURITY = 4,
    FAULT_READ_ACCESS = 5,
    FAULT_WRITE_SECURITY = 6,
    FAULT_WRITE_ACCESS = 7,
};

struct ExynosSysmmu {
    SysBusDevice parent_obj;
    MemoryRegion registers;
    qemu_irq irq;
    const ExynosTzpc *tzpc;
    uint32_t value[REGISTER_COUNT];
    SysmmuTlb tlb;
    bool fault_blocks;
    void (*resume)(void *master);
    void *master;
};

static void update_interrupt(ExynosSysmmu *sysmmu)
{
    qemu_set_irq(sysmmu->irq,
                 sysmmu->value[INT_STATUS / 4] && sysmmu->value[CTRL / 4] & CTRL_INTERRUPT);
}

static bool is_enabled(const ExynosSysmmu *sysmmu)
{
    return sysmmu->value[CTRL / 4] & CTRL_ENABLE;
}

static bool is_blocked(const ExynosSysmmu *sysmmu)
{
    return is_enabled(sysmmu) && (sysmmu->fault_blocks || sysmmu->value[CTRL / 4] & CTRL_BLOCK);
}

/* The register that keeps the address of a fault of this kind. */
static hwaddr fault_register(enum fault fault)
{
    switch (fault) {
    case FAULT_TRANSLATION:
        return FAULT_PAGE;
    case FAULT_TABLE_BUS:
        return FAULT_BUS;
    case FAULT_WRITE_MULTI_HIT:
    case FAULT_WRITE_SECURITY:
    case FAULT_WRITE_ACCESS:
        return FAULT_WRITE;
    default:
        return FAULT_READ;
    }
}

static void raise_fault(ExynosSysmmu *sysmmu, enum fault fault, uint32_t address)
{
    sysmmu->value[fault_register(fault) / 4] = address;
    sysmmu->value[INT_STATUS / 4] |= 1u << fault;
    sysmmu->fault_blocks = true;
    update_interrupt(sysmmu);
}

static bool is_secure(const ExynosSysmmu *sysmmu, uint32_t output)
{
    return sysmmu->tzpc && output >= IRAM_BASE &&
           output - IRAM_BASE < exynos_tzpc_secure_iram(sysmmu->tzpc);
}

/* Translates *ADDRESS in place. *CULPRIT is the address to report with a fault. */
static enum fault translate(ExynosSysmmu *sysmmu, uint32_t *address, bool write, uint32_t *culprit)
{
    const SysmmuMapping *mapping = NULL;
    unsigned hits = sysmmu_tlb_find(&sysmmu->tlb, *address, &mapping);
    SysmmuMapping walked;

    *culprit = *address;
    if (hits > 1) {
        return write ? FAULT_WRITE_MULTI_HIT : FAULT_READ_MULTI_HIT;
    }
    if (hits == 0) {
        switch (sysmmu_walk(sysmmu->value[PT_BASE / 4], *address, &walked, culprit)) {
        case SYSMMU_WALK_OK:
            *culprit = *address;
            mapping = sysmmu_tlb_insert(&sysmmu->tlb, &walked);
            break;
        case SYSMMU_WALK_BUS_ERROR:
            return FAULT_TABLE_BUS;
        default:
            return FAULT_TRANSLATION;
        }
    }
    *address = mapping->output | (*address & mapping->mask);
    if (write && !mapping->writable) {
        return FAULT_WRITE_ACCESS;
    }
    if (!write && !mapping->readable) {
        return FAULT_READ_ACCESS;
    }
    if (is_secure(sysmmu, *address)) {
        return write ? FAULT_WRITE_SECURITY : FAULT_READ_SECURITY;
    }
    return FAULT_NONE;
}

bool exynos_sysmmu_pass(ExynosSysmmu *sysmmu, uint32_t *address, bool write)
{
    uint32_t culprit;
    enum fault fault;

    if (!is_enabled(sysmmu)) {
        return true;
    }
    if (is_blocked(sysmmu)) {
        return false;
    }
    fault = translate(sysmmu, address, write, &culprit);
    if (fault != FAULT_NONE) {
        raise_fault(sysmmu, fault, culprit);
        return false;
    }
    return true;
}

static uint64_t sysmmu_read(void *opaque, hwaddr offset, unsigned size)
{
    ExynosSysmmu *sysmmu = opaque;

    switch (offset) {
    case STATUS:
        return is_blocked(sysmmu) ? STATUS_BLOCKED : 0;
    case VERSION:
        return VERSION_2_1;
    case FLUSH:
    case FLUSH_ENTRY:
    case INT_CLEAR:
        return 0;
    default:
        return offset / 4 < REGISTER_COUNT ? sysmmu->value[offset / 4] : 0;
    }
}

static void sysmmu_write(void *opaque, hwaddr offset, uint64_t written, unsigned size)
{
    ExynosSysmmu *sysmmu = opaque;
    uint32_t value = (uint32_t)written;

    switch (offset) {
    case CTRL:
        sysmmu->value[CTRL / 4] = value & (CTRL_ENABLE | CTRL_BLOCK | CTRL_INTERRUPT);
        if (sysmmu->value[INT_STATUS / 4] == 0) {
            sysmmu->fault_blocks = false;
        }
        if (!is_blocked(sysmmu) && sysmmu->resume) {
            sysmmu->resume(sysmmu->master);
        }
        break;
    case CFG:
    case PT_BASE:
        sysmmu->value[offset / 4] = value;
        break;
    case FLUSH:
        if (value & FLUSH_NOW) {
            sysmmu_tlb_flush(&sysmmu->tlb);
        }
        break;
    case FLUSH_ENTRY:
        if (value & FLUSH_NOW) {
            sysmmu_tlb_flush_entry(&sysmmu->tlb, value & ~PAGE_MASK);
        }
        break;
    case INT_CLEAR:
        sysmmu->value[INT_STATUS / 4] &= ~value;
        break;
    default:
        break;
    }
    update_interrupt(sysmmu);
}

static const MemoryRegionOps sysmmu_ops = {
    .read = sysmmu_read,
    .write = sysmmu_write,
    .endianness = DEVICE_LITTLE_ENDIAN,
    .valid = {.min_access_size = 4, .max_access_size = 4},
};

void exynos_sysmmu_set_master(ExynosSysmmu *sysmmu, void (*resume)(void *master), void *master)
{
    sysmmu->resume = resume;
    sysmmu->master = master;
}

void exynos_sysmmu_set_tzpc(ExynosSysmmu *sysmmu, const ExynosTzpc *tzpc)
{
    sysmmu->tzpc = tzpc;
}

static void sysmmu_reset(DeviceState *device)
{
    ExynosSysmmu *sysmmu = EXYNOS_SYSMMU(device);

    memset(sysmmu->value, 0, sizeof(sysmmu->value));
    sysmmu_tlb_flush(&sysmmu->tlb);
    sysmmu->fault_blocks = false;
    update_interrupt(sysmmu);
}

static void sysmmu_init(Object *object)
{
    ExynosSysmmu *sysmmu = EXYNOS_SYSMMU(object);

    memory_region_init_io(&sysmmu->registers, object, &sysmmu_ops, sysmmu, TYPE_EXYNOS_SYSMMU,
                          SYSMMU_SIZE);
    sysbus_init_mmio(SYS_BUS_DEVICE(object), &sysmmu->registers);
    sysbus_init_irq(SYS_BUS_DEVICE(object), &sysmmu->irq);
}

static void sysmmu_class_init(ObjectClass *class, void *data)
{
    DEVICE_CLASS(class)->reset = sysmmu_reset;
}

static const TypeInfo sysmmu_types[] = {{
    .name = TYPE_EXYNOS_SYSMMU,
    .parent = TYPE_SYS_BUS_DEVICE,
    .instance_size = sizeof(ExynosSysmmu),
    .instance_init = sysmmu_init,
    .class_init = sysmmu_class_init,
}};

DEFINE_TYPES(sysmmu_types)
