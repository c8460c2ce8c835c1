/* SPDX-License-Identifier: MIT */
/* The machine of machine.h: CPUs as coroutines, registers, RAM, and what the kernel is linked with.
 */
#define _GNU_SOURCE 1 /* MAP_FIXED_NOREPLACE */
#include "machine.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <sanitizer/asan_interface.h>
#include <arm/barrier.h>
#include <arm/cp15.h>
#include <arm/gic.h>
#include <arm/hyp_timer.h>
#include <arm/panic.h>
#include <arm/table.h>
#include <board/power.h>
#include <boot/boot_core.h>
#include <hw/call_numbers.h>
#include <hw/core_values.h>
#include <kernel/call.h>
#include <kernel/endpoint.h>
#include <kernel/irq.h>
#include <kernel/schedule.h>
#include <kernel/trap.h>
#include <kernel/vfp.h>
#include <vm/world.h>

#define RAM_BASE ((void *)0x20000000)

enum {
    RAM_PAGES = 4096,
    RAM_SIZE = RAM_PAGES * PAGE_SIZE,
    STACK_SIZE = 256 * 1024,
    CORE_CAPS = 256,
    PAGES_EACH = 2, /* of an allocation */
    COUNTER_FREQUENCY = 24000000,
};

enum entry { ENTRY_NONE, ENTRY_CALL, ENTRY_TRAP, ENTRY_INTERRUPT };

struct processor {
    ucontext_t context;
    uint8_t *stack;
    bool idle;
    bool inside; /* of the kernel, with the lock, or between giving it back and taking it again */
    bool woken;  /* from idling just now */
    bool paused; /* waits for the lock: see machine_pauses */
    enum entry entry;
    uint32_t argument;
};

struct cpu cpus[BOARD_CPU_COUNT];
struct spinlock kernel_lock;
uint64_t table_memory[TABLE_MEMORY_PAGES][TABLE_ENTRIES];
uint32_t machine_cpu;
struct thread *machine_core_thread;
bool machine_pauses;

static struct processor processors[MACHINE_CPUS];
static ucontext_t test_context;
static uint64_t registers[MACHINE_CPUS][FAKE_REGISTER_COUNT];
static uint64_t now;
static bool page_used[RAM_PAGES];
static struct boot_info boot_info;

uint64_t *fake_register(enum fake_register number)
{
    return number == FAKE_CNTPCT ? &now : &registers[machine_cpu][number];
}

/* Back to the test, until it lets this CPU go on. */
static void give_way(void)
{
    assert(swapcontext(&processors[machine_cpu].context, &test_context) == 0);
}

void fake_wfi(void)
{
    struct processor *processor = &processors[machine_cpu];

    processor->idle = true;
    give_way();
    processor->idle = false;
    processor->woken = true;
}

void fake_lock_wait(void)
{
    struct processor *processor = &processors[machine_cpu];

    if (machine_pauses && processor->inside && !processor->woken) {
        processor->paused = true;
        give_way();
        processor->paused = false;
    }
    processor->woken = false;
}

bool machine_paused(uint32_t cpu)
{
    return processors[cpu].paused;
}

/* What kernel_leave does. */
static void leave(struct cpu *cpu)
{
    if (cpu->current != cpu->loaded) {
        context_switch(cpu);
    }
    spinlock_release(&kernel_lock);
    processors[cpu->id].inside = false;
}

static void enter(struct cpu *cpu, struct processor *processor)
{
    struct thread *current = cpu->current;

    spinlock_acquire(&kernel_lock);
    processor->inside = true;
    switch (processor->entry) {
    case ENTRY_CALL:
        (processor->argument >= CALL_CORE_FIRST && !current->pd->is_core
             ? call_denied
             : call_table[processor->argument])(cpu, current);
        break;
    case ENTRY_TRAP:
        (current->vcpu != NULL ? vcpu_exit : trap_handle)(cpu, current, processor->argument);
        break;
    case ENTRY_INTERRUPT:
        interrupt_handle(cpu);
        break;
    case ENTRY_NONE:
        break;
    }
    leave(cpu);
}

static void run_cpu(void)
{
    struct cpu *cpu = cpu_of(machine_cpu);

    spinlock_acquire(&kernel_lock);
    processors[cpu->id].inside = true;
    schedule_next(cpu);
    leave(cpu);
    for (;;) {
        give_way();
        enter(cpu, &processors[cpu->id]);
    }
}

static void let_run(uint32_t cpu)
{
    machine_cpu = cpu;
    assert(swapcontext(&test_context, &processors[cpu].context) == 0);
    machine_cpu = 0;
}

static void make_cpu(uint32_t id)
{
    struct processor *processor = &processors[id];
    struct cpu *cpu = cpu_of(id);

    machine_cpu = id;
    cpu->id = id;
    vfp_evict_guest(cpu);
    gic_init_cpu();
    write_GICD_ISENABLER(0, 1u << BOARD_INTID_HYP_TIMER | 1u << BOARD_INTID_MAINTENANCE |
                                1u << BOARD_INTID_VIRTUAL_TIMER);
    write_CNTFRQ(COUNTER_FREQUENCY);
    hyp_timer_init_scale();
    world_init(cpu);
    machine_cpu = 0;
    if (processor->stack == NULL) {
        processor->stack = malloc(STACK_SIZE);
        assert(processor->stack != NULL);
    }
    processor->idle = false;
    processor->inside = false;
    processor->woken = false;
    processor->paused = false;
    assert(getcontext(&processor->context) == 0);
    processor->context.uc_stack.ss_sp = processor->stack;
    processor->context.uc_stack.ss_size = STACK_SIZE;
    processor->context.uc_link = NULL;
    makecontext(&processor->context, run_cpu, 0);
}

static void make_core(void)
{
    struct pd *pd = machine_allocate(sizeof(*pd));
    struct thread *thread = machine_allocate(sizeof(*thread));
    struct endpoint *endpoint = machine_allocate(sizeof(*endpoint));
    struct notification *notification = machine_allocate(sizeof(*notification));
    struct capability *caps = machine_allocate(CORE_CAPS * sizeof(*caps));

    pd_init(pd, caps, CORE_CAPS, false);
    pd->is_core = true;
    endpoint->object.type = OBJECT_ENDPOINT;
    notification->object.type = OBJECT_NOTIFICATION;
    thread_init(thread, OBJECT_THREAD, pd, machine_allocate(PAGE_SIZE), 0);
    thread->endpoint = endpoint;
    endpoint->receiver = thread;
    thread->notification = notification;
    notification->waiter = thread;
    capability_set(&caps[CORE_CAP_PD], &pd->object, 0, true);
    capability_set(&caps[CORE_CAP_THREAD], &thread->object, 0, true);
    capability_set(&caps[CORE_CAP_ENDPOINT], &endpoint->object, 0, true);
    capability_set(&caps[CORE_CAP_NOTIFICATION], &notification->object, 0, true);
    thread->own_sc.priority = PRIORITY_MAX;
    thread->psr = PSR_MODE_USR;
    thread->state = THREAD_RUNNABLE;
    schedule_ready(cpu_of(0), thread->sc);
    machine_core_thread = thread;
}

/* What the last test left in the kernel's own tables: lines claimed and VMIDs. */
static void forget_objects(void)
{
    const struct pd *core = machine_core_thread->pd;

    for (uint32_t i = 0; i < core->cap_count; i++) {
        struct object *object = capability_object(&core->caps[i]);
        uint32_t type = object != NULL ? object->type & ~(uint32_t)OBJECT_DYING : OBJECT_NONE;

        if (type == OBJECT_IRQ) {
            irq_destroy(cpu_of(0), (struct irq *)object);
        } else if (type == OBJECT_PD && object != &core->object) {
            ((struct pd *)object)->members = 0;
            ((struct pd *)object)->cap_count = 0;
            (void)pd_destroy_step((struct pd *)object);
        }
    }
}

void machine_start(void)
{
    static void *ram;

    if (machine_core_thread != NULL) {
        forget_objects();
        machine_core_thread->pd->members = 0;
        machine_core_thread->pd->cap_count = 0;
        (void)pd_destroy_step(machine_core_thread->pd);
    }

    if (ram == NULL) {
        ram = mmap(RAM_BASE, RAM_SIZE, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
        assert(ram == RAM_BASE);
    }
    memset(page_used, 0, sizeof(page_used));
    ASAN_POISON_MEMORY_REGION(RAM_BASE, RAM_SIZE);
    memset(cpus, 0, sizeof(cpus));
    memset(&kernel_lock, 0, sizeof(kernel_lock));
    memset(registers, 0, sizeof(registers));
    machine_pauses = false;
    now = 1;
    boot_info.free_count = 1;
    boot_info.free[0] = (struct boot_range){machine_physical(RAM_BASE), RAM_SIZE};
    gic_model_reset();
    gic_init_distributor();
    for (uint32_t id = 0; id < MACHINE_CPUS; id++) {
        make_cpu(id);
    }
    make_core();
    for (uint32_t id = 0; id < MACHINE_CPUS; id++) {
        let_run(id);
    }
}

void *machine_allocate(size_t size)
{
    assert(size <= PAGES_EACH * PAGE_SIZE);
    for (uint32_t page = 0; page < RAM_PAGES; page += PAGES_EACH) {
        if (!page_used[page]) {
            uint8_t *memory = (uint8_t *)RAM_BASE + (size_t)page * PAGE_SIZE;

            page_used[page] = true;
            ASAN_UNPOISON_MEMORY_REGION(memory, size);
            memset(memory, 0, size);
            return memory;
        }
    }
    fprintf(stderr, "the test's RAM is used up\n");
    abort();
}

void machine_free(void *memory)
{
    size_t page = (size_t)((uint8_t *)memory - (uint8_t *)RAM_BASE) / PAGE_SIZE;

    page_used[page] = false;
    ASAN_POISON_MEMORY_REGION(memory, PAGES_EACH * PAGE_SIZE);
}

struct thread *machine_current(uint32_t cpu)
{
    return processors[cpu].idle || processors[cpu].paused ? NULL : cpu_of(cpu)->current;
}

/* With MACHINE_TRACE set, every entry to the kernel is told: what leads to a failure is then at the
 * end. */
static void trace(uint32_t cpu, enum entry entry, uint32_t argument)
{
    const struct thread *thread = cpu_of(cpu)->current;

    if (getenv("MACHINE_TRACE") != NULL) {
        fprintf(stderr, "cpu %u thread %p: %s 0x%x, r0 0x%x r1 0x%x r2 0x%x\n", cpu, (void *)thread,
                entry == ENTRY_CALL   ? "call"
                : entry == ENTRY_TRAP ? "trap"
                                      : "interrupt",
                argument, thread->registers->r[0], thread->registers->r[1],
                thread->registers->r[2]);
    }
}

static void enter_from_thread(uint32_t cpu, enum entry entry, uint32_t argument)
{
    assert(machine_current(cpu) != NULL);
    trace(cpu, entry, argument);
    processors[cpu].entry = entry;
    processors[cpu].argument = argument;
    let_run(cpu);
}

void machine_call(uint32_t cpu, uint32_t number)
{
    enter_from_thread(cpu, ENTRY_CALL, number);
}

void machine_trap(uint32_t cpu, uint32_t hsr)
{
    enter_from_thread(cpu, ENTRY_TRAP, hsr);
}

void machine_interrupt(uint32_t cpu)
{
    if (!gic_model_pending(cpu) && !machine_paused(cpu)) {
        return;
    }
    if (processors[cpu].idle || machine_paused(cpu)) {
        let_run(cpu);
    } else {
        enter_from_thread(cpu, ENTRY_INTERRUPT, 0);
    }
}

void machine_settle(void)
{
    bool again;

    do {
        again = false;
        for (uint32_t cpu = 0; cpu < MACHINE_CPUS; cpu++) {
            again = again || gic_model_pending(cpu) || machine_paused(cpu);
            machine_interrupt(cpu);
        }
    } while (again);
}

void machine_advance(uint32_t ticks)
{
    now += ticks;
    for (uint32_t cpu = 0; cpu < MACHINE_CPUS; cpu++) {
        if ((registers[cpu][FAKE_CNTHP_CTL] & CNT_CTL_ENABLE) != 0 &&
            registers[cpu][FAKE_CNTHP_CVAL] <= now) {
            gic_model_raise(cpu, BOARD_INTID_HYP_TIMER);
        }
    }
}

enum error machine_core(uint32_t number, uint32_t r0, uint32_t r1, uint32_t r2, uint32_t r3,
                        uint32_t r4, uint32_t r5)
{
    const uint32_t arguments[] = {r0, r1, r2, r3, r4, r5};

    assert(machine_current(0) == machine_core_thread);
    memcpy(machine_core_thread->registers->r, arguments, sizeof(arguments));
    machine_call(0, number);
    return (enum error)machine_core_thread->registers->r[0];
}

struct boot_info *boot_core_info(void)
{
    return &boot_info;
}

void power_off(void)
{
}

void power_reset(void)
{
}

noreturn void panic_fault(const struct fault_frame *frame)
{
    fprintf(stderr, "panic_fault, kind %u\n", frame->kind);
    abort();
}

noreturn void panic_stop(void)
{
    abort();
}

void vfp_save(struct vfp_state *state)
{
    state->fpexc = read_FPEXC();
}

void vfp_load(const struct vfp_state *state)
{
    write_FPEXC(state->fpexc);
}
