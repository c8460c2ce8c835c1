/* SPDX-License-Identifier: MIT */
/* Servers that end, or do not answer: their callers learn of it. */
#include <hw/call.h>
#include <hw/core_values.h>
#include <runtime/cap.h>
#include <runtime/log.h>
#include "ipc_test.h"

enum { CALLERS = 5, CALLER_STACK = 4096, READY = 1u << 0, RETURNED = 1u << 1 };

struct caller {
    struct thread thread;
    cap_t target, ready, returned;
    volatile enum error error;
};

static struct caller callers[CALLERS];

static void call_once(void *argument)
{
    struct caller *caller = argument;
    uint32_t words[MESSAGE_REGISTERS] = {0};
    (void)notification_signal(caller->ready);
    caller->error = peer_call(caller->target, PEER_SLEEP, 0, words);
    (void)notification_signal(caller->returned);
}

static void wait_for(uint32_t flag)
{
    while ((notification_wait() & flag) == 0) {
    }
}

void test_servers_that_end(void)
{
    static struct peer peer;
    /* As urgent as the main thread: it runs until it blocks, so a caller that is ready has called
     * by the time the main thread runs again. */
    const struct thread_settings settings = {.priority = PRIORITY_MAX, .stack_size = CALLER_STACK};
    uint32_t words[MESSAGE_REGISTERS] = {0};
    bool gone = true;

    check_step(peer_start(&peer, 0, PEER_PRIORITY), "starting a server");
    check_error(peer_call(peer.thread.endpoint, PEER_DROP, 0, words), ERROR_GONE,
                "a server that waits on without answering");
    check(peer_call(peer.thread.endpoint, PEER_ECHO, 0, words) == OK, "it serves the next call");

    const cap_t minted = peer_mint(peer.thread.endpoint, 1);
    for (uint32_t i = 0; i < CALLERS; i++) {
        callers[i].target = minted;
        callers[i].ready = peer_mint(CAP_NOTIFICATION, READY << 2 * i);
        callers[i].returned = peer_mint(CAP_NOTIFICATION, RETURNED << 2 * i);
        callers[i].error = OK;
        check_step(thread_spawn(&callers[i].thread, &settings, call_once, &callers[i]),
                   "starting a caller");
        wait_for(READY << 2 * i);
    }
    peer_end(&peer);
    uint32_t left = 0;
    for (uint32_t i = 0; i < CALLERS; i++) {
        left |= RETURNED << 2 * i;
    }
    while (left != 0) {
        left &= ~notification_wait();
    }
    for (uint32_t i = 0; i < CALLERS; i++) {
        if (callers[i].error != ERROR_GONE) {
            log_printf("caller %u got %s\n", (unsigned int)i, error_text(callers[i].error));
            gone = false;
        }
        thread_end(&callers[i].thread);
        cap_free(callers[i].ready);
        cap_free(callers[i].returned);
    }
    check(gone, "a server ends: the caller that it serves and %d that queue get ERROR_GONE",
          CALLERS - 1);
    check_error(peer_call(minted, PEER_ECHO, 0, words), ERROR_CAPABILITY,
                "its capabilities went with it");
    cap_free(minted);
}
