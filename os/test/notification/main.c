/* SPDX-License-Identifier: MIT */
/*
 * test_notification: signals coalesce and are never lost, from the own CPU and from the other.
 */
#include <hw/call.h>
#include <hw/core_values.h>
#include <runtime/cap.h>
#include <runtime/component.h>
#include "check/check.h"
#include "check/peer.h"

enum {
    FLAG_A = 1u << 0,
    FLAG_B = 1u << 4,
    FLAG_C = 1u << 30,
    FLAG_GO = 1u << 1,
    ROUNDS = 2000,
    SENDERS = 8,
    SENDER_STACK = 4096,
};

static void test_one_thread(void)
{
    const cap_t a = peer_mint(CAP_NOTIFICATION, FLAG_A);
    const cap_t b = peer_mint(CAP_NOTIFICATION, FLAG_B);
    const cap_t both = peer_mint(CAP_NOTIFICATION, FLAG_A | FLAG_C);

    check(notification_poll() == 0, "no flags before the first signal");
    check_error(notification_signal(a), OK, "signalling");
    check(notification_poll() == FLAG_A, "the flag of the badge is set");
    (void)notification_signal(a);
    (void)notification_signal(a);
    (void)notification_signal(b);
    check(notification_wait() == (FLAG_A | FLAG_B), "signals coalesce, flags add up");
    check(notification_poll() == 0, "waiting has cleared them");
    (void)notification_signal(both);
    check(notification_wait() == (FLAG_A | FLAG_C), "a badge may hold several flags");

    (void)notification_signal(b);
    struct message message = {.tag = tag_make(OK, MESSAGE_CALL, 0, 0), .utcb = thread_utcb()};
    ipc_reply_wait(&message);
    check(tag_kind(message.tag) == MESSAGE_NOTIFICATION && message.words[0] == FLAG_B,
          "the event loop's wait gives them too");
    cap_free(a);
    cap_free(b);
    cap_free(both);
}

/* Ping and pong: each of the two waits for the other's signal, so that a lost one would stop both.
 */
struct partner {
    struct thread thread;
    cap_t to_main;
    volatile uint32_t rounds;
};

static void answer_signals(void *argument)
{
    struct partner *partner = argument;
    for (;;) {
        if ((notification_wait() & FLAG_GO) != 0) {
            partner->rounds++;
            (void)notification_signal(partner->to_main);
        }
    }
}

static void test_ping_pong(uint32_t cpu, uint32_t priority, const char *where)
{
    static struct partner partner;
    const struct thread_settings settings = {
        .cpu = cpu, .priority = priority, .stack_size = SENDER_STACK};
    partner = (struct partner){.to_main = peer_mint(CAP_NOTIFICATION, FLAG_A)};
    check_step(thread_spawn(&partner.thread, &settings, answer_signals, &partner),
               "starting a partner");
    const cap_t to_partner = peer_mint(partner.thread.notification, FLAG_GO);
    bool right = true;

    for (uint32_t i = 0; i < ROUNDS; i++) {
        (void)notification_signal(to_partner);
        right = notification_wait() == FLAG_A && right;
    }
    check(right && partner.rounds == ROUNDS, "%d signals to a thread %s and back, none lost",
          ROUNDS, where);
    thread_end(&partner.thread);
    check_error(notification_signal(to_partner), ERROR_CAPABILITY, "its notification went with it");
    cap_free(to_partner);
    cap_free(partner.to_main);
}

/* Many senders: each publishes a number, then signals; the waiter must have seen the last number
 * of each after the last signal. */
struct sender {
    struct thread thread;
    cap_t to_main;
    volatile uint32_t published;
};

static struct sender senders[SENDERS];

static void publish(void *argument)
{
    struct sender *sender = argument;
    for (uint32_t i = 1; i <= ROUNDS; i++) {
        __atomic_store_n(&sender->published, i, __ATOMIC_RELEASE);
        (void)notification_signal(sender->to_main);
    }
}

static void test_many_senders(void)
{
    struct thread_settings settings = {.priority = PEER_PRIORITY, .stack_size = SENDER_STACK};
    uint32_t waits = 0;
    uint32_t unfinished = (1u << SENDERS) - 1;
    bool right = true;

    for (uint32_t i = 0; i < SENDERS; i++) {
        senders[i].to_main = peer_mint(CAP_NOTIFICATION, 1u << i);
        settings.cpu = i % 2;
        check_step(thread_spawn(&senders[i].thread, &settings, publish, &senders[i]),
                   "starting a sender");
    }
    while (unfinished != 0) {
        uint32_t flags = notification_wait();
        right = flags != 0 && right;
        waits++;
        for (uint32_t i = 0; i < SENDERS; i++) {
            if ((flags & 1u << i) != 0 &&
                __atomic_load_n(&senders[i].published, __ATOMIC_ACQUIRE) == ROUNDS) {
                unfinished &= ~(1u << i);
            }
        }
    }
    check(right && waits <= SENDERS * ROUNDS,
          "%d senders on both CPUs: the last signal of each was received", SENDERS);
    for (uint32_t i = 0; i < SENDERS; i++) {
        thread_end(&senders[i].thread);
        cap_free(senders[i].to_main);
    }
}

void component_main(void)
{
    test_one_thread();
    test_ping_pong(0, PEER_PRIORITY, "of the same CPU and a lower priority");
    test_ping_pong(0, PRIORITY_MAX, "of the same CPU and the same priority");
    test_ping_pong(1, PEER_PRIORITY, "of the other CPU");
    test_many_senders();
    check_finish("test_notification");
}
