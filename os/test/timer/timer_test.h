/* SPDX-License-Identifier: MIT */
/* The parts of test_timer, and what they share. */
#ifndef TEST_TIMER_TIMER_TEST_H
#define TEST_TIMER_TIMER_TEST_H

#include <runtime/session.h>
#include <session/timer_client.h>
#include "check/check.h"

enum { TIMER_RAM = 8192, TIMER_CAPS = 40 }; /* of a session with all timeouts */

void test_clock(void);
void test_one_shot(void);
void test_periodic(void);
void test_many_clients(void);
void test_errors_and_quota(void);

/* Open a Timer session, or end the component. */
void timer_test_open(struct session *session);

/* The time of `session`; 0 if the call fails. */
uint64_t timer_test_now(const struct session *session);

/* A timeout that signals `flag` of the main thread's notification, or end the component. */
uint32_t timer_test_timeout(const struct session *session, uint32_t flag);

/* Wait for flags of the main thread's notification. */
uint32_t timer_test_wait(void);

#endif
