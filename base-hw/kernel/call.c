/* SPDX-License-Identifier: MIT */
/*
 * System calls that are short enough to stand here, and the table of all. Their contracts are in
 * hw/call.h.
 */
#include "call.h"
#include <arm/cache.h>
#include <hw/call.h>
#include "endpoint.h"
#include "ipc.h"
#include "irq.h"
#include "schedule.h"

void call_version(struct cpu *cpu, struct thread *current)
{
    (void)cpu;
    current->registers->r[0] = KERNEL_VERSION;
}

void call_poll_notification(struct cpu *cpu, struct thread *current)
{
    struct notification *notification = current->notification;

    (void)cpu;
    current->registers->r[0] = notification != NULL ? notification->flags : 0;
    if (notification != NULL) {
        notification->flags = 0;
    }
}

void call_signal(struct cpu *cpu, struct thread *current)
{
    struct general_registers *r = current->registers;
    const struct capability *capability = pd_capability(current->pd, r->r[0]);
    struct notification *notification = capability_typed(capability, OBJECT_NOTIFICATION);

    if (notification == NULL) {
        r->r[0] = ERROR_CAPABILITY;
        return;
    }
    r->r[0] = OK;
    notification_set(cpu, notification, capability->badge);
}

void call_yield(struct cpu *cpu, struct thread *current)
{
    (void)current;
    schedule_yield(cpu);
}

void call_cap_drop(struct cpu *cpu, struct thread *current)
{
    struct capability *capability = pd_capability(current->pd, current->registers->r[0]);

    (void)cpu;
    if (capability == NULL || capability->object == 0) {
        current->registers->r[0] = ERROR_CAPABILITY;
        return;
    }
    capability_clear(capability);
    current->registers->r[0] = OK;
}

void call_irq_ack(struct cpu *cpu, struct thread *current)
{
    struct irq *irq = pd_lookup(current->pd, current->registers->r[0], OBJECT_IRQ);

    current->registers->r[0] = irq != NULL ? irq_acknowledge_line(cpu, irq) : ERROR_CAPABILITY;
}

void call_cache_clean(struct cpu *cpu, struct thread *current)
{
    uint32_t address = current->registers->r[0];
    uint32_t size = current->registers->r[1];
    enum error error = OK;

    (void)cpu;
    if (size > CACHE_CLEAN_MAX || address > UINT32_MAX - size) {
        current->registers->r[0] = ERROR_SIZE;
        return;
    }
    while (size > 0 && error == OK) {
        uint32_t in_page = PAGE_SIZE - (address & (PAGE_SIZE - 1));
        uint32_t step = size < in_page ? size : in_page;
        uint32_t physical;

        error = stage2_lookup(&current->pd->stage2, address, &physical);
        if (error == OK && physical - BOARD_RAM_BASE < BOARD_RAM_SIZE) {
            cache_clean_range(physical, step);
        }
        address += step;
        size -= step;
    }
    cache_invalidate_instructions();
    current->registers->r[0] = error;
}

void call_thread_pointer(struct cpu *cpu, struct thread *current)
{
    (void)cpu;
    current->thread_pointer = current->registers->r[0];
    write_TPIDRURO(current->thread_pointer);
    current->registers->r[0] = OK;
}

void call_denied(struct cpu *cpu, struct thread *current)
{
    (void)cpu;
    current->registers->r[0] = ERROR_DENIED;
}

void call_unknown(struct cpu *cpu, struct thread *current)
{
    (void)cpu;
    current->registers->r[0] = ERROR_INVALID;
}

call_handler *const call_table[CALL_CORE_END] = {
    [CALL_VERSION] = call_version,
    [CALL_CALL] = call_call,
    [CALL_REPLY_WAIT] = call_reply_wait,
    [CALL_WAIT] = call_wait,
    [CALL_WAIT_NOTIFICATION] = call_wait_notification,
    [CALL_POLL_NOTIFICATION] = call_poll_notification,
    [CALL_SIGNAL] = call_signal,
    [CALL_YIELD] = call_yield,
    [CALL_CAP_DROP] = call_cap_drop,
    [CALL_IRQ_ACK] = call_irq_ack,
    [CALL_CACHE_CLEAN] = call_cache_clean,
    [CALL_VCPU_RESUME] = call_vcpu_resume,
    [CALL_VCPU_RECALL] = call_vcpu_recall,
    [CALL_VCPU_STATE] = call_vcpu_state,
    [CALL_THREAD_POINTER] = call_thread_pointer,
    [CALL_USER_COUNT... CALL_CORE_FIRST - 1] = call_unknown,
    [CALL_PD_CREATE] = call_pd_create,
    [CALL_ENDPOINT_CREATE] = call_endpoint_create,
    [CALL_NOTIFICATION_CREATE] = call_notification_create,
    [CALL_THREAD_CREATE] = call_thread_create,
    [CALL_IRQ_CREATE] = call_irq_create,
    [CALL_VCPU_CREATE] = call_vcpu_create,
    [CALL_DESTROY] = call_destroy,
    [CALL_MAP] = call_map,
    [CALL_UNMAP] = call_unmap,
    [CALL_PD_DONATE_TABLE] = call_pd_donate_table,
    [CALL_PD_TIMER_RIGHT] = call_pd_timer_right,
    [CALL_CAP_GRANT] = call_cap_grant,
    [CALL_THREAD_BIND] = call_thread_bind,
    [CALL_THREAD_HANDLER] = call_thread_handler,
    [CALL_THREAD_START] = call_thread_start,
    [CALL_THREAD_RESUME] = call_thread_resume,
    [CALL_THREAD_SCHEDULE] = call_thread_schedule,
    [CALL_IRQ_BIND] = call_irq_bind,
    [CALL_POWER] = call_power,
};
