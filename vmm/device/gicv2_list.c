/* SPDX-License-Identifier: MIT */
/*
 * Which interrupts of the virtual GICv2 are in the list registers, and how they get in and out;
 * see device/gicv2.h.
 */
#include <stddef.h>
#include <string.h>
#include "device/gicv2.h"

/* GICH_LRn, IHI 0048B 5.3.8 */
#define LR_PHYSICAL_SHIFT 10         /* with LR_HARDWARE: the physical interrupt */
#define LR_SOURCE_SHIFT   10         /* without: the CPU that sent the SGI */
#define LR_NOTIFY_END     (1u << 19) /* without: maintenance interrupt at the end */
#define LR_PRIORITY_SHIFT 23         /* the upper five bits of the priority */
#define LR_PRIORITY       (0x1fu << LR_PRIORITY_SHIFT)
#define LR_PENDING        (1u << 28)
#define LR_ACTIVE         (1u << 29)
#define LR_HARDWARE       (1u << 31)
#define LR_STATE          (LR_PENDING | LR_ACTIVE)
#define LR_SOURCE(value)  ((value) >> LR_SOURCE_SHIFT & 7u)

enum { PRIORITY_LR_SHIFT = 3, PRIORITY_IDLE = 0x100 };

/* An interrupt on its way: where its state is kept, and its bit there. */
struct place {
    struct gic_bank *bank;
    uint32_t id, bit;
};

static struct place place_of(struct gic *gic, uint32_t cpu, uint32_t id)
{
    return (struct place){gic_bank(gic, cpu, id / 32), id, 1u << (id % 32)};
}

static uint32_t priority_of(struct place at)
{
    return at.bank->priority[at.id % 32];
}

static void list_write(struct gic_cpu *cpu, uint32_t n, uint32_t value)
{
    cpu->state->list_register[n] = value;
    cpu->state->list_register_dirty |= 1u << n;
    cpu->state->list_register_empty &= ~(1u << n);
}

static void list_free(struct gic_cpu *cpu, uint32_t n, struct place at)
{
    at.bank->resident &= ~at.bit;
    at.bank->by_line &= ~at.bit;
    at.bank->active &= ~at.bit;
    cpu->list[n] = GIC_NONE;
    list_write(cpu, n, 0);
}

/* The list register that holds `id` on `cpu`, or VCPU_LIST_REGISTERS. */
static uint32_t list_find(const struct gic_cpu *cpu, uint32_t id)
{
    uint32_t n = 0;
    while (n < VCPU_LIST_REGISTERS && cpu->list[n] != id) {
        n++;
    }
    return n;
}

/* The state bits of list register `n`: what the kernel found at the last exit. */
static uint32_t list_value(const struct gic_cpu *cpu, uint32_t n)
{
    uint32_t value = cpu->state->list_register[n];
    return cpu->state->list_register_empty >> n & 1 ? value & ~LR_STATE : value;
}

void gic_fold(struct gic *gic, uint32_t number)
{
    struct gic_cpu *cpu = &gic->cpu[number];
    for (uint32_t n = 0; n < VCPU_LIST_REGISTERS; n++) {
        if (cpu->list[n] == GIC_NONE) {
            continue;
        }
        struct place at = place_of(gic, number, cpu->list[n]);
        uint32_t value = list_value(cpu, n);
        if ((value & LR_STATE) == 0) {
            list_free(cpu, n, at);
            if (at.bank->watched & at.bit) {
                gic->on_end(gic->context, at.id);
            }
        } else if (value & LR_ACTIVE) {
            at.bank->active |= at.bit;
        } else {
            at.bank->active &= ~at.bit;
        }
    }
}

/* What was pending in a list register of this `value` waits in the distributor again. */
static void latch_again(struct gic_cpu *cpu, uint32_t value, struct place at)
{
    at.bank->latched |= at.bit;
    if (at.id < GIC_SGIS) {
        cpu->sgi_sources[at.id] |= (uint8_t)(1u << LR_SOURCE(value));
    }
}

/* Take a pending interrupt out of its list register, back into the distributor. */
static void list_evict(struct gic_cpu *cpu, uint32_t n, struct place at)
{
    if (!(at.bank->by_line & at.bit)) {
        latch_again(cpu, list_value(cpu, n), at);
    }
    list_free(cpu, n, at);
}

static bool forwarded(const struct gic *gic, struct place at)
{
    return gic->enabled && (at.bank->enabled & at.bit);
}

/* Does the line alone make it pending? */
static bool raised(struct place at)
{
    return (at.bank->line & ~at.bank->edge & at.bit) != 0;
}

/* Move what was latched since into list register `n`, and drop what no longer is pending. */
static void list_refresh(struct gic *gic, struct gic_cpu *cpu, uint32_t n)
{
    struct place at = place_of(gic, (uint32_t)(cpu - gic->cpu), cpu->list[n]);
    uint32_t value = list_value(cpu, n);
    uint32_t updated = value;
    bool notify = false;
    if (value & LR_PENDING) {
        bool stale = (at.bank->by_line & at.bit) && !raised(at) && !(value & LR_HARDWARE);
        if (stale || !forwarded(gic, at)) {
            if (!(value & LR_ACTIVE)) {
                list_evict(cpu, n, at);
                return;
            }
            if (!stale) {
                latch_again(cpu, value, at);
            }
            updated &= ~LR_PENDING;
        }
    }
    if (!(value & LR_ACTIVE)) {
        updated &= ~LR_PRIORITY;
        updated |= priority_of(at) >> PRIORITY_LR_SHIFT << LR_PRIORITY_SHIFT;
    }
    if (at.id < GIC_SGIS) {
        uint32_t own = 1u << LR_SOURCE(value);
        if ((cpu->sgi_sources[at.id] & own) && forwarded(gic, at)) {
            cpu->sgi_sources[at.id] &= (uint8_t)~own;
            updated |= LR_PENDING;
        }
        if (cpu->sgi_sources[at.id] == 0) {
            at.bank->latched &= ~at.bit;
        }
        notify = cpu->sgi_sources[at.id] != 0;
    } else if (!(value & LR_HARDWARE)) {
        if ((at.bank->latched & at.bit) && forwarded(gic, at)) {
            at.bank->latched &= ~at.bit;
            at.bank->by_line &= ~at.bit;
            updated |= LR_PENDING;
        }
        notify = raised(at);
    }
    if (!(value & LR_HARDWARE)) {
        updated = notify ? updated | LR_NOTIFY_END : updated & ~LR_NOTIFY_END;
    }
    if (updated != value) {
        list_write(cpu, n, updated);
    }
}

/* Those of bank `word` that wait for a list register of `cpu`. */
static uint32_t candidates(const struct gic_bank *bank)
{
    return (bank->latched | (bank->line & ~bank->edge)) & bank->enabled & ~bank->resident &
           ~bank->active;
}

/* The most urgent interrupt that waits for a list register of `number`, or GIC_NONE. */
static uint32_t most_urgent(struct gic *gic, uint32_t number, uint32_t *priority)
{
    uint32_t best = GIC_NONE;
    *priority = PRIORITY_IDLE;
    if (!gic->enabled) {
        return best;
    }
    for (uint32_t word = 0; word < gic->lines / 32; word++) {
        const struct gic_bank *bank = gic_bank(gic, number, word);
        for (uint32_t rest = candidates(bank); rest != 0; rest &= rest - 1) {
            uint32_t index = (uint32_t)__builtin_ctz(rest);
            uint32_t id = word * 32 + index;
            bool here = word == 0 || (gic->target[id] & -gic->target[id]) == 1 << number;
            if (here && bank->priority[index] < *priority) {
                *priority = bank->priority[index];
                best = id;
            }
        }
    }
    return best;
}

/* A list register for an interrupt of `priority`: a free one, or one whose pending interrupt is
 * less urgent, which goes back; VCPU_LIST_REGISTERS if there is none. */
static uint32_t list_claim(struct gic *gic, struct gic_cpu *cpu, uint32_t priority)
{
    uint32_t victim = VCPU_LIST_REGISTERS;
    for (uint32_t n = 0; n < VCPU_LIST_REGISTERS; n++) {
        if (cpu->list[n] == GIC_NONE) {
            return n;
        }
        struct place at = place_of(gic, (uint32_t)(cpu - gic->cpu), cpu->list[n]);
        if (!(list_value(cpu, n) & LR_ACTIVE) && priority_of(at) > priority) {
            priority = priority_of(at);
            victim = n;
        }
    }
    if (victim < VCPU_LIST_REGISTERS) {
        list_evict(cpu, victim, place_of(gic, (uint32_t)(cpu - gic->cpu), cpu->list[victim]));
    }
    return victim;
}

/* Put the waiting interrupt `at` into the free list register `n`. */
static void list_place(struct gic_cpu *cpu, uint32_t n, struct place at)
{
    uint32_t value = at.id | priority_of(at) >> PRIORITY_LR_SHIFT << LR_PRIORITY_SHIFT | LR_PENDING;
    if (at.id < GIC_SGIS) {
        uint32_t source = (uint32_t)__builtin_ctz(cpu->sgi_sources[at.id]);
        cpu->sgi_sources[at.id] &= (uint8_t) ~(1u << source);
        value |= source << LR_SOURCE_SHIFT;
        if (cpu->sgi_sources[at.id] != 0) {
            value |= LR_NOTIFY_END;
        } else {
            at.bank->latched &= ~at.bit;
        }
    } else if (at.id == GIC_VIRTUAL_TIMER) {
        value |= LR_HARDWARE | (uint32_t)GIC_VIRTUAL_TIMER << LR_PHYSICAL_SHIFT;
        at.bank->latched &= ~at.bit;
    } else {
        if (!(at.bank->latched & at.bit)) {
            at.bank->by_line |= at.bit;
        }
        if (raised(at)) {
            value |= LR_NOTIFY_END;
        }
        at.bank->latched &= ~at.bit;
    }
    at.bank->resident |= at.bit;
    cpu->list[n] = (uint16_t)at.id;
    list_write(cpu, n, value);
}

void gic_update(struct gic *gic, uint32_t number)
{
    struct gic_cpu *cpu = &gic->cpu[number];
    gic->dirty &= ~(1u << number);
    gic_fold(gic, number);
    for (uint32_t n = 0; n < VCPU_LIST_REGISTERS; n++) {
        if (cpu->list[n] != GIC_NONE) {
            list_refresh(gic, cpu, n);
        }
    }
    /* Each turn fills a list register, or replaces what it holds by something more urgent. */
    uint32_t priority;
    uint32_t id = most_urgent(gic, number, &priority);
    while (id != GIC_NONE) {
        uint32_t n = list_claim(gic, cpu, priority);
        if (n == VCPU_LIST_REGISTERS) {
            break;
        }
        list_place(cpu, n, place_of(gic, number, id));
        id = most_urgent(gic, number, &priority);
    }
    cpu->state->underflow = id != GIC_NONE;
}

bool gic_pending(const struct gic *gic, uint32_t number)
{
    const struct gic_cpu *cpu = &gic->cpu[number];
    for (uint32_t n = 0; n < VCPU_LIST_REGISTERS; n++) {
        if (cpu->list[n] != GIC_NONE && (list_value(cpu, n) & LR_PENDING)) {
            return true;
        }
    }
    return false;
}

uint32_t gic_pending_word(const struct gic *gic, uint32_t number, uint32_t word)
{
    const struct gic_cpu *cpu = &gic->cpu[number];
    const struct gic_bank *bank = word == 0 ? &cpu->bank : &gic->shared[word - 1];
    uint32_t pending = bank->latched | (bank->line & ~bank->edge);
    for (uint32_t n = 0; n < VCPU_LIST_REGISTERS; n++) {
        if (cpu->list[n] / 32 == word && (list_value(cpu, n) & LR_PENDING)) {
            pending |= 1u << (cpu->list[n] % 32);
        }
    }
    return pending;
}

void gic_set_active(struct gic *gic, uint32_t number, uint32_t id, bool active)
{
    struct gic_cpu *cpu = &gic->cpu[number];
    struct place at = place_of(gic, number, id);
    uint32_t n = list_find(cpu, id);
    if (n < VCPU_LIST_REGISTERS) {
        uint32_t value = list_value(cpu, n);
        value = active ? value | LR_ACTIVE : value & ~LR_ACTIVE;
        if (id == GIC_VIRTUAL_TIMER) {
            /* Only a list register deactivates the physical interrupt, so it stays in one; a
             * hardware-linked one is either pending or active. */
            value = (value & ~LR_STATE) | (active ? LR_ACTIVE : LR_PENDING);
        }
        list_write(cpu, n, value);
    }
    at.bank->active = active ? at.bank->active | at.bit : at.bank->active & ~at.bit;
    gic_touch(gic, number, id);
}

void gic_clear_pending(struct gic *gic, uint32_t number, uint32_t id)
{
    struct gic_cpu *cpu = &gic->cpu[number];
    struct place at = place_of(gic, number, id);
    uint32_t n = list_find(cpu, id);
    if (id < GIC_SGIS || id == GIC_VIRTUAL_TIMER) {
        return; /* SGIs: read-only here (4.3.8); the timer's line keeps its interrupt pending */
    }
    at.bank->latched &= ~at.bit;
    if (n < VCPU_LIST_REGISTERS) {
        list_write(cpu, n, list_value(cpu, n) & ~LR_PENDING);
    }
    gic_touch(gic, number, id);
}
