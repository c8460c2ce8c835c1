/* SPDX-License-Identifier: MIT */
/*
 * Interrupt lines as objects, each bound to flags of a notification.
 *
 * An interrupt that was raised stays active in the GIC, so that it is not raised again, until its
 * driver acknowledges it. Lines that the kernel itself uses have no object.
 */
#ifndef KERNEL_IRQ_H
#define KERNEL_IRQ_H

#include "cpu.h"

enum { IRQ_COUNT = 256 };

struct irq {
    struct object object;
    uint32_t intid;
    uint32_t cpu;
    bool edge;
    bool enabled;
    bool active;                    /* raised, not acknowledged yet */
    struct capability notification; /* with the flags to set as its badge */
};

/* Claim line `intid`. ERROR_BUSY: it is taken; ERROR_INVALID: it is no driver's line. */
enum error irq_init(struct irq *irq, uint32_t intid, bool edge, uint32_t cpu);

/* Deliver to what `notification` names from now on, and enable the line. */
void irq_bind(struct cpu *cpu, struct irq *irq, const struct capability *notification);

/* Let it be raised again. ERROR_INVALID: on another CPU than that of a private line. */
enum error irq_acknowledge_line(struct cpu *cpu, struct irq *irq);

void irq_destroy(struct cpu *cpu, struct irq *irq);

/* Enable and disable this CPU's private lines as cpu->private_enabled says. */
void irq_sync_private(struct cpu *cpu);

/* Handle the interrupts that are pending, a bounded number; and if the current thread is dying,
 * which the kernel's message may have been about, leave it. */
void irq_handle(struct cpu *cpu);

#endif
