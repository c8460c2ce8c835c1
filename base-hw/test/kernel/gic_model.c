/* SPDX-License-Identifier: MIT */
/*
 * The GIC as far as the kernel relies on it: enabled, pending and active bits, private ones for
 * each CPU; SGIs; acknowledgement and deactivation; and the virtual interface as plain words.
 */
#include <assert.h>
#include <string.h>
#include <arm/gic.h>
#include <arm/gich.h>
#include "machine.h"

enum { WORDS = 8, LISTS = 4, LINES_TYPER = WORDS - 1 };

struct bits {
    uint32_t word[MACHINE_CPUS][WORDS]; /* word 0 is private, the others lie at CPU 0 */
};

struct interface {
    uint32_t hcr, vmcr, apr, list[LISTS];
};

static struct bits enabled, pending, active;
static struct interface interfaces[MACHINE_CPUS];

void gic_model_reset(void)
{
    memset(&enabled, 0, sizeof(enabled));
    memset(&pending, 0, sizeof(pending));
    memset(&active, 0, sizeof(active));
    memset(interfaces, 0, sizeof(interfaces));
}

static uint32_t *word_of(struct bits *bits, uint32_t cpu, uint32_t word)
{
    assert(word < WORDS);
    return &bits->word[word == 0 ? cpu : 0][word];
}

static bool test(struct bits *bits, uint32_t cpu, uint32_t intid)
{
    return (*word_of(bits, cpu, intid / 32) >> intid % 32 & 1) != 0;
}

bool gic_model_enabled(uint32_t cpu, uint32_t intid)
{
    return test(&enabled, cpu, intid);
}

bool gic_model_active(uint32_t cpu, uint32_t intid)
{
    return test(&active, cpu, intid);
}

void gic_model_raise(uint32_t cpu, uint32_t intid)
{
    *word_of(&pending, cpu, intid / 32) |= 1u << intid % 32;
}

/* What `cpu` would acknowledge. Shared interrupts all go to CPU 0. */
static uint32_t next_of(uint32_t cpu)
{
    for (uint32_t intid = 0; intid < WORDS * 32; intid++) {
        if ((intid < GIC_PRIVATE_COUNT || cpu == 0) && test(&enabled, cpu, intid) &&
            test(&pending, cpu, intid) && !test(&active, cpu, intid)) {
            return intid;
        }
    }
    return GIC_SPURIOUS;
}

bool gic_model_pending(uint32_t cpu)
{
    return next_of(cpu) != GIC_SPURIOUS;
}

bool gic_model_sgi_pending(uint32_t cpu)
{
    return test(&pending, cpu, GIC_SGI_KERNEL);
}

static uint32_t acknowledge(void)
{
    uint32_t intid = next_of(machine_cpu);

    if (intid != GIC_SPURIOUS) {
        *word_of(&pending, machine_cpu, intid / 32) &= ~(1u << intid % 32);
        *word_of(&active, machine_cpu, intid / 32) |= 1u << intid % 32;
    }
    return intid;
}

static uint32_t empty_lists(const struct interface *interface)
{
    uint32_t empty = 0;

    for (uint32_t i = 0; i < LISTS; i++) {
        empty |= (interface->list[i] & GICH_LR_STATE_MASK) == 0 ? 1u << i : 0;
    }
    return empty;
}

static uint32_t *interface_word(uint32_t offset)
{
    struct interface *interface = &interfaces[machine_cpu];

    switch (offset) {
    case 0x000:
        return &interface->hcr;
    case 0x008:
        return &interface->vmcr;
    case 0x0f0:
        return &interface->apr;
    default:
        assert(offset >= 0x100 && offset < 0x100 + LISTS * 4);
        return &interface->list[(offset - 0x100) / 4];
    }
}

uint32_t fake_mmio_read(uint32_t address)
{
    uint32_t offset = address - BOARD_GICD;

    if (address >= BOARD_GICH) {
        offset = address - BOARD_GICH;
        return offset == 0x020   ? 0
               : offset == 0x030 ? empty_lists(&interfaces[machine_cpu])
                                 : *interface_word(offset);
    }
    if (address >= BOARD_GICC) {
        return address == BOARD_GICC + 0x00c ? acknowledge() : 0;
    }
    if (offset == 0x004) {
        return LINES_TYPER;
    }
    if (offset >= 0x100 && offset < 0x200) {
        return *word_of(&enabled, machine_cpu, offset % 0x80 / 4);
    }
    if (offset >= 0x300 && offset < 0x400) {
        return *word_of(&active, machine_cpu, offset % 0x80 / 4);
    }
    return 0;
}

static void write_distributor(uint32_t offset, uint32_t value)
{
    uint32_t word = offset % 0x80 / 4;

    if (offset == 0xf00) {
        for (uint32_t cpu = 0; cpu < MACHINE_CPUS; cpu++) {
            if ((value >> (GICD_SGIR_TARGETS_SHIFT + cpu) & 1) != 0) {
                gic_model_raise(cpu, value & 0xf);
            }
        }
        return;
    }
    switch (offset & ~0x7fu) {
    case 0x100:
        *word_of(&enabled, machine_cpu, word) |= value;
        break;
    case 0x180:
        *word_of(&enabled, machine_cpu, word) &= ~value;
        break;
    case 0x280:
        *word_of(&pending, machine_cpu, word) &= ~value;
        break;
    case 0x300:
        *word_of(&active, machine_cpu, word) |= value;
        break;
    case 0x380:
        *word_of(&active, machine_cpu, word) &= ~value;
        break;
    default:
        break;
    }
}

void fake_mmio_write(uint32_t address, uint32_t value)
{
    if (address >= BOARD_GICH) {
        *interface_word(address - BOARD_GICH) = value;
    } else if (address == BOARD_GICC + 0x1000) {
        *word_of(&active, machine_cpu, (value & GICC_IAR_INTID_MASK) / 32) &=
            ~(1u << (value & GICC_IAR_INTID_MASK) % 32);
    } else if (address < BOARD_GICC) {
        write_distributor(address - BOARD_GICD, value);
    }
}
