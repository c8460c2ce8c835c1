/* SPDX-License-Identifier: MIT */
/*
 * A Timer driver: the service, the queue and the alarm.
 *
 * The alarm is always set, at most HARDWARE_ALARM_MAX away. At each, a bounded number of timeouts
 * is signalled; the rest follow after the calls that came meanwhile, since the alarm is then set
 * for a time that has passed.
 */
#include <stdbool.h>
#include <hw/call.h>
#include <runtime/component.h>
#include <runtime/log.h>
#include <runtime/server.h>
#include <runtime/signal.h>
#include <session/timer.h>
#include "device/config.h"
#include "client_session.h"
#include "driver.h"
#include "hardware.h"

enum { SIGNALS_PER_ALARM = 32, EXIT_CODE_FAILED = 1 };

static struct timeout_queue queue;
static uint64_t alarm_time; /* what the alarm is set for */

static void set_alarm(void)
{
    uint64_t next = 0;
    uint64_t latest = hardware_now() + HARDWARE_ALARM_MAX;
    bool any = timeout_queue_next(&queue, &next);
    alarm_time = any && next < latest ? next : latest;
    hardware_alarm(alarm_time);
}

void driver_set(struct timeout *timeout, uint64_t deadline, uint64_t period)
{
    timeout_queue_set(&queue, timeout, deadline, period);
    if (deadline < alarm_time) {
        set_alarm();
    }
}

void driver_cancel(struct timeout *timeout)
{
    timeout_queue_cancel(&queue, timeout);
}

static void handle_alarm(void *context)
{
    (void)context;
    hardware_acknowledge();
    uint64_t now = hardware_now();
    for (int i = 0; i < SIGNALS_PER_ALARM; i++) {
        struct timeout *timeout = timeout_queue_expire(&queue, now);
        if (timeout == NULL) {
            break;
        }
        /* A client that is gone is no error: its session is about to be closed. */
        (void)notification_signal(((struct client_timeout *)timeout)->notification);
    }
    set_alarm();
}

static enum error open_session(void *self, const char *label, uint32_t ram, uint32_t caps,
                               struct server_session **session, struct cap_item *cap)
{
    (void)self;
    (void)label;
    struct client_session *created = NULL;
    enum error error = client_session_create(ram, caps, &created);
    if (!error) {
        *session = &created->session;
        *cap = rpc_cap_item(&created->object);
    }
    return error;
}

static void close_session(void *self, struct server_session *session)
{
    (void)self;
    client_session_destroy((struct client_session *)session);
}

static void upgrade_session(void *self, struct server_session *session, uint32_t ram, uint32_t caps)
{
    (void)self;
    struct client_session *client = (struct client_session *)session;
    client->ram += ram;
    client->caps += caps;
}

void driver_start(void)
{
    static struct signal_handler alarm_handler = {.handle = handle_alarm};
    static struct server server = {
        .service = TIMER_SERVICE,
        .ram = TIMER_SESSION_RAM,
        .caps = TIMER_SESSION_CAPS,
        .open = open_session,
        .close = close_session,
        .upgrade = upgrade_session,
    };
    enum error error = config_open();
    if (!error) {
        error = signal_register(&alarm_handler);
    }
    if (!error) {
        error = hardware_open(signal_cap_item(&alarm_handler));
    }
    if (!error) {
        set_alarm();
        error = server_announce(&server);
    }
    if (error) {
        log_printf("timer cannot start: %s\n", error_text(error));
        component_exit(EXIT_CODE_FAILED);
    }
}
