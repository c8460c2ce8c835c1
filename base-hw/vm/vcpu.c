/* SPDX-License-Identifier: MIT */
/*
 * vCPUs: exits and resumption. See vcpu.h for the states.
 */
#include "vcpu.h"
#include <arm/cp15.h>
#include <arm/gich.h>
#include <kernel/ipc.h>
#include <kernel/switch.h>
#include "interrupts.h"
#include "world.h"

/* SCTLR of a Cortex-A15 after reset (ARM DDI 0438 4.3.27). */
#define SCTLR_RESET (SCTLR_RES1 | SCTLR_CP15BEN)

void vcpu_init(struct vcpu *vcpu, struct pd *vm, volatile struct vcpu_state *state, uint32_t cpu,
               uint32_t affinity)
{
    *vcpu = (struct vcpu){
        .state = state,
        .vmpidr = MPIDR_MP | affinity,
        .gich_hcr = GICH_HCR_EN,
        .extended = {.sctlr = SCTLR_RESET},
    };
    thread_init(&vcpu->thread, OBJECT_VCPU, vm, NULL, cpu);
    vcpu->thread.vcpu = vcpu;
    vcpu->thread.registers = (struct general_registers *)&state->general;
    state->list_register_empty = (1u << VCPU_LIST_REGISTERS) - 1;
}

/* What a VMM needs to know when its guest waits for an interrupt. */
static void show_timer(struct vcpu *vcpu)
{
    uint64_t compare = read_CNTV_CVAL();
    uint64_t offset = read_CNTVOFF();

    vcpu->state->timer_control = read_CNTV_CTL();
    vcpu->state->timer_compare_low = (uint32_t)compare;
    vcpu->state->timer_compare_high = (uint32_t)(compare >> 32);
    vcpu->state->timer_offset_low = (uint32_t)offset;
    vcpu->state->timer_offset_high = (uint32_t)(offset >> 32);
}

/* The VMM's thread if it can take an exit of the current vCPU at once, on this CPU. */
static inline struct thread *waiting_vmm(const struct cpu *cpu, const struct thread *thread)
{
    const struct endpoint *endpoint = capability_typed(&thread->handler, OBJECT_ENDPOINT);
    struct thread *vmm = endpoint != NULL ? endpoint->receiver : NULL;

    return vmm != NULL && vmm->state == THREAD_WAITING && vmm->cpu == cpu->id &&
                   cpu->current == thread
               ? vmm
               : NULL;
}

/* Stop the vCPU and send its VMM an exit. The short path leaves the VMM loaded. */
static inline void send_exit(struct cpu *cpu, struct thread *thread, enum vm_exit kind,
                             const struct message_words *words)
{
    tag_t tag = tag_make((uint32_t)kind, MESSAGE_VM_EXIT, 0, MESSAGE_REGISTERS);
    struct thread *vmm = waiting_vmm(cpu, thread);

    if (thread->state == THREAD_RUNNABLE) {
        thread->vcpu->state->general.psr = thread->psr;
    }
    if (cpu->loaded == thread && cpu->guest_world) {
        world_leave(cpu, thread);
        cpu->loaded = NULL;
    }
    if (vmm != NULL && cpu->loaded == NULL) {
        ipc_deliver(vmm, thread->handler.badge, tag, words);
        thread->state = THREAD_STOPPED;
        ipc_lend(cpu, thread, vmm);
        context_load_thread(cpu, vmm);
        return;
    }
    thread->event_tag = tag;
    thread->event_words = *words;
    ipc_send_event(cpu, thread);
}

void vcpu_exit(struct cpu *cpu, struct thread *thread, uint32_t hsr)
{
    uint32_t class = hsr >> HSR_EC_SHIFT;
    struct message_words words = {.words = {hsr}};

    if (class == HSR_EC_DATA || class == HSR_EC_PREFETCH) {
        uint32_t address = class == HSR_EC_DATA ? read_HDFAR() : read_HIFAR();

        words.words[1] = (read_HPFAR() & HPFAR_MASK) << HPFAR_SHIFT | (address & (PAGE_SIZE - 1));
        words.words[2] = address;
    } else if (class == HSR_EC_WFI) {
        show_timer(thread->vcpu);
    }
    send_exit(cpu, thread, VM_EXIT_TRAP, &words);
}

bool vcpu_accept_slow(struct thread *thread)
{
    struct vcpu *vcpu = thread->vcpu;
    uint32_t psr = vcpu->state->general.psr;

    if (!vcpu_psr_is_valid(psr) || !vm_accept_lists(vcpu)) {
        return false;
    }
    thread->psr = psr;
    vcpu->gich_hcr = vcpu->state->underflow != 0 ? GICH_HCR_EN | GICH_HCR_UIE : GICH_HCR_EN;
    return true;
}

void vcpu_refuse(struct cpu *cpu, struct thread *thread)
{
    send_exit(cpu, thread, VM_EXIT_REFUSED, &(struct message_words){{ERROR_INVALID}});
}

void vcpu_send_event(struct cpu *cpu, struct thread *thread)
{
    struct vcpu *vcpu = thread->vcpu;
    uint32_t kind = (uint32_t)__builtin_ctz(vcpu->events);

    vcpu->events &= ~(1u << kind);
    vcpu->idle = false;
    send_exit(cpu, thread, (enum vm_exit)kind, &(struct message_words){{0}});
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
    }
}

void vcpu_forget(struct thread *thread)
{
    struct cpu *home = cpu_of(thread->cpu);

    if (home->resident == thread) {
        home->resident = NULL;
    }
}
