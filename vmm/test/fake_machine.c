/* SPDX-License-Identifier: MIT */
/* See fake_machine.h. */
#include <assert.h>
#include <string.h>
#include <hw/call.h>
#include <runtime/component.h>
#include <runtime/log.h>
#include "fake_machine.h"

struct vm vm;
struct fake_vcpu fake_vcpus[CPUS];
struct vcpu_state fake_states[CPUS];
uint32_t fake_log_lines;
uint64_t fake_time;
size_t fake_cleaned;
jmp_buf fake_exit;
uint32_t fake_exit_code;

/* The kernel: capability N + 1 is vCPU N. */
static struct fake_vcpu *vcpu_of(cap_t cap)
{
    assert(cap >= 1 && cap <= CPUS);
    return &fake_vcpus[cap - 1];
}

enum error vcpu_resume(cap_t cap)
{
    struct fake_vcpu *vcpu = vcpu_of(cap);
    if (vcpu->state != FAKE_STOPPED) {
        return ERROR_BUSY;
    }
    vcpu->state = FAKE_RUNNABLE;
    return OK;
}

enum error vcpu_recall(cap_t cap)
{
    struct fake_vcpu *vcpu = vcpu_of(cap);
    if (vcpu->state != FAKE_RUNNABLE) {
        return ERROR_BUSY;
    }
    vcpu->recall = true;
    return OK;
}

enum error vcpu_extended_state(cap_t cap, enum vcpu_state_operation operation)
{
    (void)operation; /* what is read is what was written */
    return vcpu_of(cap)->state == FAKE_STOPPED ? OK : ERROR_BUSY;
}

enum error cache_clean(const void *address, size_t size)
{
    (void)address;
    fake_cleaned += size;
    return OK;
}

/* The runtime, and the parts of the VMM that reach other components. */
void log_printf(const char *format, ...)
{
    (void)format;
    fake_log_lines++;
}

const char *error_text(unsigned error)
{
    (void)error;
    return "error";
}

void component_exit(uint32_t code)
{
    fake_exit_code = code;
    longjmp(fake_exit, 1);
}

bool loader_load(const struct loader *loader, uint8_t *ram, struct problem *problem)
{
    (void)loader;
    (void)ram;
    (void)problem;
    return true;
}

bool passthrough_reset(struct vm *machine, struct problem *problem)
{
    (void)machine;
    (void)problem;
    return true;
}

uint64_t timer_clock_time(const struct timer_clock *timer, uint64_t ticks)
{
    (void)timer;
    return ticks;
}

static uint64_t now(struct clock *clock)
{
    (void)clock;
    return fake_time;
}

static void schedule(struct clock *clock, struct timeout *timeout, uint64_t deadline)
{
    (void)clock;
    timeout->deadline = deadline;
    timeout->scheduled = true;
}

static void cancel(struct clock *clock, struct timeout *timeout)
{
    (void)clock;
    timeout->scheduled = false;
}

static size_t take(void *context, const uint8_t *bytes, size_t size)
{
    (void)context;
    (void)bytes;
    return size - size / 2;
}

static size_t give(void *context, uint8_t *bytes, size_t size)
{
    (void)context;
    memset(bytes, 'x', size);
    return size;
}

static void flush_later(void *context)
{
    (void)context;
}

static void request(void *context, enum machine_event event)
{
    (void)context;
    vm.event = event;
}

static enum error transfer(struct vcpu *vcpu, enum vcpu_state_operation operation)
{
    return vcpu_extended_state(vcpu->number + 1, operation);
}

void fake_machine_start(void)
{
    memset(&vm, 0, sizeof(vm));
    memset(fake_vcpus, 0, sizeof(fake_vcpus));
    memset(fake_states, 0, sizeof(fake_states));
    fake_log_lines = 0;
    fake_time = 0;
    static uint8_t ram[RAM_SIZE];
    vm.settings.cpus = CPUS;
    vm.settings.memory = RAM_SIZE;
    vm.ram.address = ram;
    vm.clock.clock = (struct clock){now, schedule, cancel};
    vm.loader.ram_base = BOARD_RAM_BASE;
    vm.loader.placement = (struct placement){.kernel = TEXT_OFFSET, .tree = TREE - BOARD_RAM_BASE};
    const struct board_services services = {
        .uart0 = {take, give, flush_later, NULL},
        .clock = &vm.clock.clock,
        .machine = {request, NULL},
    };
    assert(board_initialize(&vm.board, CPUS, &services) == OK);
    psci_initialize(&vm.psci, CPUS, &vm_psci_ops, &vm);
    for (uint32_t i = 0; i < CPUS; i++) {
        struct vm_cpu *cpu = &vm.cpus[i];
        cpu->vm = &vm;
        cpu->cap = i + 1;
        cpu->vcpu = (struct vcpu){.state = &fake_states[i], .number = i, .transfer = transfer};
        gic_connect(&vm.board.gic, i, &fake_states[i]);
    }
    struct problem problem;
    assert(vm_start(&vm, NULL, &problem));
}

void fake_queue(uint32_t cpu)
{
    fake_vcpus[cpu].state = FAKE_QUEUED;
}

void fake_receive(uint32_t cpu, enum vm_exit kind, uint32_t hsr, uint32_t ipa, uint32_t address)
{
    struct message message = {
        .tag = tag_make((uint32_t)kind, MESSAGE_VM_EXIT, 0, 3),
        .words = {hsr, ipa, address},
    };
    fake_vcpus[cpu].state = FAKE_STOPPED;
    if (kind == VM_EXIT_RECALL) {
        fake_vcpus[cpu].recall = false;
    }
    vm_cpu_exit(&vm.cpus[cpu], &message);
    if (tag_label(message.tag) == OK) {
        assert(fake_vcpus[cpu].state == FAKE_STOPPED);
        fake_vcpus[cpu].state = FAKE_RUNNABLE;
    }
    fake_check();
}

void fake_exit_of(uint32_t cpu, enum vm_exit kind, uint32_t hsr, uint32_t ipa, uint32_t address)
{
    fake_queue(cpu);
    fake_receive(cpu, kind, hsr, ipa, address);
}

void fake_check(void)
{
    for (uint32_t i = 0; i < CPUS; i++) {
        const struct vm_cpu *cpu = &vm.cpus[i];
        const struct fake_vcpu *vcpu = &fake_vcpus[i];
        /* No vCPU runs that the VMM takes for stopped, nor is one lost. */
        assert(vcpu->state == FAKE_QUEUED ||
               (vcpu->state == FAKE_RUNNABLE) == (cpu->run == VM_CPU_RUNNING));
        assert(cpu->run != VM_CPU_STARTING || vcpu->state == FAKE_QUEUED);
        assert(!cpu->recalled || vcpu->recall);
        /* What an interrupt changed will be seen. */
        bool stale = vm.board.gic.dirty >> i & 1;
        assert(!stale || cpu->recalled || vcpu->state == FAKE_QUEUED || cpu->run == VM_CPU_OFF);
    }
}
