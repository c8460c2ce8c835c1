/* SPDX-License-Identifier: MIT */
/* Session IRQ (session/irq.session). That an interrupt is handed out once is the kernel's rule: it
 * makes one object for each. */
#include "device/irq.h"

#include <session/irq_server.h>
#include "device/board.h"
#include "object/capability.h"
#include "object/kernel_object.h"
#include "process/pd.h"

struct irq_session {
    struct session session;
    struct kernel_object kernel;
    struct board_interrupt interrupt;
    struct pd *timer_user; /* has the right to use the PL0 timer, or NULL */
};

static enum error open(struct session *session, const char *label)
{
    struct irq_session *irq = (struct irq_session *)session;
    if (core.board == NULL) {
        return ERROR_NOT_FOUND;
    }
    enum error error = board_interrupt(core.board, label, &irq->interrupt);
    if (error != OK) {
        return error;
    }
    if (irq->interrupt.cpu >= core.info->cpu_count) {
        return ERROR_INVALID;
    }
    error = kernel_object_prepare(&session->account, OBJECT_IRQ, &irq->kernel);
    if (error != OK) {
        return error;
    }
    error =
        core_irq_create(irq->kernel.slot, kernel_object_memory(&irq->kernel), irq->interrupt.intid,
                        irq->interrupt.is_edge ? IRQ_EDGE : 0, irq->interrupt.cpu);
    return kernel_object_made(&session->account, &irq->kernel, error);
}

void irq_release_timer(struct irq_session *irq)
{
    struct pd *pd = irq->timer_user;
    if (pd != NULL) {
        (void)core_pd_timer_right(pd->kernel.slot, false);
        pd->timer = NULL;
        irq->timer_user = NULL;
    }
}

static void close(struct session *session)
{
    struct irq_session *irq = (struct irq_session *)session;
    irq_release_timer(irq);
    kernel_object_destroy(&session->account, &irq->kernel);
}

const struct service irq_sessions = {
    .name = "IRQ",
    .kind = KIND_IRQ,
    .open = open,
    .close = close,
};

static enum error bind(void *self, struct cap_item *notification)
{
    const struct irq_session *irq = self;
    if (notification->cap == CAP_NULL || notification->cap == CAP_OWN) {
        return ERROR_CAPABILITY;
    }
    return core_irq_bind(irq->kernel.slot, notification->cap);
}

static enum error irq_capability(void *self, struct cap_item *item)
{
    const struct irq_session *irq = self;
    *item = (struct cap_item){.cap = irq->kernel.slot};
    return OK;
}

static enum error timer_right(void *self, struct cap_item *item)
{
    struct irq_session *irq = self;
    struct pd *pd = pd_of(item);
    if (!irq->interrupt.is_generic_timer) {
        return ERROR_DENIED;
    }
    if (pd == NULL) {
        return ERROR_CAPABILITY;
    }
    if (irq->timer_user != NULL || pd->timer != NULL) {
        return ERROR_BUSY;
    }
    enum error error = core_pd_timer_right(pd->kernel.slot, true);
    if (error == OK) {
        irq->timer_user = pd;
        pd->timer = irq;
    }
    return error;
}

void irq_serve(struct object *object, struct message *message)
{
    static const struct irq_service service = {
        .bind = bind,
        .irq = irq_capability,
        .timer_right = timer_right,
    };
    irq_dispatch(&service, object, message);
}
