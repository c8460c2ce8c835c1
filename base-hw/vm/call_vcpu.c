/* SPDX-License-Identifier: MIT */
/*
 * The system calls on vCPUs. See hw/call.h and, for creation, core/core_call.h.
 */
#include <kernel/call.h>
#include <kernel/schedule.h>
#include "vcpu.h"
#include "world.h"

/* The vCPU that r0 names, if it is in `state`; r0 gets the error, or OK. */
static struct vcpu *argument_vcpu(struct thread *current, enum thread_state state)
{
    uint32_t *r0 = &current->registers->r[0];
    struct vcpu *vcpu = pd_lookup(current->pd, *r0, OBJECT_VCPU);

    *r0 = vcpu == NULL ? ERROR_CAPABILITY : vcpu->thread.state != state ? ERROR_BUSY : OK;
    return *r0 == OK ? vcpu : NULL;
}

void call_vcpu_resume(struct cpu *cpu, struct thread *current)
{
    struct vcpu *vcpu = argument_vcpu(current, THREAD_STOPPED);

    if (vcpu == NULL) {
        return;
    }
    if (vcpu->thread.peer != NULL || !vcpu_accept(&vcpu->thread)) {
        current->registers->r[0] = vcpu->thread.peer != NULL ? ERROR_BUSY : ERROR_INVALID;
        return;
    }
    vcpu->idle = false;
    vcpu->thread.state = THREAD_RUNNABLE;
    schedule_wake(cpu, vcpu->thread.sc);
}

void call_vcpu_recall(struct cpu *cpu, struct thread *current)
{
    struct vcpu *vcpu = argument_vcpu(current, THREAD_RUNNABLE);

    if (vcpu != NULL) {
        vcpu_post(cpu, &vcpu->thread, VM_EXIT_RECALL);
        if (vcpu->thread.cpu != cpu->id) {
            cpu_kick(vcpu->thread.cpu);
        }
    }
}

void call_vcpu_state(struct cpu *cpu, struct thread *current)
{
    uint32_t operation = current->registers->r[1];
    struct vcpu *vcpu = argument_vcpu(current, THREAD_STOPPED);

    if (operation != VCPU_STATE_READ && operation != VCPU_STATE_WRITE) {
        current->registers->r[0] = ERROR_INVALID;
    }
    if (vcpu == NULL || current->registers->r[0] != OK) {
        return;
    }
    if (cpu_of(vcpu->thread.cpu)->resident == &vcpu->thread) {
        if (vcpu->thread.cpu != cpu->id) {
            cpu_of(vcpu->thread.cpu)->evict_wanted = true;
            cpu_kick(vcpu->thread.cpu);
            current->registers->r[0] = ERROR_AGAIN;
            return;
        }
        world_evict(cpu);
    }
    if (operation == VCPU_STATE_READ) {
        vcpu->state->extended = vcpu->extended;
    } else {
        vcpu->extended = vcpu->state->extended;
    }
}

/* SCTLR of a Cortex-A15 after reset (ARM DDI 0438 4.3.27). */
#define SCTLR_RESET (SCTLR_RES1 | SCTLR_CP15BEN)

void call_vcpu_create(struct cpu *cpu, struct thread *current)
{
    struct general_registers *r = current->registers;
    struct capability *slot = pd_free_capability(current->pd, r->r[0]);
    struct vcpu *vcpu = call_object_memory(r->r[1], OBJECT_VCPU);
    struct pd *vm = pd_lookup(current->pd, r->r[2], OBJECT_PD);
    volatile struct vcpu_state *state = call_page(r->r[3]);
    uint32_t home = r->r[4] & CALL_VCPU_CPU_MASK;
    const struct capability *handler = pd_capability(current->pd, r->r[5]);

    (void)cpu;
    r->r[0] = slot == NULL                                                       ? ERROR_EXISTS
              : vm == NULL || capability_typed(handler, OBJECT_ENDPOINT) == NULL ? ERROR_CAPABILITY
              : vcpu == NULL || state == NULL || !vm->is_vm || home >= BOARD_CPU_COUNT
                  ? ERROR_INVALID
                  : OK;
    if (r->r[0] != OK) {
        return;
    }
    *vcpu = (struct vcpu){
        .state = state,
        .vmpidr = MPIDR_MP | (r->r[4] >> CALL_VCPU_AFFINITY_SHIFT & MPIDR_AFF0_MASK),
        .gich_hcr = GICH_HCR_EN,
        .extended = {.sctlr = SCTLR_RESET},
    };
    thread_init(&vcpu->thread, OBJECT_VCPU, vm, NULL, home);
    vcpu->thread.vcpu = vcpu;
    vcpu->thread.registers = (struct general_registers *)&state->general;
    state->list_register_empty = (1u << VCPU_LIST_REGISTERS) - 1;
    capability_set(&vcpu->thread.handler, capability_object(handler), handler->badge, false);
    capability_set(slot, &vcpu->thread.object, 0, false);
}
