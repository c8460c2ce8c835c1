/* SPDX-License-Identifier: MIT */
/*
 * Core's calls that create and destroy kernel objects, in memory that core gives. Contracts:
 * core/core_call.h.
 */
#include "call.h"
#include <boot/boot_core.h>
#include <hw/core_values.h>
#include <vm/vcpu.h>
#include "endpoint.h"
#include "irq.h"
#include "schedule.h"

const uint32_t call_object_size[OBJECT_TYPE_COUNT] = {
    [OBJECT_PD] = sizeof(struct pd),
    [OBJECT_THREAD] = sizeof(struct thread),
    [OBJECT_VCPU] = sizeof(struct vcpu),
    [OBJECT_ENDPOINT] = sizeof(struct endpoint),
    [OBJECT_NOTIFICATION] = sizeof(struct notification),
    [OBJECT_IRQ] = sizeof(struct irq),
};

/* Whether all of it is RAM that the kernel left to core. */
static bool is_cores_memory(uint32_t physical, uint32_t size)
{
    const struct boot_info *info = boot_core_info();

    for (uint32_t i = 0; i < info->free_count; i++) {
        const struct boot_range *range = &info->free[i];

        if (physical >= range->base && size <= range->size &&
            physical - range->base <= range->size - size) {
            return true;
        }
    }
    return false;
}

void *call_object_memory(uint32_t physical, enum object_type type)
{
    return physical % OBJECT_ALIGN == 0 && is_cores_memory(physical, call_object_size[type])
               ? (void *)(uintptr_t)physical
               : NULL;
}

void *call_page(uint32_t physical)
{
    return physical % PAGE_SIZE == 0 && is_cores_memory(physical, PAGE_SIZE)
               ? (void *)(uintptr_t)physical
               : NULL;
}

void call_pd_create(struct cpu *cpu, struct thread *current)
{
    struct general_registers *r = current->registers;
    struct capability *slot = pd_free_capability(current->pd, r->r[0]);
    struct pd *pd = call_object_memory(r->r[1], OBJECT_PD);
    uint32_t table = r->r[2];
    uint32_t count = r->r[3];
    bool is_vm = (r->r[4] & PD_IS_VM) != 0;
    enum error error = OK;

    (void)cpu;
    if (slot == NULL) {
        error = ERROR_EXISTS;
    } else if (pd == NULL || is_vm != (count == 0) || count > CAP_INDEX_MASK ||
               (count != 0 &&
                (table % PAGE_SIZE != 0 || !is_cores_memory(table, count * CAP_SLOT_SIZE)))) {
        error = ERROR_INVALID;
    }
    r->r[0] = error;
    if (error == OK) {
        pd_init(pd, (struct capability *)(uintptr_t)table, count, is_vm);
        capability_set(slot, &pd->object, 0, false);
    }
}

/* An endpoint or notification: all else in it begins as zero. */
static void create_plain(struct thread *current, enum object_type type)
{
    struct general_registers *r = current->registers;
    struct capability *slot = pd_free_capability(current->pd, r->r[0]);
    struct object *object = call_object_memory(r->r[1], type);

    r->r[0] = slot == NULL ? ERROR_EXISTS : object == NULL ? ERROR_INVALID : OK;
    if (r->r[0] == OK) {
        __builtin_memset(object, 0, call_object_size[type]);
        object->type = (uint32_t)type;
        capability_set(slot, object, 0, true);
    }
}

void call_endpoint_create(struct cpu *cpu, struct thread *current)
{
    (void)cpu;
    create_plain(current, OBJECT_ENDPOINT);
}

void call_notification_create(struct cpu *cpu, struct thread *current)
{
    (void)cpu;
    create_plain(current, OBJECT_NOTIFICATION);
}

void call_thread_create(struct cpu *cpu, struct thread *current)
{
    struct general_registers *r = current->registers;
    struct capability *slot = pd_free_capability(current->pd, r->r[0]);
    struct thread *thread = call_object_memory(r->r[1], OBJECT_THREAD);
    struct pd *pd = pd_lookup(current->pd, r->r[2], OBJECT_PD);
    struct utcb *utcb = call_page(r->r[3]);
    enum error error = OK;

    (void)cpu;
    if (slot == NULL) {
        error = ERROR_EXISTS;
    } else if (pd == NULL) {
        error = ERROR_CAPABILITY;
    } else if (thread == NULL || utcb == NULL || pd->is_vm || r->r[4] >= BOARD_CPU_COUNT) {
        error = ERROR_INVALID;
    }
    if (error == OK) {
        thread_init(thread, OBJECT_THREAD, pd, utcb, r->r[4]);
        capability_set(slot, &thread->object, 0, false);
    }
    r->r[0] = error;
}

void call_irq_create(struct cpu *cpu, struct thread *current)
{
    struct general_registers *r = current->registers;
    struct capability *slot = pd_free_capability(current->pd, r->r[0]);
    struct irq *irq = call_object_memory(r->r[1], OBJECT_IRQ);

    (void)cpu;
    if (slot == NULL) {
        r->r[0] = ERROR_EXISTS;
        return;
    }
    if (irq == NULL || r->r[4] >= BOARD_CPU_COUNT) {
        r->r[0] = ERROR_INVALID;
        return;
    }
    r->r[0] = irq_init(irq, r->r[2], (r->r[3] & IRQ_EDGE) != 0, r->r[4]);
    if (r->r[0] == OK) {
        capability_set(slot, &irq->object, 0, false);
    }
}

/* One bounded step in taking the object out of the system. */
static enum error destroy_step(struct cpu *cpu, struct object *object)
{
    switch (object->type & ~(uint32_t)OBJECT_DYING) {
    case OBJECT_PD:
        return pd_destroy_step((struct pd *)object);
    case OBJECT_THREAD:
    case OBJECT_VCPU:
        return thread_destroy_step(cpu, (struct thread *)object);
    case OBJECT_ENDPOINT:
        return endpoint_destroy_step(cpu, (struct endpoint *)object);
    case OBJECT_NOTIFICATION:
        notification_destroy((struct notification *)object);
        return OK;
    case OBJECT_IRQ:
        irq_destroy(cpu, (struct irq *)object);
        return OK;
    default:
        return ERROR_CAPABILITY;
    }
}

void call_destroy(struct cpu *cpu, struct thread *current)
{
    struct general_registers *r = current->registers;
    struct capability *slot = pd_capability(current->pd, r->r[0]);
    struct object *object;

    if (slot == NULL || slot->object == 0) {
        r->r[0] = ERROR_CAPABILITY;
        return;
    }
    object = capability_object(slot);
    if (object == &current->object || object == &current->pd->object ||
        (object->type == OBJECT_PD && ((struct pd *)object)->members != 0)) {
        r->r[0] = ERROR_BUSY;
        return;
    }
    object->type |= OBJECT_DYING;
    if (!object_revoke(object, slot)) {
        r->r[0] = ERROR_AGAIN;
        return;
    }
    r->r[0] = destroy_step(cpu, object);
    if (r->r[0] == OK) {
        capability_clear(slot);
        object->type = OBJECT_NONE;
    }
    schedule_preempt(cpu);
}
