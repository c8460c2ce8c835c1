/* SPDX-License-Identifier: MIT */
/*
 * test_quota: a child eats all it can, ROUNDS times, and ends in different ways. Each time its
 * sibling goes on, and all of its quota is back: the account's figures are those before.
 *
 * This component is the child's parent, so it serves Parent to it: the child may open CPU, learns
 * its round, and says that it is done. It is ended outside of its own calls, in a signal's handler.
 */
#include <string.h>
#include <child/child.h>
#include <runtime/component.h>
#include <runtime/log.h>
#include <runtime/rpc.h>
#include <runtime/signal.h>
#include <session/cpu.h>
#include <session/echo_client.h>
#include <session/parent_server.h>
#include <session/pd_client.h>
#include "check/check.h"
#include "hog.h"

enum {
    ROUNDS = 1000,
    WARM_UP = 8, /* rounds after which nothing is new any more */
    REPORT = 250,
    CHILD_RAM = 1 << 20,
    CHILD_CAPS = 160,
    CHILD_PRIORITY = 10,
    CHILD_STACK = 16384,
    SIBLING_RAM = 4096,
    SIBLING_CAPS = 4,
};

struct figures {
    uint32_t ram, ram_used, caps, caps_used;
};

static struct rom image;
static struct session sibling;
static struct child child;
static struct figures before;
static uint32_t round_number;
static uint32_t wrong_figures, wrong_appetite, silent_sibling;

static void end_round(void *context);
static struct signal_handler done = {.handle = end_round};

static struct figures read_figures(void)
{
    struct figures figures = {0};
    check_step(pd_quota(CAP_PD, &figures.ram, &figures.ram_used, &figures.caps, &figures.caps_used),
               "reading the quota");
    return figures;
}

/* Parent, as far as this child needs it. */

static enum error parent_method_register(void *self, struct cap_item *notification)
{
    (void)self;
    (void)notification;
    return OK;
}

static enum error open_session(void *self, uint32_t ram, uint32_t caps, const char *service,
                               const char *label, uint32_t *id, struct cap_item *session)
{
    (void)self;
    (void)ram;
    (void)caps;
    (void)label;
    *id = round_number;
    if (strcmp(service, CPU_SERVICE) == 0) {
        *session = cap_plain(child.cpu.cap);
        return OK;
    }
    return strcmp(service, HOG_ROUND_SERVICE) == 0 ? OK : ERROR_DENIED;
}

static enum error session_result(void *self, uint32_t id, struct cap_item *session)
{
    (void)self;
    (void)id;
    (void)session;
    return ERROR_NOT_FOUND;
}

static enum error close_session(void *self, uint32_t id, uint32_t *ram, uint32_t *caps)
{
    (void)self;
    (void)id;
    *ram = 0;
    *caps = 0;
    return OK;
}

static enum error upgrade_session(void *self, uint32_t id, uint32_t ram, uint32_t caps)
{
    (void)self;
    (void)id;
    (void)ram;
    (void)caps;
    return ERROR_NOT_FOUND;
}

static enum error announce(void *self, const char *service)
{
    (void)self;
    (void)service;
    signal_defer(done.flag);
    return OK;
}

static enum error take_request(void *self, uint32_t *id, uint32_t *kind, uint32_t *ram,
                               uint32_t *caps, char *service, size_t service_size, char *label,
                               size_t label_size)
{
    (void)self;
    (void)id;
    (void)kind;
    (void)ram;
    (void)caps;
    (void)service_size;
    (void)label_size;
    service[0] = '\0';
    label[0] = '\0';
    return ERROR_NOT_FOUND;
}

static enum error respond(void *self, uint32_t id, uint32_t error, struct cap_item *session)
{
    (void)self;
    (void)id;
    (void)error;
    (void)session;
    return ERROR_NOT_FOUND;
}

static enum error leave(void *self, uint32_t code)
{
    (void)self;
    if (code != HOG_ATE_ALL) {
        log_printf("round %u: the child ended with %u\n", (unsigned int)round_number,
                   (unsigned int)code);
        wrong_appetite++;
    }
    signal_defer(done.flag);
    return OK;
}

static void serve_parent(void *self, struct message *message)
{
    static const struct parent_service service = {
        .register_ = parent_method_register,
        .open = open_session,
        .result = session_result,
        .close = close_session,
        .upgrade = upgrade_session,
        .announce = announce,
        .request = take_request,
        .respond = respond,
        .exit = leave,
    };
    parent_dispatch(&service, self, message);
}

static struct rpc_object parent = {.dispatch = serve_parent};

static void start_round(void)
{
    const struct child_settings settings = {
        .label = "hog",
        .ram = CHILD_RAM,
        .caps = CHILD_CAPS,
        .priority = CHILD_PRIORITY,
        .stack_size = CHILD_STACK,
        .parent = rpc_cap_item(&parent),
        .fault = signal_cap_item(&done),
    };
    check_step(child_start(&child, &settings, &image), "starting the child");
}

static void finish(void)
{
    check(wrong_appetite == 0, "the child ate all its RAM, capabilities and indices each time");
    check(wrong_figures == 0, "all of its quota came back each time, in %d rounds", ROUNDS);
    check(silent_sibling == 0, "its sibling answered each time");
    check_finish("test_quota");
}

static void end_round(void *context)
{
    (void)context;
    uint32_t same = 0;
    if (echo_word(sibling.cap, round_number, &same) != OK || same != round_number) {
        silent_sibling++;
    }
    child_end(&child);

    const struct figures after = read_figures();
    if (round_number < WARM_UP) {
        before = after;
    } else if (memcmp(&before, &after, sizeof(before)) != 0) {
        log_printf("round %u: RAM %u of %u used, then %u of %u; caps %u of %u, then %u of %u\n",
                   (unsigned int)round_number, (unsigned int)before.ram_used,
                   (unsigned int)before.ram, (unsigned int)after.ram_used, (unsigned int)after.ram,
                   (unsigned int)before.caps_used, (unsigned int)before.caps,
                   (unsigned int)after.caps_used, (unsigned int)after.caps);
        wrong_figures++;
        before = after;
    }
    round_number++;
    if (round_number % REPORT == 0) {
        log_printf("%u rounds\n", (unsigned int)round_number);
    }
    if (round_number == ROUNDS) {
        finish();
    }
    start_round();
}

void component_main(void)
{
    check_step(session_open(ECHO_SERVICE, "", SIBLING_RAM, SIBLING_CAPS, &sibling), "Echo session");
    check_step(rom_open("test_hog", &image), "the child's image");
    check_step(rpc_export(&parent), "exporting Parent");
    check_step(signal_register(&done), "a signal");
    /* The first line opens the LOG session, which is not to change the figures later. */
    log_printf("a child that eats all it can, %d times\n", ROUNDS);
    start_round();
}
