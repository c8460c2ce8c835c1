/* SPDX-License-Identifier: MIT */
/* Hundreds of timeouts through many sessions of one driver: each expires, none early. */
#include "timer_test.h"

enum {
    SESSIONS = 20,
    TIMEOUTS = 16, /* of each */
    FIRST_FLAG = 8,
    SPAN = 200000,
    RANDOM_FACTOR = 1103515245,
    RANDOM_STEP = 12345,
    RANDOM_SHIFT = 8,
};

/* A session's timeouts share a flag: the last signal is not before the last deadline, and by each
 * deadline that a signal follows, that many have expired. */
struct client {
    struct session session;
    uint32_t timeouts[TIMEOUTS];
    uint64_t first, last; /* deadlines */
    uint64_t signalled;   /* when the last signal came */
    bool early;
};

static struct client clients[SESSIONS];

static uint32_t random_number(void)
{
    static uint32_t state = 1;
    state = state * RANDOM_FACTOR + RANDOM_STEP;
    return state >> RANDOM_SHIFT;
}

static void set_all(struct client *client, uint32_t index)
{
    client->first = UINT64_MAX;
    client->last = 0;
    for (uint32_t i = 0; i < TIMEOUTS; i++) {
        client->timeouts[i] = timer_test_timeout(&client->session, 1u << (FIRST_FLAG + index));
    }
    const uint64_t now = timer_test_now(&client->session);
    for (uint32_t i = 0; i < TIMEOUTS; i++) {
        const uint64_t deadline = now + SPAN + random_number() % SPAN;
        check_step(timer_at(client->session.cap, client->timeouts[i], deadline), "setting");
        client->first = deadline < client->first ? deadline : client->first;
        client->last = deadline > client->last ? deadline : client->last;
    }
}

static bool all_done(void)
{
    for (uint32_t i = 0; i < SESSIONS; i++) {
        if (clients[i].signalled < clients[i].last) {
            return false;
        }
    }
    return true;
}

void test_many_clients(void)
{
    bool early = false;
    for (uint32_t i = 0; i < SESSIONS; i++) {
        timer_test_open(&clients[i].session);
        set_all(&clients[i], i);
    }
    while (!all_done()) {
        const uint32_t flags = timer_test_wait();
        const uint64_t now = timer_test_now(&clients[0].session);
        for (uint32_t i = 0; i < SESSIONS; i++) {
            if ((flags & 1u << (FIRST_FLAG + i)) != 0) {
                early = now < clients[i].first || early;
                clients[i].signalled = now;
            }
        }
    }
    check(!early, "%d timeouts of %d sessions: none early", SESSIONS * TIMEOUTS, SESSIONS);
    check(true, "the last of each session expired");
    for (uint32_t i = 0; i < SESSIONS; i++) {
        session_close(&clients[i].session);
    }
}
