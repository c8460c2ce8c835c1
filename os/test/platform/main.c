/* SPDX-License-Identifier: MIT */
/*
 * test_platform: a client that takes devices and gives them back, round by round, and says how that
 * went. Its policy names an engine that it may have unprotected (PDMA1), one that it must not have
 * so (PDMA0), for which it asks insistently, and one that an IOMMU guards (MDMA0). For that it
 * keeps a session; for the others it opens one each time.
 */
#include <platform/platform.h>
#include <runtime/component.h>
#include <runtime/log.h>
#include <runtime/session.h>
#include <runtime/signal.h>
#include <session/platform_client.h>
#include <session/timer_client.h>
#include <timer/quota.h>
#include "check/check.h"

enum {
    PERIOD = 200000, /* microseconds */
    INSISTENCE = 8,
    RAM = PLATFORM_SESSION_RAM + PLATFORM_DEVICE_RAM,
    CAPS = PLATFORM_SESSION_CAPS + PLATFORM_DEVICE_CAPS,
};

static struct session guarded;

/* Take a device and give it back. */
static const char *take(cap_t platform, const char *device)
{
    enum error error = platform_acquire(platform, device);
    if (!error) {
        error = platform_release(platform, device);
    }
    return error ? error_text(error) : "given back";
}

static void handle_tick(void *context)
{
    static unsigned int rounds;
    struct session platform;
    const char *refusal = "";
    (void)context;
    check_step(session_open(PLATFORM_SERVICE, "", RAM, CAPS, &platform), "Platform session");
    for (int i = 0; i < INSISTENCE; i++) {
        refusal = take(platform.cap, "pdma0");
    }
    const char *unprotected = take(platform.cap, "pdma1");
    log_printf("round %u: pdma0 %s, pdma1 %s, mdma0 %s\n", ++rounds, refusal, unprotected,
               take(guarded.cap, "mdma0"));
    session_close(&platform);
}

static void handle_driver(void *context)
{
    (void)context;
    log_printf("told of a driver: mdma0 %s\n", take(guarded.cap, "mdma0"));
}

void component_main(void)
{
    static struct signal_handler tick = {.handle = handle_tick};
    static struct signal_handler driver = {.handle = handle_driver};
    static struct session timer;
    uint32_t timeout = 0;
    check_step(signal_register(&tick), "signal");
    check_step(signal_register(&driver), "signal");
    check_step(session_open(PLATFORM_SERVICE, "", RAM, CAPS, &guarded), "Platform session");
    check_step(platform_handler(guarded.cap, signal_cap_item(&driver)), "handler");
    check_step(session_open(TIMER_SERVICE, "", TIMER_SESSION_RAM + TIMER_TIMEOUT_RAM,
                            TIMER_SESSION_CAPS + TIMER_TIMEOUT_CAPS, &timer),
               "Timer session");
    check_step(timer_timeout_create(timer.cap, signal_cap_item(&tick), &timeout), "timeout");
    check_step(timer_periodic(timer.cap, timeout, PERIOD), "period");
}
