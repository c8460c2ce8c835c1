/* SPDX-License-Identifier: MIT */
/* The methods of a Timer session. */
#include <stdlib.h>
#include <runtime/cap.h>
#include <session/timer_server.h>
#include "client_session.h"
#include "driver.h"
#include "hardware.h"

#define DELAY_MAX               (1ull << 62) /* so that now + delay does not wrap */
#define PERIOD_MIN_MICROSECONDS 50u          /* below, one client could keep the driver busy */

static struct client_timeout *find(const struct client_session *session, uint32_t number)
{
    return number < TIMER_SESSION_TIMEOUTS ? session->timeouts[number] : NULL;
}

static void end_timeout(struct client_session *session, uint32_t number)
{
    struct client_timeout *timeout = session->timeouts[number];
    session->timeouts[number] = NULL;
    driver_cancel(&timeout->timeout);
    cap_free(timeout->notification);
    free(timeout);
    session->ram += TIMER_TIMEOUT_RAM;
    session->caps += TIMER_TIMEOUT_CAPS;
}

static enum error elapsed(void *self, uint64_t *microseconds)
{
    (void)self;
    *microseconds = hardware_now();
    return OK;
}

static enum error timeout_create(void *self, struct cap_item *notification, uint32_t *number)
{
    struct client_session *session = self;
    uint32_t free_number = 0;
    if (notification->cap == CAP_NULL || notification->cap == CAP_OWN) {
        return ERROR_CAPABILITY;
    }
    while (session->timeouts[free_number] != NULL) {
        if (++free_number == TIMER_SESSION_TIMEOUTS) {
            return ERROR_SIZE;
        }
    }
    if (session->ram < TIMER_TIMEOUT_RAM) {
        return ERROR_RAM;
    }
    if (session->caps < TIMER_TIMEOUT_CAPS) {
        return ERROR_CAPS;
    }
    struct client_timeout *timeout = calloc(1, sizeof(*timeout));
    if (timeout == NULL) {
        return ERROR_RAM;
    }
    session->ram -= TIMER_TIMEOUT_RAM;
    session->caps -= TIMER_TIMEOUT_CAPS;
    timeout->notification = notification->cap;
    notification->cap = CAP_NULL;
    session->timeouts[free_number] = timeout;
    *number = free_number;
    return OK;
}

static enum error timeout_destroy(void *self, uint32_t number)
{
    struct client_session *session = self;
    if (find(session, number) == NULL) {
        return ERROR_NOT_FOUND;
    }
    end_timeout(session, number);
    return OK;
}

static enum error at(void *self, uint32_t number, uint64_t time)
{
    struct client_timeout *timeout = find(self, number);
    if (timeout == NULL) {
        return ERROR_NOT_FOUND;
    }
    if (time > DELAY_MAX) {
        return ERROR_INVALID;
    }
    driver_set(&timeout->timeout, time, 0);
    return OK;
}

static enum error set_from_now(struct client_session *session, uint32_t number, uint64_t delay,
                               uint64_t period)
{
    struct client_timeout *timeout = find(session, number);
    if (timeout == NULL) {
        return ERROR_NOT_FOUND;
    }
    if (delay > DELAY_MAX) {
        return ERROR_INVALID;
    }
    driver_set(&timeout->timeout, hardware_now() + delay, period);
    return OK;
}

static enum error once(void *self, uint32_t number, uint64_t microseconds)
{
    return set_from_now(self, number, microseconds, 0);
}

static enum error periodic(void *self, uint32_t number, uint64_t microseconds)
{
    if (microseconds < PERIOD_MIN_MICROSECONDS) {
        return ERROR_INVALID;
    }
    return set_from_now(self, number, microseconds, microseconds);
}

static enum error cancel(void *self, uint32_t number)
{
    struct client_timeout *timeout = find(self, number);
    if (timeout == NULL) {
        return ERROR_NOT_FOUND;
    }
    driver_cancel(&timeout->timeout);
    return OK;
}

static void dispatch(void *self, struct message *message)
{
    static const struct timer_service service = {
        .elapsed = elapsed,
        .timeout_create = timeout_create,
        .timeout_destroy = timeout_destroy,
        .once = once,
        .at = at,
        .periodic = periodic,
        .cancel = cancel,
    };
    timer_dispatch(&service, self, message);
}

enum error client_session_create(uint32_t ram, uint32_t caps, struct client_session **session)
{
    struct client_session *created = calloc(1, sizeof(*created));
    if (created == NULL) {
        return ERROR_RAM;
    }
    created->ram = ram - TIMER_SESSION_RAM;
    created->caps = caps - TIMER_SESSION_CAPS;
    created->object = (struct rpc_object){.dispatch = dispatch, .self = created};
    enum error error = rpc_export(&created->object);
    if (error) {
        free(created);
        return error;
    }
    *session = created;
    return OK;
}

void client_session_destroy(struct client_session *session)
{
    rpc_withdraw(&session->object);
    for (uint32_t number = 0; number < TIMER_SESSION_TIMEOUTS; number++) {
        if (session->timeouts[number] != NULL) {
            end_timeout(session, number);
        }
    }
    free(session);
}
