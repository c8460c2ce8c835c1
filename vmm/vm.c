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
        default: /* brought up to date when it runs */
            break;
        }
    }
}

/* Make what was copied to guest RAM visible to a guest that runs with its caches off. */
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

bool vm_start(struct vm *vm, const struct vm_cpu *current, struct problem *problem)
{
    const struct loader *loader = &vm->loader;
    struct vm_cpu *first = &vm->cpus[0];
    if (!loader_load(loader, vm->ram.address, problem)) {
        return false;
    }
    clean(vm, loader->placement.kernel, loader->image.size);
    clean(vm, loader->placement.initrd, (uint32_t)loader->initrd.size);
    clean(vm, loader->placement.tree, loader->tree_capacity);
    log_printf("guest starts, %lu us after power-on\n",
               (unsigned long)vm->clock.clock.now(&vm->clock.clock));
    bus_reset(&vm->board.bus);
    psci_reset(&vm->psci);
    vcpu_reset(&first->vcpu, loader_entry(loader), 0, BOOT_MACHINE_NONE, loader_tree(loader));
    enum error error = vm_cpu_prepare(first);
    if (!error && first != current) {
        error = vcpu_resume(first->cap);
    }
    if (error) {
        return problem_is(problem, "the vCPU does not start: %s", error_text(error));
    }
    first->run = VM_CPU_RUNNING;
    return true;
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
    log_printf("guest resets\n");
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
