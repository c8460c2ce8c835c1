/* SPDX-License-Identifier: MIT */
/*
 * Init's records under a client, a server and a parent that do whatever they may, in any order, and
 * die in the middle of it. At each step all quota is where it belongs; when the client has ended
 * and the server answers, no session is left; when both have ended all quota is init's.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <runtime/cap.h>
#include <session/marshal.h>
#include "fake.h"

enum { RUNS = 300, STEPS = 400, IDS = 64, QUOTA_MOST = 5000 };

static uint32_t random_state;
static uint32_t last_id;           /* the largest that anyone has seen */
static struct fake_account hidden; /* what the server uses of its account */
static bool server_keeps;
static struct fake_account everything, client_base, server_base;

/* Pseudo-random numbers below `limit`, xorshift. */
static uint32_t pick(uint32_t limit)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 17;
    random_state ^= random_state << 5;
    return random_state % limit;
}

static enum error pick_error(void)
{
    static const enum error errors[] = {OK, OK, ERROR_PENDING, ERROR_PENDING, ERROR_BUSY};
    return errors[pick(sizeof errors / sizeof errors[0])];
}

/* An id that exists, or existed, or will. */
static uint32_t pick_id(void)
{
    return last_id + 2 - pick(last_id < IDS ? last_id + 2 : IDS);
}

static struct quota pick_quota(void)
{
    return (struct quota){.ram = pick(QUOTA_MOST), .caps = pick(4)};
}

static void client_opens(void)
{
    static const char *const services[] = {"Echo", "Echo", "Echo", "LOG", "ROM", "Denied"};
    const char *const service = services[pick(sizeof services / sizeof services[0])];
    const char *const label = service[0] == 'R' ? "config" : "x";
    struct cap_item session = cap_plain(CAP_NULL);
    uint32_t id = 0;
    if (service[0] == 'R' && fake_client.config_rom.open) {
        return;
    }
    const enum error error = record_open(&fake_client, pick_quota(), service, label, &id, &session);
    if (error == OK || error == ERROR_PENDING) {
        last_id = id;
    }
}

static void client_acts(void)
{
    struct cap_item session = cap_plain(CAP_NULL);
    struct quota back = {0};
    switch (pick(5)) {
    case 0:
    case 1:
        client_opens();
        break;
    case 2:
        (void)record_result(&fake_client, pick_id(), &session);
        break;
    case 3:
        (void)record_close(&fake_client, pick_id(), &back);
        break;
    default:
        (void)record_upgrade(&fake_client, pick_id(), pick_quota());
        break;
    }
}

static void server_responds(uint32_t id)
{
    struct cap_item item = cap_plain(CAP_NULL);
    if (pick(8) == 0) {
        item = (struct cap_item){.cap = CAP_OWN, .badge = pick(100)};
    } else if (pick(8) != 0) {
        item = cap_plain(cap_allocate());
    }
    (void)queue_respond(&fake_server, id, pick(4) == 0 ? ERROR_DENIED : OK, &item);
    if (item.cap != CAP_OWN) {
        cap_free(item.cap); /* as the event loop does with what was not kept */
    }
}

/* Use some of the account, or stop to. Not in every run: a server that has used quota up keeps it
 * when a session closes, so then only bounds hold. */
static void server_uses_quota(void)
{
    if (!server_keeps) {
        return;
    }
    struct fake_account *const account = &fake_accounts[FAKE_SERVER_PD];
    account->ram += hidden.ram;
    account->caps += hidden.caps;
    hidden = (struct fake_account){0};
    if (pick(2) == 0) {
        hidden = (struct fake_account){account->ram - pick(account->ram / 2 + 1),
                                       account->caps - pick(account->caps / 2 + 1)};
        account->ram -= hidden.ram;
        account->caps -= hidden.caps;
    }
}

static void server_acts(void)
{
    uint32_t id = 0;
    uint32_t kind = 0;
    struct quota quota = {0};
    const char *service = NULL;
    const char *label = NULL;
    switch (pick(6)) {
    case 0:
        (void)queue_announce(&fake_server, pick(4) == 0 ? "Other" : "Echo");
        break;
    case 1:
    case 2:
        if (queue_request(&fake_server, &id, &kind, &quota, &service, &label) == OK &&
            pick(4) != 0) {
            server_responds(id);
        }
        break;
    case 3:
        server_uses_quota();
        break;
    default:
        server_responds(pick_id());
        break;
    }
}

static void parent_acts(void)
{
    fake_parent_open = pick_error();
    fake_parent_result = pick_error();
    fake_parent_close = pick(2) == 0 ? OK : ERROR_PENDING;
    record_parent_news();
}

static void end_client(void)
{
    fake_end(&fake_client, MEMBER_STOPPED);
    client_base = (struct fake_account){0};
    record_client_gone(&fake_client);
    assert_int_equal(fake_client.session_count, 0);
}

static void end_server(bool restarts)
{
    struct fake_account *const account = &fake_accounts[FAKE_SERVER_PD];
    account->ram += hidden.ram;
    account->caps += hidden.caps;
    hidden = (struct fake_account){0};
    fake_end(&fake_server, restarts ? MEMBER_STOPPED : MEMBER_FAILED);
    server_base = (struct fake_account){0};
    record_server_gone(&fake_server, restarts);
}

static void step(void)
{
    switch (pick(40)) {
    case 0:
        end_client();
        fake_restart(&fake_client);
        client_base = fake_accounts[FAKE_CLIENT_PD];
        break;
    case 1: /* it restarts by its policy */
    case 2: /* or fails, and is started by a change of the configuration */
        end_server(pick(2) == 0);
        fake_restart(&fake_server);
        server_base = fake_accounts[FAKE_SERVER_PD];
        break;
    default:
        switch (pick(5)) {
        case 0:
        case 1:
            client_acts();
            break;
        case 2:
        case 3:
            server_acts();
            break;
        default:
            parent_acts();
            break;
        }
        break;
    }
}

static bool is_between(const struct record *record)
{
    return record->state != RECORD_REFUSED && record->state != RECORD_CLOSED;
}

static void check_accounts(void)
{
    struct fake_account given = {0};
    struct fake_account received = {0};
    bool is_known = !server_keeps; /* where all of the client's quota is */
    for (const struct record *record = record_first(); record != NULL; record = record->next) {
        if (record->client != NULL && is_between(record)) {
            given.ram += record->quota.ram;
            given.caps += record->quota.caps;
        }
        is_known = is_known && record->state != RECORD_PARENT_CLOSING;
        if (record->server != NULL && record->state != RECORD_WAITING) {
            received.ram += record->quota.ram;
            received.caps += record->quota.caps;
        }
    }
    const struct fake_account *const client = &fake_accounts[FAKE_CLIENT_PD];
    const struct fake_account server = {fake_accounts[FAKE_SERVER_PD].ram + hidden.ram,
                                        fake_accounts[FAKE_SERVER_PD].caps + hidden.caps};
    assert_int_equal(fake_sum().ram + hidden.ram, everything.ram);
    assert_int_equal(fake_sum().caps + hidden.caps, everything.caps);
    assert_true(client->ram + given.ram <= client_base.ram);
    assert_true(client->caps + given.caps <= client_base.caps);
    assert_true(server.ram >= server_base.ram + received.ram);
    assert_true(server.caps >= server_base.caps + received.caps);
    if (is_known) {
        assert_int_equal(client->ram + given.ram, client_base.ram);
        assert_int_equal(client->caps + given.caps, client_base.caps);
    }
    if (!server_keeps) {
        assert_int_equal(server.ram, server_base.ram + received.ram);
        assert_int_equal(server.caps, server_base.caps + received.caps);
    }
}

/* The server answers all that it was and is asked. */
static void settle_server(void)
{
    uint32_t id = 0;
    uint32_t kind = 0;
    struct quota quota = {0};
    const char *service = NULL;
    const char *label = NULL;
    assert_int_equal(queue_announce(&fake_server, "Echo"), OK);
    for (uint32_t old = 0; old <= last_id; old++) {
        server_responds(old);
    }
    while (queue_request(&fake_server, &id, &kind, &quota, &service, &label) == OK) {
        server_responds(id);
    }
}

static void run(uint32_t seed)
{
    fake_setup();
    random_state = seed;
    last_id = 0;
    hidden = (struct fake_account){0};
    server_keeps = pick(2) == 0;
    everything = fake_sum();
    client_base = fake_accounts[FAKE_CLIENT_PD];
    server_base = fake_accounts[FAKE_SERVER_PD];
    for (int i = 0; i < STEPS; i++) {
        step();
        check_accounts();
    }
    end_client();
    fake_parent_close = OK;
    record_parent_news();
    settle_server();
    assert_null(record_first());
    assert_int_equal(fake_indices_held, 0);
    assert_int_equal(fake_parent_sessions, 0);
    end_server(false);
    assert_int_equal(fake_accounts[CAP_PD].ram, everything.ram);
    assert_int_equal(fake_accounts[CAP_PD].caps, everything.caps);
}

static void test_random(void **state)
{
    (void)state;
    for (uint32_t seed = 1; seed <= RUNS; seed++) {
        run(seed * 2654435761u);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_random)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
