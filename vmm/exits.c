/* SPDX-License-Identifier: MIT */
/*
 * Exits of the vCPUs: what the guest trapped on, and what becomes of it.
 *
 * The reply to the exit message resumes the guest. A vCPU that waits for an interrupt is not
 * answered at all: its virtual timer's interrupt then makes a new exit.
 */
#include <hw/call.h>
#include <runtime/component.h>
#include <runtime/log.h>
#include "cpu/coprocessor.h"
#include "cpu/inject.h"
#include "exits.h"

static enum vm_after wait_for_interrupt(struct vm_cpu *cpu)
{
    pl011_flush(&cpu->vm->board.uart0);
    gic_enter(&cpu->vm->board.gic, cpu->vcpu.number);
    return gic_pending(&cpu->vm->board.gic, cpu->vcpu.number) ? VM_GO_ON : VM_WAIT;
}

static enum vm_after on_wfi(struct vm_cpu *cpu, uint32_t hsr)
{
    bool waits = vcpu_condition(&cpu->vcpu, hsr) && !HSR_IS_WFE(hsr);
    vcpu_skip(&cpu->vcpu, hsr);
    return waits ? wait_for_interrupt(cpu) : VM_GO_ON;
}

static enum vm_after on_hvc(struct vm_cpu *cpu)
{
    struct general_registers *registers = &cpu->vcpu.state->general;
    switch (psci_call(&cpu->vm->psci, cpu->vcpu.number, registers->r)) {
    case PSCI_WAIT:
        return wait_for_interrupt(cpu);
    case PSCI_STOP:
    case PSCI_MACHINE:
        return VM_STOP;
    case PSCI_RETURN:
    default:
        return VM_GO_ON;
    }
}

static void on_coprocessor(struct vm_cpu *cpu, uint32_t hsr)
{
    if (!vcpu_condition(&cpu->vcpu, hsr) ||
        coprocessor_access(&cpu->vcpu, hsr, cpu->vm->settings.cpus)) {
        vcpu_skip(&cpu->vcpu, hsr);
    } else {
        inject_undefined(&cpu->vcpu);
    }
}

/* An instruction that does not exist here; one whose condition fails may trap all the same. */
static void on_undefined(struct vm_cpu *cpu, uint32_t hsr)
{
    if (vcpu_condition(&cpu->vcpu, hsr)) {
        inject_undefined(&cpu->vcpu);
    } else {
        vcpu_skip(&cpu->vcpu, hsr);
    }
}

static enum vm_after on_trap(struct vm_cpu *cpu, const uint32_t words[MESSAGE_REGISTERS])
{
    uint32_t hsr = words[0];
    switch (HSR_CLASS(hsr)) {
    case HSR_DATA_ABORT:
        mmio_data_abort(cpu, hsr, words[1], words[2]);
        break;
    case HSR_WFI_WFE:
        return on_wfi(cpu, hsr);
    case HSR_HVC:
        return on_hvc(cpu);
    case HSR_CP15_MCR:
    case HSR_CP15_MCRR:
    case HSR_CP14_MCR:
        on_coprocessor(cpu, hsr);
        break;
    case HSR_PREFETCH_ABORT:
        if (HSR_DA_STATUS(hsr) == HSR_STATUS_DEBUG) {
            inject_debug_event(&cpu->vcpu);
        } else {
            mmio_prefetch_abort(cpu, words[1], words[2]);
        }
        break;
    case HSR_SMC: /* no secure world: undefined, as on a CPU without Security Extensions */
    case HSR_CP14_LDC:
    case HSR_CP14_MRRC:
    case HSR_CP10_VMRS:
    case HSR_COPROCESSOR:
    case HSR_JAZELLE:
        on_undefined(cpu, hsr);
        break;
    case HSR_UNKNOWN:
    default:
        inject_undefined(&cpu->vcpu);
        break;
    }
    return VM_GO_ON;
}

/* Park the vCPU: its timer's state is out of the CPU, and is asked for. */
static enum vm_after on_parked(struct vm_cpu *cpu)
{
    const struct vcpu_state *state = cpu->vcpu.state;
    if (gic_pending(&cpu->vm->board.gic, cpu->vcpu.number) ||
        vcpu_extended_state(cpu->cap, VCPU_STATE_READ) != OK) {
        return VM_GO_ON;
    }
    struct timer_clock *timer = &cpu->vm->clock;
    const struct vcpu_extended *extended = &state->extended;
    timer->clock.schedule(&timer->clock, &cpu->wake,
                          timer_clock_time(timer, extended->cntv_cval + extended->cntvoff) + 1);
    return VM_PARK;
}

/* An exit of another kind than a trap. `waited`: the vCPU was waiting for an interrupt. */
static enum vm_after on_event(struct vm_cpu *cpu, enum vm_exit kind, bool waited)
{
    struct gic *gic = &cpu->vm->board.gic;
    uint32_t number = cpu->vcpu.number;
    switch (kind) {
    case VM_EXIT_VTIMER:
        gic_timer_fired(gic, number);
        break;
    case VM_EXIT_MAINTENANCE:
        gic_update(gic, number);
        break;
    case VM_EXIT_RECALL:
        cpu->recalled = false;
        break;
    case VM_EXIT_PARKED:
        gic_enter(gic, number);
        return on_parked(cpu);
    case VM_EXIT_TRAP:
    case VM_EXIT_REFUSED:
    default:
        log_printf("vCPU %lu stopped: the kernel refuses its state\n", (unsigned long)number);
        component_exit(1);
    }
    gic_enter(gic, number);
    return waited && !gic_pending(gic, number) ? VM_WAIT : VM_GO_ON;
}

/* An event of a vCPU that is off or about to start: it was under way by then. */
static enum vm_after on_late_event(struct vm_cpu *cpu, enum vm_exit kind)
{
    if (kind == VM_EXIT_VTIMER) { /* its interrupt stays active until the guest ends it */
        gic_timer_fired(&cpu->vm->board.gic, cpu->vcpu.number);
    } else if (kind == VM_EXIT_RECALL) {
        cpu->recalled = false;
    }
    return cpu->run == VM_CPU_STARTING && vm_cpu_begin(cpu) == OK ? VM_GO_ON : VM_STOP;
}

/* The reply for what follows, and the vCPU's new state. */
static tag_t reply_for(struct vm_cpu *cpu, enum vm_after after)
{
    if (after == VM_GO_ON) {
        if (vm_cpu_prepare(cpu)) {
            after = VM_STOP;
        } else {
            cpu->run = VM_CPU_RUNNING;
            return tag_make(OK, MESSAGE_CALL, 0, 0);
        }
    }
    if (after == VM_WAIT || after == VM_PARK) {
        (void)vcpu_extended_commit(&cpu->vcpu);
    }
    if (after == VM_WAIT) {
        cpu->run = VM_CPU_WAITING;
        return RPC_NO_REPLY;
    }
    cpu->run = after == VM_PARK ? VM_CPU_PARKED : VM_CPU_OFF;
    return tag_make(ERROR_BUSY, MESSAGE_CALL, 0, 0); /* stays stopped */
}

/* What is to be done beside going on: interrupts changed, the machine stops, or registers are to
 * be written back. */
static bool has_more_to_do(const struct vm_cpu *cpu)
{
    const struct vm *vm = cpu->vm;
    return (vm->board.gic.dirty | (uint32_t)vm->event | cpu->vcpu.extended) != 0;
}

static tag_t finish(struct vm_cpu *cpu, enum vm_after after)
{
    struct vm *vm = cpu->vm;
    tag_t reply = reply_for(cpu, vm_is_stopping(vm) ? VM_STOP : after);
    if (vm->board.gic.dirty != 0) {
        vm_settle(vm);
    }
    if (vm_is_stopping(vm)) {
        vm_machine_event(vm, cpu);
        if (cpu->run == VM_CPU_RUNNING) {
            reply = tag_make(OK, MESSAGE_CALL, 0, 0);
        }
    }
    return reply;
}

void vm_cpu_exit(void *self, struct message *message)
{
    struct vm_cpu *cpu = self;
    enum vm_exit kind = (enum vm_exit)tag_label(message->tag);
    enum vm_after after;
    if (__builtin_expect(kind == VM_EXIT_TRAP, 1)) {
        after = on_trap(cpu, message->words);
        if (__builtin_expect(after == VM_GO_ON && !has_more_to_do(cpu), 1)) {
            message->tag = tag_make(OK, MESSAGE_CALL, 0, 0);
            return;
        }
    } else if (cpu->run == VM_CPU_OFF || cpu->run == VM_CPU_STARTING) {
        after = on_late_event(cpu, kind);
    } else {
        after = on_event(cpu, kind, cpu->run == VM_CPU_WAITING);
    }
    message->tag = finish(cpu, after);
}
