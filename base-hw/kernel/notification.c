/* SPDX-License-Identifier: MIT */
/*
 * Notifications: a signal is never lost, and signals that meet coalesce. See endpoint.h.
 */
#include "endpoint.h"
#include "schedule.h"

void notification_set(struct cpu *cpu, struct notification *notification, uint32_t flags)
{
    struct thread *waiter = notification->waiter;
    struct general_registers *registers;

    notification->flags |= flags;
    if (waiter == NULL || notification->flags == 0) {
        return;
    }
    registers = waiter->registers;
    if (waiter->state == THREAD_WAITING) {
        registers->r[0] = 0;
        registers->r[1] = tag_make(0, MESSAGE_NOTIFICATION, 0, 1);
        registers->r[2] = notification->flags;
    } else if (waiter->state == THREAD_WAITING_NOTIFICATION) {
        registers->r[0] = notification->flags;
    } else {
        waiter->attention = true;
        return;
    }
    notification->flags = 0;
    waiter->state = THREAD_RUNNABLE;
    schedule_wake(cpu, waiter->sc);
}

void notification_destroy(struct notification *notification)
{
    if (notification->waiter != NULL) {
        notification->waiter->notification = NULL;
        notification->waiter = NULL;
    }
}
