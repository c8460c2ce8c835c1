/* SPDX-License-Identifier: MIT */
/*
 * A combined interrupt with its session IRQ. What the session hands out in an interrupt's place is
 * a notification of this driver (runtime/interrupt.h): signalling it acknowledges.
 */
#ifndef IRQ_EXYNOS_COMBINER_LINE_H
#define IRQ_EXYNOS_COMBINER_LINE_H

#include <stdbool.h>
#include <runtime/rpc.h>
#include <runtime/server.h>
#include <runtime/signal.h>
#include "combiner.h"
#include "tree.h"

struct line {
    struct server_session session; /* first: the runtime knows only this */
    struct rpc_object object;
    struct signal_handler acknowledged;
    const struct combiner *combiner;
    struct tree_line place;
    cap_t notification; /* the client's; CAP_NULL: not bound */
};

/* Make the session of the line at `place`. ERROR_RAM, ERROR_BUSY: nothing left to make it of. */
enum error line_create(const struct combiner *combiner, struct tree_line place, struct line **line);

/* Tell the client: the line was raised, and is disabled. */
void line_raised(const struct line *line);

/* Disable the line and end its session. */
void line_destroy(struct line *line);

#endif
