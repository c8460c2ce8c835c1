/* SPDX-License-Identifier: MIT */
/*
 * Registers of the virtual GICv2 distributor (ARM IHI 0048B 4.3); see device/gicv2.h.
 *
 * Registers with a bit, two bits or a byte for each interrupt are arrays: the offset in the array
 * gives the number of the first interrupt, which is checked against the lines that exist. What
 * lies beyond reads as zero and ignores writes. All registers may be accessed by bytes.
 */
#include <stddef.h>
#include <string.h>
#include "device/gicv2.h"

enum gicd_register {
    GICD_CTLR = 0x000,       /* RW distributor control, 4.3.1 */
    GICD_TYPER = 0x004,      /* RO interrupt controller type, 4.3.2 */
    GICD_IIDR = 0x008,       /* RO implementer, 4.3.3 */
    GICD_ISENABLER = 0x100,  /* RW set-enable, 4.3.5 */
    GICD_ICENABLER = 0x180,  /* RW clear-enable, 4.3.6 */
    GICD_ISPENDR = 0x200,    /* RW set-pending, 4.3.7 */
    GICD_ICPENDR = 0x280,    /* RW clear-pending, 4.3.8 */
    GICD_ISACTIVER = 0x300,  /* RW set-active, 4.3.9 */
    GICD_ICACTIVER = 0x380,  /* RW clear-active, 4.3.10 */
    GICD_IPRIORITYR = 0x400, /* RW priority, a byte each, 4.3.11 */
    GICD_ITARGETSR = 0x800,  /* RW target CPUs, a byte each, 4.3.12 */
    GICD_ICFGR = 0xc00,      /* RW configuration, two bits each, 4.3.13 */
    GICD_ICFGR_END = 0xd00,
    GICD_SGIR = 0xf00,      /* WO software-generated interrupt, 4.3.15 */
    GICD_CPENDSGIR = 0xf10, /* RW clear-pending of SGIs, a byte of sources each, 4.3.16 */
    GICD_SPENDSGIR = 0xf20, /* RW set-pending of SGIs, 4.3.17 */
    GICD_SPENDSGIR_END = 0xf30,
    GICD_ICPIDR2 = 0xfe8, /* RO peripheral identification, 4.3.18 */
};

enum {
    CTLR_ENABLE = 1,
    TYPER_CPUS_SHIFT = 5,
    IIDR_VALUE = 0x43b, /* implementer: ARM */
    ICPIDR2_GICV2 = 2 << 4,
    PRIORITY_MASK = 0xf8, /* 32 levels, as many as a list register tells apart */
};

/* GICD_SGIR */
#define SGIR_ID(value)     ((value)&0xfu)
#define SGIR_LIST(value)   ((value) >> 16 & 0xffu)
#define SGIR_FILTER(value) ((value) >> 24 & 3u)
enum sgi_filter { SGI_TO_LIST = 0, SGI_TO_OTHERS = 1, SGI_TO_SELF = 2 };

static uint32_t all_cpus(const struct gic *gic)
{
    return (1u << gic->cpus) - 1;
}

void gic_touch(struct gic *gic, uint32_t cpu, uint32_t id)
{
    if (!gic->enabled) { /* when it is, all CPUs are brought up to date */
        return;
    }
    if (id < GIC_PRIVATE) {
        gic->dirty |= 1u << cpu;
        return;
    }
    uint32_t target = gic->target[id];
    gic->dirty |= target & -target;
    if (gic->shared[id / 32 - 1].resident >> (id % 32) & 1) {
        for (uint32_t other = 0; other < gic->cpus; other++) {
            for (uint32_t n = 0; n < VCPU_LIST_REGISTERS; n++) {
                gic->dirty |= (uint32_t)(gic->cpu[other].list[n] == id) << other;
            }
        }
    }
}

/* Mark as changed each of 32 interrupts from `word * 32` on that has a bit in `bits`. */
static void touch_bits(struct gic *gic, uint32_t cpu, uint32_t word, uint32_t bits)
{
    for (; bits != 0; bits &= bits - 1) {
        gic_touch(gic, cpu, word * 32 + (uint32_t)__builtin_ctz(bits));
    }
}

void gic_set_line(void *controller, uint32_t id, bool level)
{
    struct gic *gic = controller;
    if (id < GIC_PRIVATE || id >= gic->lines) {
        return;
    }
    struct gic_bank *bank = &gic->shared[id / 32 - 1];
    uint32_t bit = 1u << (id % 32);
    if (level && !(bank->line & bit) && (bank->edge & bit)) {
        bank->latched |= bit;
    }
    bank->line = level ? bank->line | bit : bank->line & ~bit;
    gic_touch(gic, 0, id);
}

void gic_on_end(struct gic *gic, void (*on_end)(void *context, uint32_t id), void *context)
{
    gic->on_end = on_end;
    gic->context = context;
}

void gic_watch(struct gic *gic, uint32_t id)
{
    if (id >= GIC_PRIVATE && id < gic->lines) {
        gic->shared[id / 32 - 1].watched |= 1u << (id % 32);
    }
}

void gic_timer_fired(struct gic *gic, uint32_t cpu)
{
    gic->cpu[cpu].bank.latched |= 1u << GIC_VIRTUAL_TIMER;
    gic->dirty |= 1u << cpu;
}

void gic_send_sgi(struct gic *gic, uint32_t cpu, uint32_t id, uint32_t source)
{
    gic->cpu[cpu].sgi_sources[id] |= (uint8_t)(1u << source);
    gic->cpu[cpu].bank.latched |= 1u << id;
    gic->dirty |= 1u << cpu;
}

static void write_sgir(struct gic *gic, uint32_t cpu, uint32_t value)
{
    uint32_t targets = 0;
    switch (SGIR_FILTER(value)) {
    case SGI_TO_LIST:
        targets = SGIR_LIST(value);
        break;
    case SGI_TO_OTHERS:
        targets = ~(1u << cpu);
        break;
    case SGI_TO_SELF:
        targets = 1u << cpu;
        break;
    default: /* reserved: no CPU */
        break;
    }
    for (targets &= all_cpus(gic); targets != 0; targets &= targets - 1) {
        gic_send_sgi(gic, (uint32_t)__builtin_ctz(targets), SGIR_ID(value), cpu);
    }
}

/* Registers with a bit for each interrupt: their number in the array, and 0x80 bytes each. */
static uint32_t bitmap_word(uint32_t offset)
{
    return (offset & 0x7f) / 4;
}

static uint32_t read_bitmap(const struct gic *gic, uint32_t cpu, uint32_t offset)
{
    uint32_t word = bitmap_word(offset);
    if (word >= gic->lines / 32) {
        return 0;
    }
    const struct gic_bank *bank = word == 0 ? &gic->cpu[cpu].bank : &gic->shared[word - 1];
    switch (offset & ~0x7fu) {
    case GICD_ISENABLER:
    case GICD_ICENABLER:
        return bank->enabled;
    case GICD_ISPENDR:
    case GICD_ICPENDR:
        return gic_pending_word(gic, cpu, word);
    default:
        return bank->active;
    }
}

static void write_bitmap(struct gic *gic, uint32_t cpu, uint32_t offset, uint32_t bits)
{
    uint32_t word = bitmap_word(offset);
    if (word >= gic->lines / 32) {
        return;
    }
    struct gic_bank *bank = gic_bank(gic, cpu, word);
    switch (offset & ~0x7fu) {
    case GICD_ISENABLER:
        bits &= ~bank->enabled;
        bank->enabled |= bits;
        touch_bits(gic, cpu, word, bits);
        break;
    case GICD_ICENABLER:
        bits &= bank->enabled;
        bank->enabled &= ~bits;
        if (word == 0) { /* SGIs are always enabled */
            bank->enabled |= (1u << GIC_SGIS) - 1;
        }
        touch_bits(gic, cpu, word, bits);
        break;
    case GICD_ISPENDR:
        if (word == 0) { /* SGIs: read-only; the timer's interrupt follows its line */
            bits &= ~(((1u << GIC_SGIS) - 1) | 1u << GIC_VIRTUAL_TIMER);
        }
        bank->latched |= bits;
        touch_bits(gic, cpu, word, bits);
        break;
    case GICD_ICPENDR:
        for (bits &= gic_pending_word(gic, cpu, word); bits != 0; bits &= bits - 1) {
            gic_clear_pending(gic, cpu, word * 32 + (uint32_t)__builtin_ctz(bits));
        }
        break;
    case GICD_ISACTIVER:
    default:
        bits &= (offset & ~0x7fu) == GICD_ISACTIVER ? ~bank->active : bank->active;
        for (; bits != 0; bits &= bits - 1) {
            gic_set_active(gic, cpu, word * 32 + (uint32_t)__builtin_ctz(bits),
                           (offset & ~0x7fu) == GICD_ISACTIVER);
        }
        break;
    }
}

/* One byte of a register with a byte for each interrupt. */
static uint32_t read_byte(struct gic *gic, uint32_t cpu, uint32_t offset)
{
    uint32_t id = offset & 0x3ff;
    if (offset >= GICD_CPENDSGIR) {
        return gic->cpu[cpu].sgi_sources[offset & 0xf];
    }
    if (id >= gic->lines) {
        return 0;
    }
    if (offset >= GICD_ITARGETSR) {
        return id < GIC_PRIVATE ? 1u << cpu : gic->target[id];
    }
    return gic_bank(gic, cpu, id / 32)->priority[id % 32];
}

static void write_byte(struct gic *gic, uint32_t cpu, uint32_t offset, uint32_t value)
{
    uint32_t id = offset & 0x3ff;
    if (offset >= GICD_CPENDSGIR) {
        uint32_t sgi = offset & 0xf;
        uint32_t sources = value & all_cpus(gic);
        if (offset >= GICD_SPENDSGIR) {
            for (; sources != 0; sources &= sources - 1) {
                gic_send_sgi(gic, cpu, sgi, (uint32_t)__builtin_ctz(sources));
            }
            return;
        }
        gic->cpu[cpu].sgi_sources[sgi] &= (uint8_t)~sources;
        if (gic->cpu[cpu].sgi_sources[sgi] == 0) {
            gic->cpu[cpu].bank.latched &= ~(1u << sgi);
        }
        gic_touch(gic, cpu, sgi);
    } else if (id >= gic->lines) {
        return;
    } else if (offset >= GICD_ITARGETSR) {
        if (id >= GIC_PRIVATE) {
            gic_touch(gic, cpu, id);
            gic->target[id] = (uint8_t)(value & all_cpus(gic));
            gic_touch(gic, cpu, id);
        }
    } else {
        gic_bank(gic, cpu, id / 32)->priority[id % 32] = (uint8_t)(value & PRIORITY_MASK);
        gic_touch(gic, cpu, id);
    }
}

/* Configuration of sixteen interrupts: the upper bit of each pair says edge-triggered. */
static uint32_t read_config(struct gic *gic, uint32_t cpu, uint32_t offset)
{
    uint32_t first = (offset - GICD_ICFGR) / 4 * 16;
    if (first >= gic->lines) {
        return 0;
    }
    uint32_t edge = gic_bank(gic, cpu, first / 32)->edge >> (first % 32);
    uint32_t value = 0;
    for (uint32_t i = 0; i < 16; i++) {
        value |= (edge >> i & 1) << (2 * i + 1);
    }
    return value;
}

static void write_config(struct gic *gic, uint32_t cpu, uint32_t offset, uint32_t value)
{
    uint32_t first = (offset - GICD_ICFGR) / 4 * 16;
    if (first < GIC_PRIVATE || first >= gic->lines) {
        return; /* SGIs are edge-triggered, and the PPIs are wired as they are */
    }
    struct gic_bank *bank = gic_bank(gic, cpu, first / 32);
    for (uint32_t i = 0; i < 16; i++) {
        uint32_t bit = 1u << (first % 32 + i);
        bank->edge = value >> (2 * i + 1) & 1 ? bank->edge | bit : bank->edge & ~bit;
    }
    touch_bits(gic, cpu, first / 32, 0xffffu << (first % 32));
}

static bool is_bitmap(uint32_t offset)
{
    return offset >= GICD_ISENABLER && offset < GICD_IPRIORITYR;
}

static bool is_bytes(uint32_t offset)
{
    return (offset >= GICD_IPRIORITYR && offset < GICD_ICFGR) ||
           (offset >= GICD_CPENDSGIR && offset < GICD_SPENDSGIR_END);
}

/* The whole register that `offset` (a multiple of four) names. */
static uint32_t read_word(struct gic *gic, uint32_t cpu, uint32_t offset)
{
    switch (offset) {
    case GICD_CTLR:
        return gic->enabled ? CTLR_ENABLE : 0;
    case GICD_TYPER:
        return (gic->cpus - 1) << TYPER_CPUS_SHIFT | (gic->lines / 32 - 1);
    case GICD_IIDR:
        return IIDR_VALUE;
    case GICD_ICPIDR2:
        return ICPIDR2_GICV2;
    default:
        break;
    }
    if (is_bitmap(offset)) {
        gic_fold(gic, cpu);
        return read_bitmap(gic, cpu, offset);
    }
    if (offset >= GICD_ICFGR && offset < GICD_ICFGR_END) {
        return read_config(gic, cpu, offset);
    }
    return 0;
}

static bool gic_read(struct device *device, struct device_access *access)
{
    struct gic *gic = (struct gic *)device;
    uint32_t offset = access->offset;
    if (access->cpu >= gic->cpus) {
        return false;
    }
    if (is_bytes(offset)) {
        access->value = 0;
        for (uint32_t i = 0; i < access->width && is_bytes(offset + i); i++) {
            access->value |= read_byte(gic, access->cpu, offset + i) << (8 * i);
        }
    } else {
        access->value =
            device_narrow(read_word(gic, access->cpu, offset & ~3u), offset, access->width);
    }
    return true;
}

static bool gic_write(struct device *device, struct device_access *access)
{
    struct gic *gic = (struct gic *)device;
    uint32_t offset = access->offset;
    uint32_t word = offset & ~3u;
    uint32_t shift = 8 * (offset & 3);
    uint32_t cpu = access->cpu;
    uint32_t mask = device_width_mask(access->width);
    if (cpu >= gic->cpus) {
        return false;
    }
    if (word == GICD_SGIR) {
        if (access->width == 4) {
            write_sgir(gic, cpu, access->value);
        }
    } else if (is_bytes(offset)) {
        gic_fold(gic, cpu);
        for (uint32_t i = 0; i < access->width && is_bytes(offset + i); i++) {
            write_byte(gic, cpu, offset + i, access->value >> (8 * i) & 0xff);
        }
    } else if (is_bitmap(offset)) {
        gic_fold(gic, cpu);
        write_bitmap(gic, cpu, word, (access->value & mask) << shift);
    } else if (offset >= GICD_ICFGR && offset < GICD_ICFGR_END) {
        uint32_t old = read_config(gic, cpu, word) & ~(mask << shift);
        write_config(gic, cpu, word, old | (access->value & mask) << shift);
    } else if (offset == GICD_CTLR) {
        gic->enabled = access->value & CTLR_ENABLE;
        gic->dirty = all_cpus(gic);
    }
    return true;
}

/* A hardware-linked interrupt that is on its way stays so: its physical interrupt is active, and
 * only a list register ends that. */
static void gic_reset(struct device *device)
{
    struct gic *gic = (struct gic *)device;
    for (uint32_t i = 0; i < gic->cpus; i++) {
        struct gic_cpu *cpu = &gic->cpu[i];
        if (cpu->state != NULL) {
            gic_fold(gic, i);
        }
        uint32_t timer = (cpu->bank.latched | cpu->bank.resident) & 1u << GIC_VIRTUAL_TIMER;
        cpu->bank = (struct gic_bank){
            .latched = timer, .enabled = (1u << GIC_SGIS) - 1, .edge = (1u << GIC_SGIS) - 1};
        memset(cpu->sgi_sources, 0, sizeof(cpu->sgi_sources));
        for (uint32_t n = 0; n < VCPU_LIST_REGISTERS; n++) {
            cpu->list[n] = GIC_NONE;
            if (cpu->state != NULL) {
                cpu->state->list_register[n] = 0;
                cpu->state->list_register_dirty |= 1u << n;
            }
        }
    }
    for (uint32_t i = 0; i < gic->lines / 32 - 1; i++) {
        gic->shared[i] =
            (struct gic_bank){.line = gic->shared[i].line, .watched = gic->shared[i].watched};
    }
    memset(gic->target, 1, sizeof(gic->target));
    gic->enabled = false;
    gic->dirty = all_cpus(gic);
}

const struct device_ops gic_ops = {gic_read, gic_write, gic_reset};

void gic_initialize(struct gic *gic, uint32_t base, uint32_t cpus, uint32_t lines)
{
    memset(gic, 0, sizeof(*gic));
    gic->device = (struct device){"gicv2", base, GIC_DISTRIBUTOR_SIZE, &gic_ops};
    gic->cpus = cpus;
    gic->lines = lines;
    gic_reset(&gic->device);
}

void gic_connect(struct gic *gic, uint32_t cpu, struct vcpu_state *state)
{
    gic->cpu[cpu].state = state;
}
