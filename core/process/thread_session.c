/* SPDX-License-Identifier: MIT */
/* What the methods of session Thread do (session/thread.session). */
#include "process/thread.h"

#include <session/thread_server.h>
#include "process/cpu.h"

static enum error start(void *self, uint32_t pc, uint32_t sp, uint32_t argument)
{
    return thread_start(self, pc, sp, argument);
}

static enum error schedule(void *self, uint32_t priority, uint32_t budget)
{
    const struct thread *thread = self;
    if (priority > PRIORITY_MAX) {
        return ERROR_INVALID;
    }
    return core_thread_schedule(thread->kernel.slot, cpu_limit_priority(thread->cpu, priority),
                                budget);
}

static enum error resume(void *self)
{
    return thread_resume(self);
}

void thread_serve(struct object *object, struct message *message)
{
    static const struct thread_service service = {
        .start = start,
        .schedule = schedule,
        .resume = resume,
    };
    thread_dispatch(&service, object, message);
}
