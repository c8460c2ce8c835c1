/* SPDX-License-Identifier: MIT */
/* Session CPU (session/cpu.session). */
#include "process/cpu.h"

#include <session/cpu_server.h>
#include "object/capability.h"
#include "process/pd.h"
#include "process/thread.h"

uint32_t cpu_ceiling_of_label(const char *label)
{
    uint32_t ceiling = session_label_number(label, "prio=", PRIORITY_MAX);
    return ceiling < PRIORITY_MAX ? ceiling : PRIORITY_MAX;
}

static enum error open(struct session *session, const char *label)
{
    struct cpu_session *cpu = (struct cpu_session *)session;
    cpu->ceiling = cpu_ceiling_of_label(label);
    return OK;
}

static void close(struct session *session)
{
    struct cpu_session *cpu = (struct cpu_session *)session;
    while (cpu->threads != NULL) {
        thread_destroy(cpu->threads);
    }
}

const struct service cpu_sessions = {
    .name = "CPU",
    .kind = KIND_CPU,
    .open = open,
    .close = close,
};

uint32_t cpu_limit_priority(const struct cpu_session *cpu, uint32_t priority)
{
    return priority < cpu->ceiling ? priority : cpu->ceiling;
}

static enum error create(void *self, uint32_t cpu, uint32_t priority, uint32_t budget,
                         uint32_t endpoint_index, uint32_t notification_index,
                         uint32_t utcb_address, struct cap_item *item, struct cap_item *created)
{
    struct pd *pd = pd_of(item);
    if (pd == NULL) {
        return ERROR_CAPABILITY;
    }
    if (priority > PRIORITY_MAX) {
        return ERROR_INVALID;
    }
    struct thread_setup setup = {
        .cpu = cpu,
        .priority = cpu_limit_priority(self, priority),
        .budget = budget,
        .endpoint_index = endpoint_index,
        .notification_index = notification_index,
        .utcb_address = utcb_address,
    };
    struct thread *thread;
    enum error error = thread_create(self, pd, &setup, &thread);
    if (error == OK) {
        capability_give(created, &thread->object);
    }
    return error;
}

static enum error destroy(void *self, struct cap_item *item)
{
    struct thread *thread = (struct thread *)capability_object(item, KIND_THREAD);
    if (thread == NULL || thread->cpu != self) {
        return ERROR_CAPABILITY;
    }
    thread_destroy(thread);
    return OK;
}

void cpu_serve(struct object *object, struct message *message)
{
    static const struct cpu_service service = {
        .thread_create = create,
        .thread_destroy = destroy,
    };
    cpu_dispatch(&service, object, message);
}
