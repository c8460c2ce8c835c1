/* SPDX-License-Identifier: MIT */
/* Devices of the real machine in the guest's hands; see passthrough.h. */
#include <hw/call.h>
#include <hw/core_values.h>
#include <iommu/iommu.h>
#include <libfdt.h>
#include <platform/platform.h>
#include <runtime/cap.h>
#include <runtime/interrupt.h>
#include <runtime/log.h>
#include <session/iommu_client.h>
#include <session/irq_client.h>
#include <session/platform_client.h>
#include <session/vm_client.h>
#include "vm.h"

static bool failed(struct problem *problem, const struct passthrough_device *device,
                   const char *what, enum error error)
{
    return problem_is(problem, "device %s: %s: %s", device->name, what, error_text(error));
}

/* Let the device reach its part of the guest's RAM. */
static enum error attach_memory(const struct passthrough_device *device)
{
    enum error error = OK;
    for (uint32_t i = 0; i < device->memory_count && !error; i++) {
        const struct passthrough_memory memory = device->memory[i];
        error =
            iommu_attach(device->iommu, BOARD_RAM_BASE + memory.offset, memory.offset, memory.size,
                         MAP_READ | MAP_WRITE, cap_plain(device->vm->ram.dataspace));
    }
    return error;
}

/* Let the device reach what it may, and tell of faults. */
static enum error open_iommu(struct passthrough_device *device)
{
    struct vm *vm = device->vm;
    cap_free(device->iommu);
    device->iommu = CAP_NULL;
    enum error error = platform_iommu(vm->passthrough.platform.cap, device->name, &device->iommu);
    if (error == ERROR_NOT_FOUND) {
        log_printf("%s: no IOMMU: it reaches all memory\n", device->name);
        return OK;
    }
    error = error ? error : attach_memory(device);
    return error ? error : iommu_handler(device->iommu, signal_cap_item(&device->faulted));
}

static void on_fault(void *context)
{
    struct passthrough_device *device = context;
    struct clock *clock = &device->vm->clock.clock;
    uint32_t kind = IOMMU_FAULT_NONE;
    uint32_t address = 0;
    uint32_t count = 0;
    if (iommu_fault(device->iommu, &kind, &address, &count) || kind == IOMMU_FAULT_NONE) {
        return;
    }
    if (!device->pause.scheduled) {
        clock->schedule(clock, &device->pause, clock->now(clock) + PASSTHROUGH_PAUSE);
    }
}

static void on_pause_over(void *context)
{
    const struct passthrough_device *device = context;
    (void)iommu_resume(device->iommu);
}

static bool connect(struct passthrough_device *device, struct problem *problem);

/* The driver of an IOMMU was restarted: its table is empty. */
static void on_renewed(void *context)
{
    struct vm *vm = context;
    struct problem problem;
    for (uint32_t i = 0; i < vm->passthrough.count; i++) {
        struct passthrough_device *device = &vm->passthrough.devices[i];
        uint32_t kind = IOMMU_FAULT_NONE;
        uint32_t address = 0;
        uint32_t count = 0;
        if (device->is_absent) {
            if (connect(device, &problem)) {
                log_printf("%s: given again\n", device->name);
            } else {
                log_printf("%s\n", problem.text);
            }
            continue;
        }
        if (device->iommu != CAP_NULL &&
            iommu_fault(device->iommu, &kind, &address, &count) == OK) {
            continue;
        }
        enum error error = open_iommu(device);
        log_printf("%s: a new IOMMU session: %s\n", device->name,
                   error ? error_text(error) : "memory attached");
    }
}

static void on_interrupt(void *context)
{
    struct passthrough_interrupt *interrupt = context;
    struct vm *vm = interrupt->device->vm;
    gic_set_line(&vm->board.gic, interrupt->number, true);
    vm_settle(vm);
}

void passthrough_ended(void *context, uint32_t number)
{
    struct vm *vm = context;
    for (uint32_t i = 0; i < vm->passthrough.count; i++) {
        struct passthrough_device *device = &vm->passthrough.devices[i];
        for (uint32_t n = 0; n < device->interrupt_count; n++) {
            if (device->interrupts[n].number == number) {
                gic_set_line(&vm->board.gic, number, false);
                (void)interrupt_acknowledge(device->interrupts[n].irq);
            }
        }
    }
}

static enum error open_interrupt(struct passthrough_interrupt *interrupt, uint32_t index)
{
    const struct passthrough_device *device = interrupt->device;
    cap_free(interrupt->irq);
    cap_free(interrupt->session);
    interrupt->irq = interrupt->session = CAP_NULL;
    enum error error = platform_interrupt(device->vm->passthrough.platform.cap, index, device->name,
                                          &interrupt->session);
    if (!error) {
        error = irq_irq(interrupt->session, &interrupt->irq);
    }
    return error ? error : irq_bind(interrupt->session, signal_cap_item(&interrupt->raised));
}

static bool attach_registers(struct passthrough_device *device, struct problem *problem)
{
    struct vm *vm = device->vm;
    uint32_t offset = 0;
    uint32_t size = 0;
    cap_t pages = CAP_NULL;
    enum error error =
        platform_registers(vm->passthrough.platform.cap, 0, device->name, &offset, &size, &pages);
    if (!error && (device->address % PAGE_SIZE != offset ||
                   bus_search(&vm->board.bus, device->address) != NULL ||
                   bus_search(&vm->board.bus, device->address + (size - 1)) != NULL)) {
        error = ERROR_INVALID;
    }
    if (!error) {
        error = vm_attach(vm->session.cap, device->address - offset, 0, 0, MAP_READ | MAP_WRITE,
                          cap_plain(pages));
    }
    cap_free(pages);
    return error ? failed(problem, device, "its registers cannot be mapped at `reg`", error) : true;
}

/* Acquire the device and connect it to the guest. */
static bool connect(struct passthrough_device *device, struct problem *problem)
{
    enum error error = platform_acquire(device->vm->passthrough.platform.cap, device->name);
    device->is_absent = error == ERROR_GONE;
    if (error) {
        return failed(problem, device, "not given by the platform driver", error);
    }
    if (!attach_registers(device, problem)) {
        return false;
    }
    for (uint32_t n = 0; n < device->interrupt_count && !error; n++) {
        error = open_interrupt(&device->interrupts[n], n);
    }
    if (error) {
        return failed(problem, device, "its interrupts", error);
    }
    error = open_iommu(device);
    return error ? failed(problem, device, "its IOMMU", error) : true;
}

/* Read which parts of memory the device reaches. */
static bool read_memory(struct passthrough_device *device, int node, struct problem *problem)
{
    enum { CELLS = 2 };
    const uint32_t ram = device->vm->settings.memory;
    int length = 0;
    const fdt32_t *cells = fdt_getprop(device->vm->config.data, node, "memory", &length);
    if (cells == NULL) {
        device->memory_count = 1; /* from 0 to the end */
        return true;
    }
    const uint32_t count = (uint32_t)length / sizeof(*cells);
    if (count % CELLS != 0 || count / CELLS > PASSTHROUGH_MEMORY) {
        return problem_is(problem, "device %s: `memory` must be at most %d pairs <OFFSET SIZE>",
                          device->name, PASSTHROUGH_MEMORY);
    }
    for (uint32_t i = 0; i < count / CELLS; i++) {
        const struct passthrough_memory memory = {fdt32_ld(&cells[CELLS * i]),
                                                  fdt32_ld(&cells[CELLS * i + 1])};
        if ((memory.offset | memory.size) % PAGE_SIZE != 0 || memory.size == 0 ||
            memory.offset > ram || memory.size > ram - memory.offset) {
            return problem_is(problem,
                              "device %s: `memory` names 0x%lx bytes at 0x%lx: they must be whole "
                              "pages of the guest's RAM",
                              device->name, (unsigned long)memory.size,
                              (unsigned long)memory.offset);
        }
        device->memory[i] = memory;
    }
    device->memory_count = count / CELLS;
    return true;
}

/* Read the config's node of the device, and take the signals it needs. */
static bool prepare(struct passthrough_device *device, int node, struct problem *problem)
{
    const void *config = device->vm->config.data;
    struct gic *gic = &device->vm->board.gic;
    int length = 0;
    const fdt32_t *reg = fdt_getprop(config, node, "reg", &length);
    if (reg == NULL || length != (int)sizeof(*reg)) {
        return problem_is(problem, "device %s: `reg` must be one address", device->name);
    }
    device->address = fdt32_ld(reg);
    if (!read_memory(device, node, problem)) {
        return false;
    }
    const fdt32_t *numbers = fdt_getprop(config, node, "interrupts", &length);
    device->interrupt_count = numbers == NULL ? 0 : (uint32_t)length / sizeof(*numbers);
    if (device->interrupt_count > PASSTHROUGH_INTERRUPTS) {
        return problem_is(problem, "device %s: more than %d `interrupts`", device->name,
                          PASSTHROUGH_INTERRUPTS);
    }
    enum error error = signal_register(&device->faulted);
    for (uint32_t n = 0; numbers != NULL && n < device->interrupt_count && !error; n++) {
        struct passthrough_interrupt *interrupt = &device->interrupts[n];
        uint32_t number = fdt32_ld(&numbers[n]);
        if (number >= gic->lines - GIC_PRIVATE) {
            return problem_is(problem, "device %s: the board has no interrupt %lu", device->name,
                              (unsigned long)number);
        }
        *interrupt = (struct passthrough_interrupt){
            .device = device,
            .raised = {.handle = on_interrupt, .context = interrupt},
            .number = GIC_PRIVATE + number,
        };
        gic_watch(gic, interrupt->number);
        error = signal_register(&interrupt->raised);
    }
    return error ? failed(problem, device, "too many interrupts", error) : true;
}

static bool open_device(struct vm *vm, int node, struct problem *problem)
{
    struct passthrough *passthrough = &vm->passthrough;
    if (passthrough->count == PASSTHROUGH_DEVICES) {
        return problem_is(problem, "more than %d devices", PASSTHROUGH_DEVICES);
    }
    struct passthrough_device *device = &passthrough->devices[passthrough->count];
    *device = (struct passthrough_device){
        .vm = vm,
        .name = fdt_get_name(vm->config.data, node, NULL),
        .faulted = {.handle = on_fault, .context = device},
        .pause = {.fired = on_pause_over, .context = device},
    };
    passthrough->count++;
    return prepare(device, node, problem) && connect(device, problem);
}

static enum error open_platform(struct vm *vm, uint32_t count)
{
    struct passthrough *passthrough = &vm->passthrough;
    enum error error =
        session_open(PLATFORM_SERVICE, "", PLATFORM_SESSION_RAM + count * PLATFORM_DEVICE_RAM,
                     PLATFORM_SESSION_CAPS + count * PLATFORM_DEVICE_CAPS, &passthrough->platform);
    passthrough->renewed = (struct signal_handler){.handle = on_renewed, .context = vm};
    if (!error) {
        error = signal_register(&passthrough->renewed);
    }
    return error ? error
                 : platform_handler(passthrough->platform.cap,
                                    signal_cap_item(&passthrough->renewed));
}

bool passthrough_open(struct vm *vm, struct problem *problem)
{
    const void *config = vm->config.data;
    int devices = fdt_subnode_offset(config, 0, "devices");
    uint32_t count = 0;
    int node;
    if (devices < 0) {
        return true;
    }
    fdt_for_each_subnode(node, config, devices)
    {
        count++;
    }
    gic_on_end(&vm->board.gic, passthrough_ended, vm);
    enum error error = open_platform(vm, count);
    if (error) {
        return problem_is(problem, "the Platform session cannot be opened: %s", error_text(error));
    }
    fdt_for_each_subnode(node, config, devices)
    {
        if (!open_device(vm, node, problem)) {
            return false;
        }
    }
    return true;
}

bool passthrough_reset(struct vm *vm, struct problem *problem)
{
    struct passthrough *passthrough = &vm->passthrough;
    for (uint32_t i = 0; i < passthrough->count; i++) {
        struct passthrough_device *device = &passthrough->devices[i];
        vm->clock.clock.cancel(&vm->clock.clock, &device->pause);
        (void)platform_release(passthrough->platform.cap, device->name);
        for (uint32_t n = 0; n < device->interrupt_count; n++) {
            gic_set_line(&vm->board.gic, device->interrupts[n].number, false);
        }
        if (connect(device, problem)) {
            continue;
        }
        if (!device->is_absent) {
            return false;
        }
        log_printf("%s\n", problem->text);
    }
    return true;
}
