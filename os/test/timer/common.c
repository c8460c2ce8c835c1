/* SPDX-License-Identifier: MIT */
/*
 * Sessions and waiting. Flags are taken from the upper end of the notification; the runtime's own,
 * for the parent, is its first.
 */
#include <runtime/cap.h>
#include "timer_test.h"

#define TEST_FLAGS 0xfffffff0u /* all but what the runtime takes for itself */

void timer_test_open(struct session *session)
{
    check_step(session_open(TIMER_SERVICE, "", TIMER_RAM, TIMER_CAPS, session), "Timer session");
}

uint64_t timer_test_now(const struct session *session)
{
    uint64_t now = 0;
    return timer_elapsed(session->cap, &now) == OK ? now : 0;
}

uint32_t timer_test_timeout(const struct session *session, uint32_t flag)
{
    uint32_t timeout = 0;
    check_step(timer_timeout_create(session->cap, cap_minted(CAP_NOTIFICATION, flag), &timeout),
               "making a timeout");
    return timeout;
}

uint32_t timer_test_wait(void)
{
    return session_wait(TEST_FLAGS);
}
