/* SPDX-License-Identifier: MIT */
/*
 * vCPUs: exits and resumption. See vcpu.h for the states.
 */
#include "vcpu.h"
#include <kernel/ipc.h>
#include <kernel/schedule.h>
#include <kernel/switch.h>
#include <kernel/trap.h>
#include "world.h"

/* The VMM's thread if it can take an exit of the current vCPU at once, on this CPU. */
static inline struct thread *waiting_vmm(const struct cpu *cpu, const struct thread *thread)
{
    const struct endpoint *endpoint = capability_typed(&thread->handler, OBJECT_ENDPOINT);
    struct thread *vmm = endpoint != NULL ? endpoint->receiver : NULL;

    return vmm != NULL && vmm->state == THREAD_WAITING && vmm->cpu == cpu->id ? vmm : NULL;
}

void vcpu_send_exit(struct cpu *cpu, struct thread *thread, enum vm_exit kind, uint32_t word0,
                    uint32_t word1, uint32_t word2)
{
    thread->event_tag = tag_make((uint32_t)kind, MESSAGE_VM_EXIT, 0, VM_EXIT_WORDS);
    thread->event_words = (struct message_words){{word0, word1, word2}};
    ipc_send_event(cpu, thread);
}

/* Stop the running guest: its state page is the VMM's from now on. */
static inline void stop_guest(struct cpu *cpu, struct thread *thread)
{
    thread->vcpu->state->general.psr = thread->psr;
    world_leave(cpu, thread->vcpu);
    cpu->loaded = NULL;
}

void vcpu_exit(struct cpu *cpu, struct thread *thread, uint32_t hsr)
{
    uint32_t class = hsr >> HSR_EC_SHIFT;
    uint32_t address = 0;
    uint32_t intermediate = 0;
    struct thread *vmm = waiting_vmm(cpu, thread);
    struct general_registers *to;

    if (class == HSR_EC_DATA || class == HSR_EC_PREFETCH) {
        address = class == HSR_EC_DATA ? read_HDFAR() : read_HIFAR();
        intermediate = (read_HPFAR() >> HPFAR_PAGE_SHIFT) * PAGE_SIZE + address % PAGE_SIZE;
        if (trap_is_late_abort(hsr)) {
            return;
        }
    }
    if (class == HSR_EC_HCPTR && vfp_take(cpu, hsr)) {
        return;
    }
    stop_guest(cpu, thread);
    if (vmm == NULL) {
        vcpu_send_exit(cpu, thread, VM_EXIT_TRAP, hsr, intermediate, address);
        return;
    }
    to = vmm->registers;
    to->r[0] = thread->handler.badge;
    to->r[1] = tag_make(VM_EXIT_TRAP, MESSAGE_VM_EXIT, 0, VM_EXIT_WORDS);
    to->r[2] = hsr;
    to->r[3] = intermediate;
    to->r[4] = address;
    thread->state = THREAD_STOPPED;
    ipc_lend(cpu, thread, vmm);
    context_load_thread(cpu, vmm);
}

void vcpu_send_event(struct cpu *cpu, struct thread *thread)
{
    struct vcpu *vcpu = thread->vcpu;
    uint32_t kind = (uint32_t)__builtin_ctz(vcpu->events);

    vcpu->events &= ~(1u << kind);
    vcpu->idle = false;
    if (cpu->loaded == thread && cpu->guest_world) {
        stop_guest(cpu, thread);
    } else if (thread->state == THREAD_RUNNABLE) {
        vcpu->state->general.psr = thread->psr;
    }
    vcpu_send_exit(cpu, thread, (enum vm_exit)kind, 0, 0, 0);
}

void vcpu_set_idle(struct cpu *cpu, struct thread *thread)
{
    struct vcpu *vcpu = thread->vcpu;

    vcpu->idle = true;
    if (cpu_of(thread->cpu)->resident != thread && vm_timer_is_armed(vcpu)) {
        vcpu->events |= 1u << VM_EXIT_PARKED;
    }
    if (vcpu->events != 0) {
        vcpu_send_event(cpu, thread);
    }
}

void vcpu_post(struct cpu *cpu, struct thread *thread, enum vm_exit event)
{
    thread->vcpu->events |= 1u << event;
    if (thread->vcpu->idle) {
        vcpu_send_event(cpu, thread);
        schedule_preempt(cpu);
    }
}
