/* SPDX-License-Identifier: MIT */
/*
 * test_secret: a component that keeps a secret at the beginning of a page of its RAM, and tells
 * when it is no longer what it was. Nobody has a capability for that page.
 */
#include <string.h>
#include <hw/boot_info.h>
#include <runtime/component.h>
#include <runtime/log.h>
#include <runtime/memory.h>
#include <runtime/session.h>
#include <runtime/signal.h>
#include <session/timer_client.h>
#include <timer/quota.h>
#include "check/check.h"

enum { PERIOD = 100000 /* microseconds */ };

static const char secret[] = "the secret of a component";
static struct memory page;
static bool changed;

static void check_secret(void *context)
{
    const volatile char *kept = page.address;
    char now[sizeof(secret)] = {0};
    (void)context;
    for (size_t i = 0; i < sizeof(now); i++) {
        now[i] = kept[i];
    }
    if (!changed && memcmp(now, secret, sizeof(secret)) != 0) {
        changed = true;
        now[sizeof(now) - 1] = '\0';
        log_printf("the secret was changed: %s\n", now);
    }
}

void component_main(void)
{
    static struct signal_handler tick = {.handle = check_secret};
    static struct session timer;
    uint32_t timeout = 0;
    check_step(memory_allocate(PAGE_SIZE, 0, &page), "memory");
    memcpy(page.address, secret, sizeof(secret));
    check_step(signal_register(&tick), "signal");
    check_step(session_open(TIMER_SERVICE, "", TIMER_SESSION_RAM + TIMER_TIMEOUT_RAM,
                            TIMER_SESSION_CAPS + TIMER_TIMEOUT_CAPS, &timer),
               "Timer session");
    check_step(timer_timeout_create(timer.cap, signal_cap_item(&tick), &timeout), "timeout");
    check_step(timer_periodic(timer.cap, timeout, PERIOD), "period");
    log_printf("the secret is kept\n");
}
