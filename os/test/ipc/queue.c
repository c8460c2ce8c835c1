/* SPDX-License-Identifier: MIT */
/* Many callers at one endpoint: each gets its own answer, and the first come is served first. */
#include <runtime/cap.h>
#include "ipc_test.h"

enum { CALLERS = 12, CALLS = 50, CALLER_STACK = 4096, DONE_FLAG = 1u << 20 };

struct caller {
    struct thread thread;
    cap_t target, done;
    uint32_t number;
    volatile uint32_t right;
};

static struct caller callers[CALLERS];

static void call_often(void *argument)
{
    struct caller *caller = argument;
    for (uint32_t i = 0; i < CALLS; i++) {
        uint32_t words[MESSAGE_REGISTERS] = {i, caller->number, 0, 0};
        enum error error = peer_call(caller->target, PEER_ADD, MESSAGE_REGISTERS, words);
        if (error == OK && words[0] == i + 1 && words[1] == caller->number + 1) {
            caller->right++;
        }
    }
    (void)notification_signal(caller->done);
}

void test_callers_that_queue(struct peer *peer)
{
    struct thread_settings settings = {.priority = PEER_PRIORITY, .stack_size = CALLER_STACK};
    const cap_t wake = peer_mint(peer->thread.notification, 1);
    uint32_t words[MESSAGE_REGISTERS] = {0};
    uint32_t right = 0;
    uint32_t flags = 0;
    const uint32_t calls_before = peer->calls;

    /* The peer sleeps in a call of the first caller's, so that all others queue. */
    for (uint32_t i = 0; i < CALLERS; i++) {
        callers[i].target = peer->thread.endpoint;
        callers[i].done = peer_mint(CAP_NOTIFICATION, DONE_FLAG >> i);
        callers[i].number = i * 1000;
        settings.cpu = i % 2;
        check_step(thread_spawn(&callers[i].thread, &settings, call_often, &callers[i]),
                   "starting a caller");
    }
    (void)peer_call(peer->thread.endpoint, PEER_ECHO, 0, words);
    for (uint32_t i = 0; i < CALLERS; i++) {
        flags |= DONE_FLAG >> i;
    }
    while (flags != 0) {
        flags &= ~notification_wait();
    }
    for (uint32_t i = 0; i < CALLERS; i++) {
        right += callers[i].right;
        thread_end(&callers[i].thread);
        cap_free(callers[i].done);
    }
    check(right == CALLERS * CALLS, "%d callers on both CPUs got all their %d answers", CALLERS,
          CALLERS * CALLS);
    check(peer->calls - calls_before == CALLERS * CALLS + 1, "no call was served twice");
    cap_free(wake);
}
