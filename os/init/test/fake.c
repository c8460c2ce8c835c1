/* SPDX-License-Identifier: MIT */
/* The surroundings of init's records. See fake.h. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <libfdt.h>
#include <runtime/cap.h>
#include <runtime/log.h>
#include <runtime/utcb.h>
#include <session/parent_server.h>
#include <session/pd_server.h>
#include "../system.h"
#include "fake.h"

enum { SERVER_PHANDLE = 1, FIRST_INDEX = 100, PLENTY = 100000, PARENT_SESSIONS = 16 };

struct fake_account fake_accounts[FAKE_INDICES];
enum error fake_parent_open, fake_parent_result, fake_parent_close;
unsigned fake_parent_sessions;
unsigned fake_indices_held;
struct member fake_client, fake_server;
unsigned fake_client_news, fake_server_news;

static char tree[FAKE_TREE_SIZE];
static struct utcb utcb;        /* init's */
static struct utcb server_utcb; /* core's and the parent's */
static bool taken[FAKE_INDICES];

/* Sessions at init's parent; a session's id is its place and 1. */
static struct parent_session {
    bool open;
    struct fake_account quota;
} at_parent[PARENT_SESSIONS];

struct utcb *thread_utcb(void)
{
    return &utcb;
}

cap_t cap_allocate(void)
{
    for (cap_t cap = FIRST_INDEX; cap < FAKE_INDICES; cap++) {
        if (!taken[cap]) {
            taken[cap] = true;
            fake_indices_held++;
            return cap;
        }
    }
    return CAP_NULL;
}

void cap_free(cap_t cap)
{
    if (cap >= FIRST_INDEX && cap < FAKE_INDICES) {
        assert_true(taken[cap]);
        taken[cap] = false;
        fake_indices_held--;
    }
}

enum error cap_drop(cap_t cap)
{
    (void)cap;
    return OK;
}

/* Core's PD sessions, as far as records use them. */

static enum error serve_transfer(void *self, struct cap_item *to, uint32_t ram, uint32_t caps)
{
    struct fake_account *const from = self;
    struct fake_account *const account = &fake_accounts[to->badge];
    if (from->ram < ram) {
        return ERROR_RAM;
    }
    if (from->caps < caps) {
        return ERROR_CAPS;
    }
    from->ram -= ram;
    from->caps -= caps;
    account->ram += ram;
    account->caps += caps;
    return OK;
}

static enum error serve_quota(void *self, uint32_t *ram, uint32_t *ram_used, uint32_t *caps,
                              uint32_t *caps_used)
{
    const struct fake_account *const account = self;
    *ram = account->ram;
    *caps = account->caps;
    *ram_used = *caps_used = 0;
    return OK;
}

/* Init's own parent. */

static struct parent_session *parent_session(uint32_t id)
{
    assert_in_range(id, 1, PARENT_SESSIONS);
    assert_true(at_parent[id - 1].open);
    return &at_parent[id - 1];
}

static enum error serve_open(void *self, uint32_t ram, uint32_t caps, const char *service,
                             const char *label, uint32_t *id, struct cap_item *session)
{
    (void)self;
    (void)service;
    (void)label;
    if (fake_parent_open == OK || fake_parent_open == ERROR_PENDING) {
        uint32_t place = 0;
        while (at_parent[place].open) {
            assert_int_not_equal(++place, PARENT_SESSIONS);
        }
        fake_accounts[CAP_PD].ram -= ram;
        fake_accounts[CAP_PD].caps -= caps;
        at_parent[place] = (struct parent_session){true, {ram, caps}};
        fake_parent_sessions++;
        *id = place + 1;
        *session = fake_parent_open == OK ? cap_plain(1) : cap_plain(CAP_NULL);
    }
    return fake_parent_open;
}

static void give_back(struct parent_session *session)
{
    fake_accounts[CAP_PD].ram += session->quota.ram;
    fake_accounts[CAP_PD].caps += session->quota.caps;
    *session = (struct parent_session){0};
    fake_parent_sessions--;
}

static enum error serve_result(void *self, uint32_t id, struct cap_item *session)
{
    (void)self;
    struct parent_session *const at = parent_session(id);
    if (fake_parent_result == OK) {
        *session = cap_plain(1);
    } else if (fake_parent_result != ERROR_PENDING) {
        give_back(at);
    }
    return fake_parent_result;
}

static enum error serve_close(void *self, uint32_t id, uint32_t *ram, uint32_t *caps)
{
    (void)self;
    struct parent_session *const at = parent_session(id);
    if (fake_parent_close == OK) {
        *ram = at->quota.ram;
        *caps = at->quota.caps;
        give_back(at);
    }
    return fake_parent_close;
}

static enum error serve_upgrade(void *self, uint32_t id, uint32_t ram, uint32_t caps)
{
    (void)self;
    struct parent_session *const at = parent_session(id);
    fake_accounts[CAP_PD].ram -= ram;
    fake_accounts[CAP_PD].caps -= caps;
    at->quota.ram += ram;
    at->quota.caps += caps;
    return OK;
}

enum error ipc_call(cap_t cap, tag_t *tag, uint32_t words[MESSAGE_REGISTERS])
{
    static const struct pd_service pd = {.transfer = serve_transfer, .quota = serve_quota};
    static const struct parent_service parent = {
        .open = serve_open, .result = serve_result, .close = serve_close, .upgrade = serve_upgrade};
    struct message message = {.tag = *tag, .utcb = &server_utcb};
    server_utcb = utcb;
    memcpy(message.words, words, sizeof message.words);
    for (uint32_t i = 0; i < tag_caps(*tag); i++) {
        server_utcb.received[i] = (struct cap_item){CAP_OWN, utcb.send[i].cap};
    }
    if (cap == CAP_PARENT) {
        parent_dispatch(&parent, NULL, &message);
    } else {
        pd_dispatch(&pd, &fake_accounts[cap], &message);
    }
    for (uint32_t i = 0; i < tag_caps(message.tag); i++) {
        utcb.received[i] = (struct cap_item){utcb.receive[i], 0};
    }
    memcpy(words, message.words, sizeof message.words);
    memcpy(utcb.words, server_utcb.words, sizeof utcb.words);
    *tag = message.tag;
    return OK;
}

/* The rest of init. */

const void *system_tree(void)
{
    return tree;
}

struct member *system_first_member(void)
{
    return &fake_client;
}

struct member *system_member_at(int node)
{
    return node == fake_server.config.node ? &fake_server : NULL;
}

bool member_alive(const struct member *member)
{
    return member->state == MEMBER_RUNNING || member->state == MEMBER_STOPPED;
}

void member_notify(const struct member *member)
{
    fake_client_news += member == &fake_client;
    fake_server_news += member == &fake_server;
}

enum error own_rom_open(struct own_rom *rom, struct cap_item *session)
{
    assert_false(rom->open);
    rom->open = true;
    *session = cap_minted(CAP_ENDPOINT, 1);
    return OK;
}

void own_rom_close(struct own_rom *rom)
{
    rom->open = false;
}

void log_printf(const char *format, ...)
{
    (void)format;
}

const char *error_text(unsigned error)
{
    (void)error;
    return "";
}

static void build_tree(void)
{
    assert_int_equal(fdt_create_empty_tree(tree, sizeof tree), 0);
    fdt_setprop_string(tree, fdt_add_subnode(tree, 0, "default-route"), "services", "LOG");
    const int client = fdt_add_subnode(tree, 0, "client");
    fdt_setprop_u32(tree, client, "caps", 8);
    fdt_add_subnode(tree, client, "config");
    const int routes = fdt_add_subnode(tree, client, "routes");
    fdt_setprop_u32(tree, fdt_add_subnode(tree, routes, "Echo"), "to", SERVER_PHANDLE);
    const int server = fdt_add_subnode(tree, 0, "server");
    fdt_setprop_string(tree, server, "provides", "Echo");
    fdt_setprop_u32(tree, server, "phandle", SERVER_PHANDLE);
}

void fake_end(struct member *member, enum member_state state)
{
    struct fake_account *const account = &fake_accounts[member->child.pd.cap];
    member->state = state;
    member->announced = 0;
    own_rom_close(&member->config_rom);
    fake_accounts[CAP_PD].ram += account->ram;
    fake_accounts[CAP_PD].caps += account->caps;
    *account = (struct fake_account){0};
}

void fake_restart(struct member *member)
{
    member->state = MEMBER_RUNNING;
    assert_int_equal(quota_move(CAP_PD, member->child.pd.cap, (struct quota){PLENTY, PLENTY}), OK);
}

static void run_member(struct member *member, const char *path, cap_t pd)
{
    *member = (struct member){.state = MEMBER_RUNNING};
    config_read_child(tree, fdt_path_offset(tree, path), &member->config);
    member->child.pd.cap = pd;
    fake_accounts[pd] = (struct fake_account){PLENTY, PLENTY};
}

void fake_setup(void)
{
    build_tree();
    memset(&utcb, 0, sizeof utcb);
    memset(taken, 0, sizeof taken);
    memset(fake_accounts, 0, sizeof fake_accounts);
    run_member(&fake_client, "/client", FAKE_CLIENT_PD);
    run_member(&fake_server, "/server", FAKE_SERVER_PD);
    fake_accounts[CAP_PD] = (struct fake_account){PLENTY, PLENTY};
    fake_parent_open = fake_parent_result = fake_parent_close = OK;
    fake_parent_sessions = fake_indices_held = 0;
    fake_client_news = fake_server_news = 0;
    memset(at_parent, 0, sizeof at_parent);
}

struct fake_account fake_sum(void)
{
    struct fake_account sum = {0};
    const cap_t accounts[] = {CAP_PD, FAKE_CLIENT_PD, FAKE_SERVER_PD};
    for (size_t i = 0; i < sizeof accounts / sizeof accounts[0]; i++) {
        sum.ram += fake_accounts[accounts[i]].ram;
        sum.caps += fake_accounts[accounts[i]].caps;
    }
    for (size_t i = 0; i < PARENT_SESSIONS; i++) {
        sum.ram += at_parent[i].quota.ram;
        sum.caps += at_parent[i].quota.caps;
    }
    return sum;
}
