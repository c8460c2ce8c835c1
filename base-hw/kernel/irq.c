/* SPDX-License-Identifier: MIT */
/*
 * Interrupts: from the GIC to notifications, and to the kernel's own uses. See irq.h.
 */
#include "irq.h"
#include <arm/barrier.h>
#include <arm/gic.h>
#include <arm/panic.h>
#include <vm/vcpu.h>
#include "endpoint.h"
#include "idle.h"
#include "schedule.h"
#include "switch.h"

static struct irq *irqs[IRQ_COUNT];

/* Interrupts that one entry to the kernel handles: what is pending beyond is taken by the next. */
enum { HANDLE_MAX = 8 };

static bool is_private(uint32_t intid)
{
    return intid < GIC_PRIVATE_COUNT;
}

static bool is_kernels(uint32_t intid)
{
    return intid < GIC_SGI_COUNT || intid == BOARD_INTID_MAINTENANCE ||
           intid == BOARD_INTID_HYP_TIMER || intid == BOARD_INTID_VIRTUAL_TIMER;
}

enum error irq_init(struct irq *irq, uint32_t intid, bool edge, uint32_t cpu)
{
    if (intid >= IRQ_COUNT || intid >= gic_line_count() || is_kernels(intid)) {
        return ERROR_INVALID;
    }
    if (irqs[intid] != NULL) {
        return ERROR_BUSY;
    }
    *irq = (struct irq){
        .object = {.type = OBJECT_IRQ},
        .intid = intid,
        .cpu = cpu,
        .edge = edge,
    };
    irqs[intid] = irq;
    return OK;
}

static void set_private(struct cpu *cpu, const struct irq *irq, bool enabled)
{
    struct cpu *home = cpu_of(irq->cpu);
    uint32_t bit = 1u << irq->intid;

    home->private_enabled = enabled ? home->private_enabled | bit : home->private_enabled & ~bit;
    if (home == cpu) {
        irq_sync_private(cpu);
    } else {
        cpu_kick(home->id);
    }
}

void irq_sync_private(struct cpu *cpu)
{
    uint32_t drivers = 0;
    uint32_t active = 0;

    for (uint32_t intid = GIC_SGI_COUNT; intid < GIC_PRIVATE_COUNT; intid++) {
        const struct irq *irq = irqs[intid];

        drivers |= is_kernels(intid) ? 0 : 1u << intid;
        active |= irq != NULL && irq->active && irq->cpu == cpu->id ? 1u << intid : 0;
    }
    write_GICD_ICENABLER(0, ~cpu->private_enabled & drivers);
    write_GICD_ICACTIVER(0, ~active & drivers); /* of a driver that is gone */
    write_GICD_ISENABLER(0, cpu->private_enabled & drivers);
}

void irq_bind(struct cpu *cpu, struct irq *irq, const struct capability *notification)
{
    capability_clear(&irq->notification);
    capability_set(&irq->notification, capability_object(notification), notification->badge, false);
    if (irq->enabled) {
        return;
    }
    irq->enabled = true;
    if (is_private(irq->intid)) {
        set_private(cpu, irq, true);
    } else {
        gic_enable(irq->intid, irq->edge, irq->cpu);
    }
}

enum error irq_acknowledge_line(struct cpu *cpu, struct irq *irq)
{
    if (!irq->active) {
        return OK;
    }
    if (is_private(irq->intid) && irq->cpu != cpu->id) {
        return ERROR_INVALID;
    }
    irq->active = false;
    gic_deactivate(irq->intid);
    return OK;
}

void irq_destroy(struct cpu *cpu, struct irq *irq)
{
    if (is_private(irq->intid)) {
        set_private(cpu, irq, false);
    } else if (irq->enabled) {
        gic_disable(irq->intid);
        gic_clear_active(irq->intid);
    }
    irqs[irq->intid] = NULL;
    capability_clear(&irq->notification);
}

static void deliver(struct cpu *cpu, uint32_t intid)
{
    struct irq *irq = intid < IRQ_COUNT ? irqs[intid] : NULL;
    struct notification *notification;

    if (irq == NULL) {
        gic_disable(intid);
        gic_deactivate(intid);
        return;
    }
    irq->active = true;
    notification = capability_typed(&irq->notification, OBJECT_NOTIFICATION);
    if (notification != NULL) {
        notification_set(cpu, notification, irq->notification.badge);
    }
}

static void handle_one(struct cpu *cpu, uint32_t acknowledged)
{
    uint32_t intid = gic_intid(acknowledged);

    gic_end(acknowledged);
    switch (intid) {
    case GIC_SGI_KERNEL:
        gic_deactivate(acknowledged);
        irq_sync_private(cpu);
        context_sync_timer_right(cpu);
        vm_answer_kick(cpu);
        if (cpu->active != NULL) {
            schedule_preempt(cpu);
        }
        break;
    case GIC_SGI_STOP:
        panic_stop();
    case BOARD_INTID_HYP_TIMER:
        schedule_timer(cpu);
        gic_deactivate(intid);
        break;
    case BOARD_INTID_VIRTUAL_TIMER:
        vm_timer_interrupt(cpu);
        break;
    case BOARD_INTID_MAINTENANCE:
        vm_maintenance_interrupt(cpu);
        gic_deactivate(intid);
        break;
    default:
        deliver(cpu, intid);
    }
}

void irq_handle(struct cpu *cpu)
{
    for (unsigned i = 0; i < HANDLE_MAX; i++) {
        uint32_t acknowledged = gic_acknowledge();

        if (gic_intid(acknowledged) >= GIC_SPURIOUS) {
            break;
        }
        handle_one(cpu, acknowledged);
    }
    if (cpu->current != NULL && (cpu->current->object.type & OBJECT_DYING) != 0) {
        thread_leave_dying(cpu);
    }
}

void idle_wait(struct cpu *cpu)
{
    spinlock_release(&kernel_lock);
    dsb_sy();
    wfi();
    spinlock_acquire(&kernel_lock);
    irq_handle(cpu);
}

void cpu_kick(uint32_t id)
{
    gic_send_ipi(id);
}
