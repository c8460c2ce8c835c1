/* SPDX-License-Identifier: MIT */
/*
 * Further threads. See runtime/thread.h.
 *
 * Each takes a slot, which fixes where its stack and its UTCB lie. Stacks end at a slot's upper
 * edge; the rest of the slot, at least a page, stays unmapped and is the guard.
 */
#include <hw/call.h>
#include <hw/core_values.h>
#include <runtime/session.h>
#include <runtime/thread.h>
#include <session/cpu_client.h>
#include <session/pd_client.h>
#include <session/rm_client.h>
#include <session/thread_client.h>
#include "runtime.h"

#define STACK_AREA 0x08000000u
#define STACK_SLOT 0x00200000u
#define UTCB_AREA  (COMPONENT_UTCB + PAGE_SIZE)

enum { THREADS_MAX = 32 };

static uint32_t slots_taken;
static struct session cpu_session;

static uint32_t stack_top(const struct thread *thread)
{
    return STACK_AREA + (thread->slot + 1) * STACK_SLOT;
}

static struct utcb *utcb_of(const struct thread *thread)
{
    return (struct utcb *)(uintptr_t)(UTCB_AREA + thread->slot * PAGE_SIZE);
}

static _Noreturn void wait_for_ever(void)
{
    for (;;) {
        struct message message;
        ipc_wait(&message);
    }
}

/* First code of a thread: no stack protection before the thread block is set. */
static __attribute__((no_stack_protector, noreturn)) void enter(struct utcb *utcb,
                                                                struct thread_block *block)
{
    (void)utcb;
    thread_pointer_set(block);
    block->thread->function(block->thread->argument);
    wait_for_ever();
}

static enum error allocate_stack(struct thread *thread, size_t size)
{
    const uint32_t bytes = (uint32_t)((size + PAGE_SIZE - 1) & ~(size_t)(PAGE_SIZE - 1));
    if (bytes == 0 || bytes > STACK_SLOT - PAGE_SIZE) {
        return ERROR_SIZE;
    }
    enum error error = pd_ram_allocate(CAP_PD, bytes, 0, &thread->stack.dataspace);
    if (error) {
        return error;
    }
    uint32_t address = 0;
    error = rm_attach(CAP_ADDRESS_SPACE, stack_top(thread) - bytes, 0, 0, MAP_READ | MAP_WRITE,
                      cap_plain(thread->stack.dataspace), &address);
    thread->stack.address = error ? NULL : (void *)(uintptr_t)address;
    thread->stack.size = bytes;
    return error;
}

static enum error create(struct thread *thread, const struct thread_settings *settings)
{
    enum error error = OK;
    if (cpu_session.cap == CAP_NULL) {
        error = session_open(CPU_SERVICE, "", CORE_SESSION_RAM, CORE_SESSION_CAPS, &cpu_session);
    }
    if (!error) {
        error = allocate_stack(thread, settings->stack_size);
    }
    if (!error) {
        error = memory_allocate(thread_storage_size(), 0, &thread->storage);
    }
    if (error) {
        return error;
    }
    thread->endpoint = cap_allocate();
    thread->notification = cap_allocate();
    if (thread->endpoint == CAP_NULL || thread->notification == CAP_NULL) {
        return ERROR_CAPS;
    }
    error =
        cpu_thread_create(cpu_session.cap, settings->cpu, settings->priority, settings->budget,
                          thread->endpoint, thread->notification,
                          (uint32_t)(uintptr_t)utcb_of(thread), cap_plain(CAP_PD), &thread->cap);
    if (error) {
        return error;
    }
    struct thread_block *const block =
        thread_storage_setup(thread->storage.address, utcb_of(thread), thread);
    return thread_start(thread->cap, (uint32_t)(uintptr_t)enter, stack_top(thread),
                        (uint32_t)(uintptr_t)block);
}

enum error thread_spawn(struct thread *thread, const struct thread_settings *settings,
                        void (*function)(void *argument), void *argument)
{
    if (slots_taken == UINT32_MAX) {
        return ERROR_BUSY;
    }
    const uint32_t slot = (uint32_t)__builtin_ctz(~slots_taken);
    *thread = (struct thread){.function = function, .argument = argument, .slot = slot};
    slots_taken |= 1u << slot;
    const enum error error = create(thread, settings);
    if (error) {
        thread_end(thread);
    }
    return error;
}

void thread_end(struct thread *thread)
{
    if (thread->cap != CAP_NULL) {
        (void)cpu_thread_destroy(cpu_session.cap, cap_plain(thread->cap));
        cap_free(thread->cap);
    }
    cap_free(thread->endpoint);
    cap_free(thread->notification);
    memory_free(&thread->storage);
    memory_free(&thread->stack);
    slots_taken &= ~(1u << thread->slot);
    *thread = (struct thread){0};
}
