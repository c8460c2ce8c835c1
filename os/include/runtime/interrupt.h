/* SPDX-License-Identifier: MIT */
/* Acknowledging interrupts, whoever serves the session IRQ. */
#ifndef RUNTIME_INTERRUPT_H
#define RUNTIME_INTERRUPT_H

#include <hw/call.h>
#include <hw/error.h>

/* Let the interrupt `irq`, of IRQ.irq(), come again. Core hands out an interrupt of the kernel; the
 * driver of an interrupt controller behind it hands out a notification in its place, which tells
 * it. Errors: irq_acknowledge()'s, notification_signal()'s. */
static inline enum error interrupt_acknowledge(cap_t irq)
{
    enum error error = irq_acknowledge(irq);
    return error == ERROR_CAPABILITY ? notification_signal(irq) : error;
}

#endif
