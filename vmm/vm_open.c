/* SPDX-License-Identifier: MIT */
/*
 * Setting a virtual machine up: sessions, ROMs, RAM, board and vCPUs; see vm.h. Whatever is
 * missing is named before the guest starts.
 */
#include <string.h>
#include <hw/call.h>
#include <hw/core_values.h>
#include <runtime/cap.h>
#include <runtime/log.h>
#include <session/vm_client.h>
#include "vm.h"

enum {
    VM_RAM = 192 * 1024,    /* quota of the VM session: translation tables */
    VM_RAM_CPU = 24 * 1024, /* and for each vCPU: its state page and kernel object */
    VM_CAPS = 16,
    VM_CAPS_CPU = 4,
    VCPU_BUDGET = 30000, /* microseconds: VMs of the same priority take turns */
};

static bool failed(struct problem *problem, const char *what, enum error error)
{
    return problem_is(problem, "%s: %s", what, error_text(error));
}

static bool open_rom(const char *name, struct rom *rom, struct problem *problem)
{
    enum error error = rom_open(name, rom);
    if (error) {
        return problem_is(problem, "the module `%s` cannot be opened: %s", name, error_text(error));
    }
    return true;
}

/* Open the pieces of the guest, and find out whether they make one. */
static bool open_guest(struct vm *vm, struct problem *problem)
{
    const struct settings *settings = &vm->settings;
    if (!open_rom(settings->kernel, &vm->kernel, problem) ||
        !open_rom(settings->tree, &vm->tree, problem)) {
        return false;
    }
    if (settings->initrd != NULL && !open_rom(settings->initrd, &vm->initrd, problem)) {
        return false;
    }
    vm->loader = (struct loader){
        .kernel = {vm->kernel.data, vm->kernel.size},
        .initrd = {vm->initrd.data, vm->initrd.size},
        .tree = {vm->tree.data, vm->tree.size},
        .bootargs = settings->bootargs,
        .ram_base = BOARD_RAM_BASE,
        .ram_size = settings->memory,
        .text_offset = settings->text_offset,
        .cpus = settings->cpus,
    };
    return loader_plan(&vm->loader, problem);
}

static bool open_memory(struct vm *vm, struct problem *problem)
{
    uint32_t cpus = vm->settings.cpus;
    enum error error = session_open(VM_SERVICE, "", VM_RAM + cpus * VM_RAM_CPU,
                                    VM_CAPS + cpus * VM_CAPS_CPU, &vm->session);
    if (error) {
        return failed(problem, "the VM session cannot be opened", error);
    }
    error = memory_allocate(vm->settings.memory, RAM_LARGE, &vm->ram);
    if (error) {
        return failed(problem, "there is not enough RAM for the guest's memory", error);
    }
    error = vm_attach(vm->session.cap, BOARD_RAM_BASE, 0, 0, MAP_READ | MAP_WRITE | MAP_EXECUTE,
                      cap_plain(vm->ram.dataspace));
    if (!error) {
        error = vm_attach_interrupt_controller(vm->session.cap, BOARD_CPU_INTERFACE);
    }
    return error ? failed(problem, "the guest's memory cannot be mapped", error) : true;
}

/* CALL_VCPU_STATE; a vCPU whose state is in another CPU's registers gives it up soon. */
static enum error transfer(struct vcpu *vcpu, enum vcpu_state_operation operation)
{
    const struct vm_cpu *cpu = (const struct vm_cpu *)vcpu;
    enum error error = vcpu_extended_state(cpu->cap, operation);
    while (error == ERROR_AGAIN) {
        thread_yield();
        error = vcpu_extended_state(cpu->cap, operation);
    }
    return error;
}

/* While it was parked, nothing else woke it: its virtual timer is due. */
static void on_wake(void *context)
{
    struct vm_cpu *cpu = context;
    if (cpu->run == VM_CPU_PARKED && vcpu_resume(cpu->cap) == OK) {
        cpu->run = VM_CPU_RUNNING;
    }
}

static enum error open_cpu(struct vm *vm, uint32_t number)
{
    struct vm_cpu *cpu = &vm->cpus[number];
    cap_t state = CAP_NULL;
    cpu->vm = vm;
    cpu->run = VM_CPU_OFF;
    cpu->vcpu.number = number;
    cpu->vcpu.transfer = transfer;
    cpu->wake = (struct timeout){.fired = on_wake, .context = cpu};
    cpu->exits = (struct rpc_object){.dispatch = vm_cpu_exit, .self = cpu, .kind = MESSAGE_VM_EXIT};
    enum error error = rpc_export(&cpu->exits);
    if (!error) {
        error = vm_vcpu_create(vm->session.cap, vm->settings.affinity[number], number,
                               vm->settings.priority, VCPU_BUDGET, rpc_cap_item(&cpu->exits),
                               &cpu->cap, &state);
    }
    if (!error) {
        error = memory_attach(state, MAP_READ | MAP_WRITE, &cpu->page);
    }
    cpu->vcpu.state = cpu->page.address;
    return error;
}

static void on_request(void *context, enum machine_event event)
{
    ((struct vm *)context)->event = event;
}

static bool open_cpus(struct vm *vm, struct problem *problem)
{
    const struct board_services services = {
        .uart0 = console_backend(&vm->console),
        .clock = &vm->clock.clock,
        .machine = {on_request, vm},
    };
    enum error error = board_initialize(&vm->board, vm->settings.cpus, &services);
    psci_initialize(&vm->psci, vm->settings.cpus, &vm_psci_ops, vm);
    for (uint32_t i = 0; i < vm->settings.cpus && !error; i++) {
        error = open_cpu(vm, i);
        if (!error) {
            gic_connect(&vm->board.gic, i, vm->cpus[i].vcpu.state);
        }
    }
    return error ? failed(problem, "the vCPUs cannot be made", error) : true;
}

/* Timeouts have fired. */
static void on_time(void *context)
{
    vm_settle(context);
}

static void on_console(void *context)
{
    struct vm *vm = context;
    pl011_flush(&vm->board.uart0);
    pl011_receive(&vm->board.uart0);
    vm_settle(vm);
}

static bool open_services(struct vm *vm, struct problem *problem)
{
    enum error error = timer_clock_open(&vm->clock, on_time, vm);
    if (error) {
        return failed(problem, "the Timer session cannot be opened", error);
    }
    error = console_open(&vm->console, &vm->clock.clock, on_console, vm);
    return error ? failed(problem, "the Terminal session cannot be opened", error) : true;
}

bool vm_open(struct vm *vm, struct problem *problem)
{
    return open_rom("config", &vm->config, problem) &&
           settings_read(vm->config.data, vm->config.size, &vm->settings, problem) &&
           open_guest(vm, problem) && open_memory(vm, problem) && open_services(vm, problem) &&
           open_cpus(vm, problem) && passthrough_open(vm, problem);
}
