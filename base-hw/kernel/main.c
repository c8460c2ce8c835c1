/* SPDX-License-Identifier: MIT */
/*
 * The kernel's start on each CPU, and core's creation on the first.
 */
#include <arm/barrier.h>
#include <arm/cp15.h>
#include <arm/gic.h>
#include <arm/hyp_timer.h>
#include <boot/boot_core.h>
#include <boot/start.h>
#include <boot/layout.h>
#include <hw/core_values.h>
#include <vm/world.h>
#include "call.h"
#include "endpoint.h"
#include "idle.h"
#include "schedule.h"
#include "vfp.h"

struct cpu cpus[BOARD_CPU_COUNT];
struct spinlock kernel_lock;

extern const char kernel_vectors[];
noreturn void kernel_first_leave(struct cpu *cpu);

/* Core's capability space: enough for the objects of a system that fills the RAM. */
enum { CORE_CAP_COUNT = 16384, CORE_PRIORITY = PRIORITY_MAX };

static void cpu_init(struct cpu *cpu, uint32_t id)
{
    cpu->id = id;
    cpu->stack_top = (uint32_t)(uintptr_t)&boot_stacks[id + 1];
    vfp_evict_guest(cpu);
    write_HTPIDR((uint32_t)(uintptr_t)cpu);
    write_HVBAR((uint32_t)(uintptr_t)kernel_vectors);
    gic_init_cpu();
    write_GICD_ISENABLER(0, 1u << BOARD_INTID_HYP_TIMER | 1u << BOARD_INTID_MAINTENANCE |
                                1u << BOARD_INTID_VIRTUAL_TIMER);
    hyp_timer_disable();
    world_init(cpu);
    isb();
}

/* Put an object of the kernel's own into core's capability space. */
static void give_core(struct pd *pd, cap_t index, struct object *object, bool owner)
{
    capability_set(&pd->caps[index], object, 0, owner);
}

static void create_core(void)
{
    struct boot_core core;
    struct boot_info *info;
    struct pd *pd;
    struct thread *thread;
    struct endpoint *endpoint;
    struct notification *notification;
    struct capability *caps;

    boot_core_find(&core);
    info = boot_core_info();
    pd = (struct pd *)boot_take(sizeof(*pd));
    thread = (struct thread *)boot_take(sizeof(*thread));
    endpoint = (struct endpoint *)boot_take(sizeof(*endpoint));
    notification = (struct notification *)boot_take(sizeof(*notification));
    caps = (struct capability *)boot_take(CORE_CAP_COUNT * sizeof(*caps));
    info->kernel_version = KERNEL_VERSION;
    info->cap_count = CORE_CAP_COUNT;
    for (uint32_t type = 0; type < OBJECT_TYPE_COUNT; type++) {
        info->object_size[type] = call_object_size[type];
    }
    pd_init(pd, caps, CORE_CAP_COUNT, false);
    pd->is_core = true;
    boot_core_map(&core, &pd->stage2);
    endpoint->object.type = OBJECT_ENDPOINT;
    notification->object.type = OBJECT_NOTIFICATION;
    thread_init(thread, OBJECT_THREAD, pd, (struct utcb *)core.utcb, 0);
    thread->endpoint = endpoint;
    endpoint->receiver = thread;
    thread->notification = notification;
    notification->waiter = thread;
    give_core(pd, CORE_CAP_PD, &pd->object, true);
    give_core(pd, CORE_CAP_THREAD, &thread->object, true);
    give_core(pd, CORE_CAP_ENDPOINT, &endpoint->object, true);
    give_core(pd, CORE_CAP_NOTIFICATION, &notification->object, true);
    thread->own_sc.priority = CORE_PRIORITY;
    thread->registers->pc = core.entry;
    thread->registers->sp_usr = core.stack_top;
    thread->registers->r[0] = CORE_UTCB_ADDRESS;
    thread->registers->r[1] = BOOT_INFO_ADDRESS;
    thread->psr = PSR_MODE_USR;
    thread->state = THREAD_RUNNABLE;
    schedule_ready(cpu_of(0), thread->sc);
}

noreturn void kernel_main(uint32_t id)
{
    struct cpu *cpu = cpu_of(id);

    if (id == 0) {
        hyp_timer_init_scale();
        gic_init_distributor();
    }
    spinlock_acquire(&kernel_lock);
    cpu_init(cpu, id);
    if (id == 0) {
        create_core();
        boot_release_secondaries();
    }
    schedule_next(cpu);
    kernel_first_leave(cpu);
}
