/* SPDX-License-Identifier: MIT */
/* Threads: their life. See thread.h; faults are in fault.c, the session in thread_session.c. */
#include "process/thread.h"

#include "memory/arena.h"
#include "memory/dataspace.h"
#include "object/capability.h"
#include "process/cpu.h"
#include "process/pd.h"

/* Make the endpoint or the notification, and put its owner's capability at `index` of the PD; no
 * index: none. */
static enum error make_part(struct pd *pd, enum object_type type, cap_t index,
                            struct kernel_object *part)
{
    struct account *account = &pd->session.account;
    if (index == CAP_NULL) {
        return OK;
    }
    enum error error = kernel_object_prepare(account, type, part);
    if (error != OK) {
        return error;
    }
    uint32_t memory = kernel_object_memory(part);
    error = type == OBJECT_ENDPOINT ? core_endpoint_create(part->slot, memory)
                                    : core_notification_create(part->slot, memory);
    error = kernel_object_made(account, part, error);
    return error == OK ? pd_grant(pd, index, part->slot, 0, true) : error;
}

static enum error make_utcb(struct thread *thread, uint32_t address)
{
    struct pd *pd = thread->pd;
    enum error error = dataspace_allocate(&pd->session.account, PAGE_SIZE, 0, &thread->utcb);
    if (error != OK) {
        return error;
    }
    uint32_t attached;
    thread->utcb_address = address;
    return address_space_attach(&pd->space, thread->utcb, address, 0, 0, MAP_READ | MAP_WRITE,
                                &attached);
}

static enum error make_kernel_thread(struct thread *thread, uint32_t cpu)
{
    struct account *account = &thread->pd->session.account;
    enum error error = kernel_object_prepare(account, OBJECT_THREAD, &thread->kernel);
    if (error != OK) {
        return error;
    }
    error = core_thread_create(thread->kernel.slot, kernel_object_memory(&thread->kernel),
                               thread->pd->kernel.slot, thread->utcb->base, cpu);
    return kernel_object_made(account, &thread->kernel, error);
}

static enum error make(struct thread *thread, const struct thread_setup *setup)
{
    struct pd *pd = thread->pd;
    enum error error = capability_register(&pd->session.account, &thread->object, KIND_THREAD);
    if (error == OK) {
        error = make_part(pd, OBJECT_ENDPOINT, setup->endpoint_index, &thread->endpoint);
    }
    if (error == OK) {
        error =
            make_part(pd, OBJECT_NOTIFICATION, setup->notification_index, &thread->notification);
    }
    if (error == OK) {
        error = make_utcb(thread, setup->utcb_address);
    }
    if (error == OK) {
        error = make_kernel_thread(thread, setup->cpu);
    }
    if (error == OK) {
        error =
            core_thread_bind(thread->kernel.slot, thread->endpoint.slot, thread->notification.slot);
    }
    if (error == OK) {
        error = core_thread_handler(thread->kernel.slot, CORE_CAP_ENDPOINT, thread->object.badge);
    }
    if (error == OK) {
        error = core_thread_schedule(thread->kernel.slot, setup->priority, setup->budget);
    }
    return error;
}

/* Give back all parts that there are. */
static void unmake(struct thread *thread)
{
    struct account *account = &thread->pd->session.account;
    kernel_object_destroy(account, &thread->kernel);
    kernel_object_destroy(account, &thread->endpoint);
    kernel_object_destroy(account, &thread->notification);
    if (thread->utcb != NULL) {
        dataspace_destroy(thread->utcb);
    }
    capability_unregister(account, &thread->object);
    arena_free(account, thread, sizeof *thread);
}

enum error thread_create(struct cpu_session *cpu, struct pd *pd, const struct thread_setup *setup,
                         struct thread **created)
{
    if (setup->cpu >= core.info->cpu_count || setup->priority > PRIORITY_MAX ||
        !is_page_aligned(setup->utcb_address)) {
        return ERROR_INVALID;
    }
    struct thread *thread = arena_allocate(&pd->session.account, sizeof *thread);
    if (thread == NULL) {
        return ERROR_RAM;
    }
    thread->pd = pd;
    thread->cpu = cpu;
    enum error error = make(thread, setup);
    if (error != OK) {
        unmake(thread);
        return error;
    }
    thread->number = pd->thread_count++;
    thread->next_in_pd = pd->threads;
    pd->threads = thread;
    thread->next_in_cpu = cpu->threads;
    cpu->threads = thread;
    *created = thread;
    return OK;
}

void thread_destroy(struct thread *thread)
{
    struct thread **link = &thread->pd->threads;
    while (*link != thread) {
        link = &(*link)->next_in_pd;
    }
    *link = thread->next_in_pd;
    link = &thread->cpu->threads;
    while (*link != thread) {
        link = &(*link)->next_in_cpu;
    }
    *link = thread->next_in_cpu;
    for (link = &thread->pd->faulted; *link != NULL; link = &(*link)->next_faulted) {
        if (*link == thread) {
            *link = thread->next_faulted;
            break;
        }
    }
    unmake(thread);
}

enum error thread_start(struct thread *thread, uint32_t pc, uint32_t sp, uint32_t argument)
{
    if (thread->started) {
        return ERROR_BUSY;
    }
    enum error error =
        core_thread_start(thread->kernel.slot, pc, sp, thread->utcb_address, argument);
    thread->started = error == OK;
    return error;
}
