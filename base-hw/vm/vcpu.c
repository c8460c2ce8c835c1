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
        .user_visible = {.sctlr = SCTLR_RESET},
    };
    thread_init(&vcpu->thread, OBJECT_VCPU, vm, NULL, cpu);
    vcpu->thread.vcpu = vcpu;
    vcpu->thread.registers = (struct general_registers *)&state->general;
    state->list_register_empty = (1u << VCPU_LIST_REGISTERS) - 1;
}

/* Stop the vCPU and send its VMM an exit of `kind`; event_words are set. */
static void send_exit(struct cpu *cpu, struct thread *thread, enum vm_exit kind)
{
    thread->event_tag = tag_make((uint32_t)kind, MESSAGE_VM_EXIT, 0, MESSAGE_REGISTERS);
    if (thread->state == THREAD_RUNNABLE) {
        thread->vcpu->state->general.psr = thread->psr;
    }
    if (cpu->loaded == thread && cpu->guest_world) {
        world_leave(cpu, thread);
        cpu->loaded = NULL;
    }
    ipc_send_event(cpu, thread);
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

/* The VMM's thread if it can take the exit at once, on this CPU. */
static inline struct thread *waiting_vmm(const struct cpu *cpu, const struct thread *thread)
{
    const struct object *object = capability_object(&thread->handler);
    struct thread *vmm;

    if (object == NULL || object->type != OBJECT_ENDPOINT) {
        return NULL;
    }
    vmm = ((const struct endpoint *)object)->receiver;
    return vmm != NULL && vmm->state == THREAD_WAITING && vmm->cpu == cpu->id ? vmm : NULL;
}

void vcpu_exit(struct cpu *cpu, struct thread *thread, uint32_t hsr)
{
    uint32_t class = hsr >> HSR_EC_SHIFT;
    uint32_t intermediate = 0;
    uint32_t address = 0;
    struct general_registers *to;
    struct thread *vmm;

    if (class == HSR_EC_DATA || class == HSR_EC_PREFETCH) {
        address = class == HSR_EC_DATA ? read_HDFAR() : read_HIFAR();
        intermediate = (read_HPFAR() & HPFAR_MASK) << HPFAR_SHIFT | (address & (PAGE_SIZE - 1));
    } else if (class == HSR_EC_WFI) {
        show_timer(thread->vcpu);
    }
    vmm = waiting_vmm(cpu, thread);
    if (vmm == NULL) {
        thread->event_words[0] = hsr;
        thread->event_words[1] = intermediate;
        thread->event_words[2] = address;
        thread->event_words[3] = 0;
        send_exit(cpu, thread, VM_EXIT_TRAP);
        return;
    }
    thread->vcpu->state->general.psr = thread->psr;
    world_leave(cpu, thread);
    to = vmm->registers;
    to->r[0] = thread->handler.badge;
    to->r[1] = tag_make(VM_EXIT_TRAP, MESSAGE_VM_EXIT, 0, MESSAGE_REGISTERS);
    to->r[2] = hsr;
    to->r[3] = intermediate;
    to->r[4] = address;
    to->r[5] = 0;
    thread->state = THREAD_STOPPED;
    ipc_lend(cpu, thread, vmm);
    context_load_thread(cpu, vmm);
}

bool vcpu_accept_slow(struct thread *thread)
{
    struct vcpu *vcpu = thread->vcpu;
    uint32_t psr = vcpu->state->general.psr;

    if (!vcpu_psr_is_valid(psr) || !vm_accept_lists(vcpu)) {
        return false;
    }
    thread->psr = psr;
    vcpu->gich_hcr =
        vcpu->state->underflow != 0 ? GICH_HCR_EN | GICH_HCR_UIE : GICH_HCR_EN;
    return true;
}

void vcpu_refuse(struct cpu *cpu, struct thread *thread)
{
    thread->event_words[0] = ERROR_INVALID;
    thread->event_words[1] = 0;
    thread->event_words[2] = 0;
    thread->event_words[3] = 0;
    send_exit(cpu, thread, VM_EXIT_REFUSED);
}

static void send_event(struct cpu *cpu, struct thread *thread)
{
    static const struct {
        enum vcpu_event event;
        enum vm_exit exit;
    } kinds[] = {
        {VCPU_EVENT_TIMER, VM_EXIT_VTIMER},
        {VCPU_EVENT_MAINTENANCE, VM_EXIT_MAINTENANCE},
        {VCPU_EVENT_RECALL, VM_EXIT_RECALL},
        {VCPU_EVENT_PARKED, VM_EXIT_PARKED},
    };
    struct vcpu *vcpu = thread->vcpu;

    for (unsigned i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        if ((vcpu->events & kinds[i].event) != 0) {
            vcpu->events &= ~(uint32_t)kinds[i].event;
            vcpu->idle = false;
            for (unsigned word = 0; word < MESSAGE_REGISTERS; word++) {
                thread->event_words[word] = 0;
            }
            send_exit(cpu, thread, kinds[i].exit);
            return;
        }
    }
}

void vcpu_set_idle(struct cpu *cpu, struct thread *thread)
{
    struct vcpu *vcpu = thread->vcpu;

    vcpu->idle = true;
    if (cpu_of(thread->cpu)->resident != thread && vm_timer_is_armed(vcpu)) {
        vcpu->events |= VCPU_EVENT_PARKED;
    }
    if (vcpu->events != 0) {
        send_event(cpu, thread);
    }
}

void vcpu_post(struct cpu *cpu, struct thread *thread, enum vcpu_event event)
{
    struct vcpu *vcpu = thread->vcpu;

    vcpu->events |= (uint32_t)event;
    if (vcpu->idle) {
        cpu->posted = thread;
        context_unload(cpu);
        if (cpu->active == NULL) {
            vcpu_deliver_posted(cpu);
        }
    }
}

void vcpu_deliver_posted(struct cpu *cpu)
{
    struct thread *posted = cpu->posted;

    cpu->posted = NULL;
    if (posted != NULL && posted->vcpu->idle && posted->vcpu->events != 0) {
        send_event(cpu, posted);
    }
}

void vcpu_deliver_pending(struct cpu *cpu)
{
    vcpu_deliver_posted(cpu);
    while (cpu->current->vcpu != NULL && cpu->current->vcpu->events != 0) {
        send_event(cpu, cpu->current);
    }
}

void vcpu_forget(struct thread *thread)
{
    struct cpu *home = cpu_of(thread->cpu);

    if (home->resident == thread) {
        home->resident = NULL;
    }
    for (uint32_t i = 0; i < BOARD_CPU_COUNT; i++) {
        if (cpu_of(i)->posted == thread) {
            cpu_of(i)->posted = NULL;
        }
    }
}
