/* SPDX-License-Identifier: MIT */
/* The life of a virtual machine: start, interrupts, CPUs on and off, reset and end; see vm.h. */
#include <hw/call.h>
#include <runtime/component.h>
#include <runtime/log.h>
#include "vm.h"

#define BOOT_MACHINE_NONE 0xffffffffu /* r1 at the kernel's entry: the device tree tells */

/* Let a vCPU that is at rest run. False: an exit of its is under way, which will do it. */
static bool resume(struct vm_cpu *cpu)
{
    if (vcpu_resume(cpu->cap) != OK) {
        return false;
    }
    cpu->run = VM_CPU_RUNNING;
    return true;
}

void vm_settle(struct vm *vm)
{
    struct gic *gic = &vm->board.gic;
    for (uint32_t rest = gic->dirty; rest != 0; rest &= rest - 1) {
        uint32_t number = (uint32_t)__builtin_ctz(rest);
        struct vm_cpu *cpu = &vm->cpus[number];
        switch (cpu->run) {
        case VM_CPU_WAITING:
        case VM_CPU_PARKED:
            gic_enter(gic, number);
            if (gic_pending(gic, number) && resume(cpu)) {
                vm->clock.clock.cancel(&vm->clock.clock, &cpu->wake);
            }
            break;
        case VM_CPU_RUNNING:
            if (!cpu->recalled) {
                cpu->recalled = vcpu_recall(cpu->cap) == OK;
            }
            break;
        case VM_CPU_OFF:
        case VM_CPU_STARTING:
        default:
            gic_enter(gic, number);
            break;
        }
    }
}

/* Make what was copied to guest RAM visible to a guest that runs with its caches off, and leave
 * nothing in the caches that could be written over what it then writes. */
static void clean(const struct vm *vm, uint32_t offset, uint32_t size)
{
    const uint8_t *bytes = (const uint8_t *)vm->ram.address + offset;
    while (size > 0) {
        uint32_t part = size < CACHE_CLEAN_MAX ? size : CACHE_CLEAN_MAX;
        (void)cache_clean(bytes, part);
        bytes += part;
        size -= part;
    }
}

enum error vm_cpu_begin(struct vm_cpu *cpu)
{
    const struct vm_cpu_start *start = &cpu->start;
    enum error error = cpu->vcpu.transfer(&cpu->vcpu, VCPU_STATE_READ);
    if (error) {
        return error;
    }
    cpu->vcpu.extended = VCPU_EXTENDED_KNOWN;
    vcpu_reset(&cpu->vcpu, start->pc & ~1u, start->r[0], start->r[1], start->r[2]);
    if (start->pc & 1) {
        cpu->vcpu.state->general.psr |= PSR_T;
    }
    return vm_cpu_prepare(cpu);
}

/* Start `cpu`: by the reply to its exit that is being handled, or, `at_rest`, by resuming it; if
 * another exit of its is under way, then once that has come. */
static enum error start_cpu(struct vm_cpu *cpu, bool at_rest)
{
    cpu->run = VM_CPU_STARTING;
    enum error error = vm_cpu_begin(cpu);
    if (!error && at_rest) {
        error = vcpu_resume(cpu->cap);
    }
    if (!error) {
        cpu->run = VM_CPU_RUNNING;
    }
    return error == ERROR_BUSY ? OK : error;
}

static void on_off(void *context)
{
    ((struct vm *)context)->event = MACHINE_OFF;
}

static void on_reset(void *context)
{
    ((struct vm *)context)->event = MACHINE_RESET;
}

static bool on_cpu_start(void *context, uint32_t number, uint32_t entry, uint32_t argument)
{
    struct vm *vm = context;
    struct vm_cpu *cpu = &vm->cpus[number];
    cpu->start = (struct vm_cpu_start){.pc = entry, .r = {argument}};
    if (start_cpu(cpu, true)) {
        cpu->run = VM_CPU_OFF;
        return false;
    }
    return true;
}

const struct psci_ops vm_psci_ops = {on_cpu_start, on_off, on_reset};

/* Resets are told of in the log: each at first, then ever more rarely, since a guest may reset its
 * machine as often as it likes. */
static bool is_logged(const struct vm *vm)
{
    enum { ALL_LOGGED = 8 };
    return vm->resets <= ALL_LOGGED || (vm->resets & (vm->resets - 1)) == 0;
}

bool vm_start(struct vm *vm, const struct vm_cpu *current, struct problem *problem)
{
    const struct loader *loader = &vm->loader;
    struct vm_cpu *first = &vm->cpus[0];
    if (!loader_load(loader, vm->ram.address, problem)) {
        return false;
    }
    if (vm->resets == 0) { /* core has cleaned all of it, before it was mapped for the guest */
        clean(vm, loader->placement.kernel, loader->image.size);
        clean(vm, loader->placement.initrd, (uint32_t)loader->initrd.size);
        clean(vm, loader->placement.tree, loader->tree_capacity);
    } else { /* the last guest wrote through its caches */
        clean(vm, 0, vm->settings.memory);
    }
    if (is_logged(vm)) {
        log_printf("guest starts, %lu us after power-on\n",
                   (unsigned long)vm->clock.clock.now(&vm->clock.clock));
    }
    bus_reset(&vm->board.bus);
    psci_reset(&vm->psci);
    first->start = (struct vm_cpu_start){
        .pc = loader_entry(loader),
        .r = {0, BOOT_MACHINE_NONE, loader_tree(loader)},
    };
    enum error error = start_cpu(first, first != current);
    return error ? problem_is(problem, "the vCPU does not start: %s", error_text(error)) : true;
}

/* The machine resets: everything back to the state after power-on, then start again. */
static void reset(struct vm *vm, const struct vm_cpu *current)
{
    struct problem problem;
    vm->event = 0;
    for (uint32_t i = 0; i < vm->settings.cpus; i++) {
        vm->cpus[i].run = VM_CPU_OFF;
        vm->clock.clock.cancel(&vm->clock.clock, &vm->cpus[i].wake);
    }
    vm->resets++;
    if (is_logged(vm)) {
        log_printf("guest resets\n");
    }
    if (!passthrough_reset(vm, &problem) || !vm_start(vm, current, &problem)) {
        log_printf("guest cannot start again: %s\n", problem.text);
        component_exit(1);
    }
}

void vm_machine_event(struct vm *vm, const struct vm_cpu *current)
{
    for (uint32_t i = 0; i < vm->settings.cpus; i++) {
        struct vm_cpu *cpu = &vm->cpus[i];
        if (cpu->run == VM_CPU_RUNNING) {
            if (!cpu->recalled) {
                cpu->recalled = vcpu_recall(cpu->cap) == OK;
            }
            return; /* its exit brings us here again */
        }
    }
    pl011_flush(&vm->board.uart0);
    if (vm->event == MACHINE_RESET) {
        reset(vm, current);
    } else {
        log_printf("guest is off\n");
        component_exit(0);
    }
}
