/* SPDX-License-Identifier: MIT */
/*
 * Sessions between children and whoever serves them, along every way that they can end: quota is
 * never lost, no index is kept, nobody is left waiting.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <runtime/cap.h>
#include <session/marshal.h>
#include "fake.h"

enum { RAM = 4096, CAPS = 3, MORE_RAM = 100 };

static const struct quota quota = {.ram = RAM, .caps = CAPS};
static struct fake_account before;

static int setup(void **state)
{
    (void)state;
    fake_setup();
    before = fake_sum();
    return 0;
}

/* Nothing is left of any session, and all quota is somewhere. */
static int teardown(void **state)
{
    (void)state;
    record_client_gone(&fake_client);
    fake_parent_close = OK;
    record_parent_news();
    fake_server.state = MEMBER_EXITED;
    record_server_gone(&fake_server, false);
    assert_null(record_first());
    assert_int_equal(fake_indices_held, 0);
    assert_int_equal(fake_parent_sessions, 0);
    assert_int_equal(fake_sum().ram, before.ram);
    assert_int_equal(fake_sum().caps, before.caps);
    return 0;
}

static enum error open(const char *service, uint32_t *id, struct cap_item *session)
{
    *session = cap_plain(CAP_NULL);
    return record_open(&fake_client, quota, service, "x", id, session);
}

static uint32_t client_ram(void)
{
    return fake_accounts[FAKE_CLIENT_PD].ram;
}

/* Take the server's next request; returns its kind, or -1. */
static int take(uint32_t *id)
{
    uint32_t kind = 0;
    struct quota given = {0};
    const char *service = NULL;
    const char *label = NULL;
    if (queue_request(&fake_server, id, &kind, &given, &service, &label) != OK) {
        return -1;
    }
    if (kind == PARENT_OPEN) {
        assert_string_equal(service, "Echo");
        assert_string_equal(label, "client -> x");
        assert_int_equal(given.ram, RAM);
    }
    return (int)kind;
}

static enum error respond(uint32_t id, enum error error)
{
    struct cap_item item = cap_plain(error == OK ? cap_allocate() : CAP_NULL);
    const enum error answer = queue_respond(&fake_server, id, error, &item);
    cap_free(item.cap); /* as the event loop does with what was not kept */
    return answer;
}

/* An open session at the server. */
static uint32_t open_at_server(void)
{
    uint32_t id = 0;
    uint32_t asked = 0;
    struct cap_item session;
    assert_int_equal(open("Echo", &id, &session), ERROR_PENDING);
    assert_int_equal(queue_announce(&fake_server, "Echo"), OK);
    assert_int_equal(take(&asked), PARENT_OPEN);
    assert_int_equal(asked, id);
    assert_int_equal(respond(id, OK), OK);
    assert_int_equal(record_result(&fake_client, id, &session), OK);
    assert_int_not_equal(session.cap, CAP_NULL);
    return id;
}

static void test_parent(void **state)
{
    (void)state;
    uint32_t id = 0;
    struct cap_item session;
    struct quota back = {0};
    const uint32_t ram = client_ram();
    assert_int_equal(open("LOG", &id, &session), OK);
    assert_int_not_equal(session.cap, CAP_NULL);
    assert_int_equal(client_ram(), ram - RAM);
    assert_int_equal(record_upgrade(&fake_client, id, (struct quota){MORE_RAM, 0}), OK);
    assert_int_equal(record_close(&fake_client, id, &back), OK);
    assert_int_equal(back.ram, RAM + MORE_RAM);
    assert_int_equal(client_ram(), ram);
    assert_int_equal(record_close(&fake_client, id, &back), ERROR_NOT_FOUND);

    fake_parent_open = ERROR_NOT_FOUND;
    assert_int_equal(open("LOG", &id, &session), ERROR_NOT_FOUND);
    assert_int_equal(client_ram(), ram);
    assert_int_equal(open("Unrouted", &id, &session), ERROR_DENIED);
    fake_accounts[FAKE_CLIENT_PD].ram = RAM - 1;
    assert_int_equal(open("LOG", &id, &session), ERROR_RAM);
    fake_accounts[FAKE_CLIENT_PD].ram = ram;
}

static void test_parent_pending(void **state)
{
    (void)state;
    uint32_t id = 0;
    struct cap_item session;
    fake_parent_open = fake_parent_result = ERROR_PENDING;
    assert_int_equal(open("LOG", &id, &session), ERROR_PENDING);
    record_parent_news();
    assert_int_equal(record_result(&fake_client, id, &session), ERROR_PENDING);
    assert_int_equal(fake_client_news, 0);
    fake_parent_result = OK;
    record_parent_news();
    assert_int_equal(fake_client_news, 1);
    assert_int_equal(record_result(&fake_client, id, &session), OK);
    struct quota back = {0};
    fake_parent_close = ERROR_PENDING;
    assert_int_equal(record_close(&fake_client, id, &back), ERROR_PENDING);
    fake_parent_close = OK;
    record_parent_news();
    assert_int_equal(record_close(&fake_client, id, &back), OK);
    assert_int_equal(back.ram, RAM);

    fake_parent_result = ERROR_BUSY;
    assert_int_equal(open("LOG", &id, &session), ERROR_PENDING);
    record_parent_news();
    assert_int_equal(record_result(&fake_client, id, &session), ERROR_BUSY);
    assert_int_equal(record_result(&fake_client, id, &session), ERROR_NOT_FOUND);
}

static void test_server(void **state)
{
    (void)state;
    uint32_t asked = 0;
    struct quota back = {0};
    const uint32_t ram = client_ram();
    const uint32_t id = open_at_server();
    assert_int_equal(client_ram(), ram - RAM);
    assert_int_equal(take(&asked), -1);
    assert_int_equal(record_upgrade(&fake_client, id, (struct quota){MORE_RAM, 0}), OK);
    assert_int_equal(take(&asked), PARENT_UPGRADE);
    assert_int_equal(take(&asked), -1);
    assert_int_equal(record_close(&fake_client, id, &back), ERROR_PENDING);
    assert_int_equal(take(&asked), PARENT_CLOSE);
    assert_int_equal(record_close(&fake_client, id, &back), ERROR_PENDING);
    assert_int_equal(respond(id, OK), OK);
    assert_int_equal(respond(id, OK), ERROR_NOT_FOUND);
    assert_int_equal(record_close(&fake_client, id, &back), OK);
    assert_int_equal(back.ram, RAM + MORE_RAM);
    assert_int_equal(client_ram(), ram);
}

static void test_server_refuses(void **state)
{
    (void)state;
    uint32_t id = 0;
    uint32_t asked = 0;
    struct cap_item session;
    const uint32_t ram = client_ram();
    assert_int_equal(queue_announce(&fake_server, "Other"), ERROR_DENIED);
    assert_int_equal(open("Echo", &id, &session), ERROR_PENDING);
    assert_int_equal(take(&asked), -1); /* not announced */
    assert_int_equal(respond(id, OK), OK);
    assert_int_equal(record_result(&fake_client, id, &session), ERROR_PENDING); /* not asked */
    assert_int_equal(queue_announce(&fake_server, "Echo"), OK);
    assert_int_equal(take(&asked), PARENT_OPEN);
    assert_int_equal(respond(id, ERROR_BUSY), OK);
    assert_int_equal(record_result(&fake_client, id, &session), ERROR_BUSY);
    assert_int_equal(client_ram(), ram);
    /* An answer without a session, or with one of init's own objects, is a refusal. */
    assert_int_equal(open("Echo", &id, &session), ERROR_PENDING);
    assert_int_equal(take(&asked), PARENT_OPEN);
    struct cap_item own = {.cap = CAP_OWN, .badge = 1};
    assert_int_equal(queue_respond(&fake_server, id, OK, &own), OK);
    assert_int_equal(record_result(&fake_client, id, &session), ERROR_CAPABILITY);
}

static void test_server_keeps_quota(void **state)
{
    (void)state;
    uint32_t asked = 0;
    struct quota back = {0};
    const uint32_t id = open_at_server();
    const uint32_t hidden = fake_accounts[FAKE_SERVER_PD].ram - 10;
    fake_accounts[FAKE_SERVER_PD].ram = 10;
    assert_int_equal(record_close(&fake_client, id, &back), ERROR_PENDING);
    assert_int_equal(take(&asked), PARENT_CLOSE);
    assert_int_equal(respond(id, OK), OK);
    assert_int_equal(record_close(&fake_client, id, &back), OK);
    assert_int_equal(back.ram, 10);
    assert_int_equal(back.caps, CAPS);
    fake_accounts[FAKE_SERVER_PD].ram += hidden;
}

/* What core does when the server's PD is closed. */
static void end_server(enum member_state state, bool restarts)
{
    fake_end(&fake_server, state);
    record_server_gone(&fake_server, restarts);
}

static void test_server_dies(void **state)
{
    (void)state;
    uint32_t waiting = 0;
    uint32_t asked_id = 0;
    uint32_t asked = 0;
    struct cap_item session;
    struct quota back = {0};
    const uint32_t ram = client_ram();
    const uint32_t opened = open_at_server();
    assert_int_equal(open("Echo", &asked_id, &session), ERROR_PENDING);
    assert_int_equal(take(&asked), PARENT_OPEN);
    assert_int_equal(open("Echo", &waiting, &session), ERROR_PENDING);
    end_server(MEMBER_STOPPED, true);
    assert_int_equal(client_ram(), ram - 2 * RAM); /* the open session's came back */
    assert_int_equal(record_close(&fake_client, opened, &back), OK);
    assert_int_equal(back.ram, RAM);
    /* The requests wait for the restarted server. */
    fake_server.state = MEMBER_RUNNING;
    assert_int_equal(take(&asked), -1);
    assert_int_equal(queue_announce(&fake_server, "Echo"), OK);
    assert_int_equal(take(&asked), PARENT_OPEN);
    assert_int_equal(asked, asked_id);
    /* Now it dies for good. */
    end_server(MEMBER_FAILED, false);
    assert_int_equal(record_result(&fake_client, asked_id, &session), ERROR_GONE);
    assert_int_equal(record_result(&fake_client, waiting, &session), ERROR_GONE);
    assert_int_equal(client_ram(), ram);
    assert_int_equal(open("Echo", &waiting, &session), ERROR_GONE);
    assert_int_equal(client_ram(), ram);
}

static void test_client_dies(void **state)
{
    (void)state;
    uint32_t id = 0;
    uint32_t asked = 0;
    struct cap_item session;
    const uint32_t opened = open_at_server();
    assert_int_equal(open("Echo", &id, &session), ERROR_PENDING);
    assert_int_equal(take(&asked), PARENT_OPEN); /* not answered when the client goes */
    assert_int_equal(open("Echo", &asked, &session), ERROR_PENDING);
    assert_int_equal(open("LOG", &asked, &session), OK);
    record_client_gone(&fake_client);
    assert_int_equal(fake_client.session_count, 0);
    assert_int_equal(fake_parent_sessions, 0);
    assert_int_equal(take(&asked), PARENT_CLOSE);
    assert_int_equal(asked, opened);
    assert_int_equal(take(&asked), -1);
    assert_int_equal(respond(opened, OK), OK);
    assert_int_equal(respond(id, OK), OK);
    assert_int_equal(take(&asked), PARENT_CLOSE);
    assert_int_equal(asked, id);
    assert_int_equal(respond(id, OK), OK);
    assert_null(record_first());
}

static void test_limits(void **state)
{
    (void)state;
    uint32_t id = 0;
    struct cap_item session;
    for (uint32_t i = 0; i < fake_client.config.caps; i++) {
        assert_int_equal(open("Echo", &id, &session), ERROR_PENDING);
    }
    assert_int_equal(open("Echo", &id, &session), ERROR_CAPS);
    struct quota back = {0};
    assert_int_equal(record_close(&fake_client, id, &back), OK); /* nobody has taken it yet */
    assert_int_equal(back.ram, RAM);
    assert_int_equal(open("Echo", &id, &session), ERROR_PENDING);
    /* One member does not reach another's sessions. */
    assert_int_equal(record_close(&fake_server, id, &back), ERROR_NOT_FOUND);
    assert_int_equal(record_result(&fake_server, id, &session), ERROR_NOT_FOUND);
    assert_int_equal(queue_respond(&fake_client, id, OK, &session), ERROR_NOT_FOUND);
}

static void test_config(void **state)
{
    (void)state;
    uint32_t id = 0;
    struct quota back = {0};
    struct cap_item session = cap_plain(CAP_NULL);
    assert_int_equal(record_open(&fake_client, (struct quota){0}, "ROM", "config", &id, &session),
                     OK);
    assert_true(fake_client.config_rom.open);
    assert_int_equal(record_close(&fake_client, id, &back), OK);
    assert_false(fake_client.config_rom.open);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_parent, setup, teardown),
        cmocka_unit_test_setup_teardown(test_parent_pending, setup, teardown),
        cmocka_unit_test_setup_teardown(test_server, setup, teardown),
        cmocka_unit_test_setup_teardown(test_server_refuses, setup, teardown),
        cmocka_unit_test_setup_teardown(test_server_keeps_quota, setup, teardown),
        cmocka_unit_test_setup_teardown(test_server_dies, setup, teardown),
        cmocka_unit_test_setup_teardown(test_client_dies, setup, teardown),
        cmocka_unit_test_setup_teardown(test_limits, setup, teardown),
        cmocka_unit_test_setup_teardown(test_config, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
