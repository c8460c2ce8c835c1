/* SPDX-License-Identifier: MIT */
/*
 * The system calls on vCPUs. See hw/call.h and, for creation, hw/core_call.h.
 */
#include <kernel/call.h>
#include <kernel/schedule.h>
#include "interrupts.h"
#include "vcpu.h"
#include "world.h"

static struct vcpu *argument_vcpu(const struct thread *current)
{
    return pd_lookup(current->pd, current->registers->r[0], OBJECT_VCPU);
}

/* Whether the vCPU is stopped, and no exit of its is under way or being handled. */
static bool is_at_rest(const struct vcpu *vcpu)
{
    return vcpu->thread.state == THREAD_STOPPED && vcpu->thread.peer == NULL;
}

void call_vcpu_resume(struct cpu *cpu, struct thread *current)
{
    struct vcpu *vcpu = argument_vcpu(current);
    enum error error = OK;

    if (vcpu == NULL) {
        error = ERROR_CAPABILITY;
    } else if (!is_at_rest(vcpu)) {
        error = ERROR_BUSY;
    } else if (!vcpu_accept(&vcpu->thread)) {
        error = ERROR_INVALID;
    }
    current->registers->r[0] = error;
    if (error == OK) {
        vcpu->idle = false;
        vcpu->thread.state = THREAD_RUNNABLE;
        schedule_wake(cpu, vcpu->thread.sc);
    }
}

void call_vcpu_recall(struct cpu *cpu, struct thread *current)
{
    struct vcpu *vcpu = argument_vcpu(current);

    if (vcpu == NULL) {
        current->registers->r[0] = ERROR_CAPABILITY;
        return;
    }
    if (vcpu->thread.state != THREAD_RUNNABLE) {
        current->registers->r[0] = ERROR_BUSY;
        return;
    }
    current->registers->r[0] = OK;
    vcpu_post(cpu, &vcpu->thread, VCPU_EVENT_RECALL);
    if (vcpu->thread.cpu != cpu->id) {
        cpu_kick(vcpu->thread.cpu);
    }
}

/* The registers of `extended` that are kept apart because PL0 can see them. */
static void show_user_visible(struct vcpu_extended *extended, const struct vcpu_user_visible *from)
{
    extended->sctlr = from->sctlr;
    extended->cpacr = from->cpacr;
    extended->cntkctl = from->cntkctl;
    extended->tpidrurw = from->tpidrurw;
    extended->tpidruro = from->tpidruro;
}

static void take_user_visible(const struct vcpu_extended *extended, struct vcpu_user_visible *to)
{
    to->sctlr = extended->sctlr;
    to->cpacr = extended->cpacr;
    to->cntkctl = extended->cntkctl;
    to->tpidrurw = extended->tpidrurw;
    to->tpidruro = extended->tpidruro;
}

void call_vcpu_state(struct cpu *cpu, struct thread *current)
{
    struct vcpu *vcpu = argument_vcpu(current);
    uint32_t operation = current->registers->r[1];
    enum error error = OK;

    if (vcpu == NULL) {
        error = ERROR_CAPABILITY;
    } else if (vcpu->thread.state != THREAD_STOPPED) {
        error = ERROR_BUSY;
    } else if (operation != VCPU_STATE_READ && operation != VCPU_STATE_WRITE) {
        error = ERROR_INVALID;
    } else if (cpu_of(vcpu->thread.cpu)->resident == &vcpu->thread &&
               vcpu->thread.cpu != cpu->id) {
        cpu_of(vcpu->thread.cpu)->evict_wanted = true;
        cpu_kick(vcpu->thread.cpu);
        error = ERROR_AGAIN;
    }
    current->registers->r[0] = error;
    if (error != OK) {
        return;
    }
    if (cpu->resident == &vcpu->thread) {
        world_evict(cpu);
        vcpu_deliver_posted(cpu);
    }
    if (operation == VCPU_STATE_READ) {
        show_user_visible(&vcpu->extended, &vcpu->user_visible);
        vcpu->state->extended = vcpu->extended;
        vcpu->state->virtual_machine_control = vcpu->gich_vmcr;
    } else {
        vcpu->extended = vcpu->state->extended;
        take_user_visible(&vcpu->extended, &vcpu->user_visible);
    }
}

void call_vcpu_create(struct cpu *cpu, struct thread *current)
{
    const struct general_registers *r = current->registers;
    struct capability *slot = pd_free_capability(current->pd, r->r[0]);
    struct vcpu *vcpu = call_object_memory(r->r[1], OBJECT_VCPU);
    struct pd *vm = pd_lookup(current->pd, r->r[2], OBJECT_PD);
    volatile struct vcpu_state *state = call_page(r->r[3]);
    uint32_t home = r->r[4] & CALL_VCPU_CPU_MASK;
    uint32_t affinity = r->r[4] >> CALL_VCPU_AFFINITY_SHIFT & MPIDR_AFF0_MASK;
    const struct capability *handler = pd_capability(current->pd, r->r[5]);
    enum error error = OK;

    (void)cpu;
    if (slot == NULL) {
        error = ERROR_EXISTS;
    } else if (vm == NULL || capability_typed(handler, OBJECT_ENDPOINT) == NULL) {
        error = ERROR_CAPABILITY;
    } else if (vcpu == NULL || state == NULL || !vm->is_vm || home >= BOARD_CPU_COUNT) {
        error = ERROR_INVALID;
    }
    if (error == OK) {
        vcpu_init(vcpu, vm, state, home, affinity);
        capability_set(&vcpu->thread.handler, capability_object(handler), handler->badge, false);
        capability_set(slot, &vcpu->thread.object, 0, false);
    }
    current->registers->r[0] = error;
}
