/* SPDX-License-Identifier: MIT */
/* The methods of a session IRQ. */
#include "line.h"
#include <stdlib.h>
#include <hw/call.h>
#include <runtime/cap.h>
#include <session/irq_server.h>

static void enable(const struct line *line)
{
    combiner_enable(line->combiner, line->place.group, line->place.line);
}

static void handle_acknowledged(void *context)
{
    const struct line *line = context;
    if (line->notification != CAP_NULL) {
        enable(line);
    }
}

static enum error bind(void *self, struct cap_item *notification)
{
    struct line *line = self;
    if (notification->cap == CAP_NULL || notification->cap == CAP_OWN) {
        return ERROR_CAPABILITY;
    }
    cap_free(line->notification);
    line->notification = notification->cap;
    notification->cap = CAP_NULL;
    enable(line);
    return OK;
}

static enum error irq(void *self, struct cap_item *item)
{
    const struct line *line = self;
    *item = signal_cap_item(&line->acknowledged);
    return OK;
}

static enum error timer_right(void *self, struct cap_item *pd)
{
    (void)self;
    (void)pd;
    return ERROR_DENIED;
}

static void dispatch(void *self, struct message *message)
{
    static const struct irq_service service = {
        .bind = bind,
        .irq = irq,
        .timer_right = timer_right,
    };
    irq_dispatch(&service, self, message);
}

enum error line_create(const struct combiner *combiner, struct tree_line place, struct line **line)
{
    struct line *created = calloc(1, sizeof(*created));
    if (created == NULL) {
        return ERROR_RAM;
    }
    created->combiner = combiner;
    created->place = place;
    created->acknowledged =
        (struct signal_handler){.handle = handle_acknowledged, .context = created};
    created->object = (struct rpc_object){.dispatch = dispatch, .self = created};
    enum error error = signal_register(&created->acknowledged);
    if (error) {
        free(created);
        return error;
    }
    error = rpc_export(&created->object);
    if (error) {
        signal_unregister(&created->acknowledged);
        free(created);
        return error;
    }
    *line = created;
    return OK;
}

void line_raised(const struct line *line)
{
    /* A client that is gone is no error: its session is about to be closed. */
    (void)notification_signal(line->notification);
}

void line_destroy(struct line *line)
{
    combiner_disable(line->combiner, line->place.group, line->place.line);
    rpc_withdraw(&line->object);
    signal_unregister(&line->acknowledged);
    cap_free(line->notification);
    free(line);
}
