/* SPDX-License-Identifier: MIT */
/*
 * The virtual GICv2: a distributor as a device model, and the list registers that carry its
 * interrupts into the virtual CPU interface (GICV), which the guest uses without exits.
 *
 * Where an interrupt is pending:
 *   - `latched` or raised `line` in its bank: waits in the distributor;
 *   - `resident`: it is in a list register of one CPU, whose state field tells pending or active.
 *     What is latched meanwhile moves there as soon as the list register has room for it.
 * A level interrupt whose line is high gets an end-of-interrupt exit, so that it is raised again.
 *
 * The list registers of a CPU (struct vcpu_state) may be touched only while its vCPU is stopped.
 * So a change marks the CPU in `dirty`, and gic_enter() brings its list registers up to date
 * before the vCPU runs on. Whoever owns the vCPUs recalls a running one that became dirty.
 *
 * Specification: ARM IHI 0048B (GICv2), chapters 4.3 (distributor) and 5.3.8 (list registers).
 */
#ifndef VMM_DEVICE_GICV2_H
#define VMM_DEVICE_GICV2_H

#include <stdbool.h>
#include <stdint.h>
#include <hw/vcpu_state.h>
#include "device/device.h"

enum {
    GIC_CPUS = 8,
    GIC_LINES_MAX = 160, /* interrupt numbers, a multiple of 32 */
    GIC_PRIVATE = 32,    /* SGIs and PPIs, banked for each CPU */
    GIC_SGIS = 16,
    GIC_VIRTUAL_TIMER = 27, /* PPI of the virtual timer, hardware-linked */
    GIC_NONE = 1023,        /* no interrupt */
    GIC_DISTRIBUTOR_SIZE = 0x1000,
};

/* Thirty-two interrupts, a bit each. */
struct gic_bank {
    uint32_t enabled;
    uint32_t latched;  /* pending by an edge, by software or, for an SGI, by any source */
    uint32_t line;     /* level of the input */
    uint32_t edge;     /* configured as edge-triggered */
    uint32_t active;   /* as last seen */
    uint32_t resident; /* in a list register */
    uint32_t by_line;  /* resident, and pending there for its line alone */
    uint32_t watched;  /* on_end is to be told when the guest ends it */
    uint8_t priority[32];
};

struct gic_cpu {
    struct gic_bank bank;               /* interrupts 0..31 */
    uint8_t sgi_sources[GIC_SGIS];      /* CPUs whose SGI is latched, a bit each */
    uint16_t list[VCPU_LIST_REGISTERS]; /* which interrupt each holds, or GIC_NONE */
    struct vcpu_state *state;
};

struct gic {
    struct device device;
    uint32_t cpus, lines;
    bool enabled;
    uint32_t dirty; /* CPUs whose list registers need gic_enter(), a bit each */
    struct gic_cpu cpu[GIC_CPUS];
    struct gic_bank shared[GIC_LINES_MAX / 32 - 1]; /* interrupts 32.. */
    uint8_t target[GIC_LINES_MAX];                  /* CPUs of a shared interrupt, a bit each */
    void (*on_end)(void *context, uint32_t id);
    void *context;
};

/* Set up a distributor at `base` with `lines` interrupt numbers (a multiple of 32, at most
 * GIC_LINES_MAX) for `cpus` CPUs (1..GIC_CPUS). Each CPU's `state` must be given by
 * gic_connect() before the CPU's interrupts move. */
void gic_initialize(struct gic *gic, uint32_t base, uint32_t cpus, uint32_t lines);
void gic_connect(struct gic *gic, uint32_t cpu, struct vcpu_state *state);

/* Level of a shared interrupt's input; a `line` (device/line.h) may name it. A number out of
 * range is ignored. */
void gic_set_line(void *gic, uint32_t interrupt, bool level);

/* Have `on_end` called with `context` when the guest has ended one of the interrupts that
 * gic_watch() names: shared ones, of a line that somebody else holds high until then. */
void gic_on_end(struct gic *gic, void (*on_end)(void *context, uint32_t id), void *context);
void gic_watch(struct gic *gic, uint32_t id);

/* The virtual timer's physical interrupt was raised, and is active until the guest's list
 * register deactivates it. */
void gic_timer_fired(struct gic *gic, uint32_t cpu);

/* Bring the list registers of the stopped `cpu` up to date. */
void gic_update(struct gic *gic, uint32_t cpu);

static inline void gic_enter(struct gic *gic, uint32_t cpu)
{
    if (gic->dirty >> cpu & 1) {
        gic_update(gic, cpu);
    }
}

/* Does a list register of the stopped `cpu` hold a pending interrupt? (After gic_enter().) */
bool gic_pending(const struct gic *gic, uint32_t cpu);

/* Take over what the guest did with the list registers of the stopped `cpu`. */
void gic_fold(struct gic *gic, uint32_t cpu);

/* Mark interrupt `id` of `cpu` as changed: private ones of that CPU, shared ones at their target.
 */
void gic_touch(struct gic *gic, uint32_t cpu, uint32_t id);

/* Software sets or clears the active state of interrupt `id`, as `cpu` sees it. */
void gic_set_active(struct gic *gic, uint32_t cpu, uint32_t id, bool active);

/* Software clears the pending state of interrupt `id`. A raised line keeps it pending. */
void gic_clear_pending(struct gic *gic, uint32_t cpu, uint32_t id);

/* Send SGI `id` from CPU `source` to CPU `cpu`. All three are checked by the caller. */
void gic_send_sgi(struct gic *gic, uint32_t cpu, uint32_t id, uint32_t source);

/* Bitmap of those of 32 interrupts from `word * 32` on that are pending, as `cpu` sees them. */
uint32_t gic_pending_word(const struct gic *gic, uint32_t cpu, uint32_t word);

static inline struct gic_bank *gic_bank(struct gic *gic, uint32_t cpu, uint32_t word)
{
    return word == 0 ? &gic->cpu[cpu].bank : &gic->shared[word - 1];
}

extern const struct device_ops gic_ops;

#endif
