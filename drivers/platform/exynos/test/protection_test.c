/* SPDX-License-Identifier: MIT */
/*
 * Sessions at the IOMMUs' driver, while that ends, comes back, refuses, or never answers: nothing
 * waits for a driver that is not there, and none is asked again that has refused.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include <runtime/log.h>
#include <runtime/session.h>
#include <runtime/utcb.h>
#include <session/marshal.h>
#include "../protection.h"

enum { SLOTS = 16, NEWS = 1000, WAITS = 8 };

/* The driver, and the sessions that were asked for. */
static struct {
    uint32_t driver; /* its number, 0: none is there */
    uint32_t drivers;
    bool knows;       /* the unit */
    bool is_mute;     /* it answers about its presence only */
    enum error route; /* what the parent says to a request at once */
    struct slot {
        bool used;
        bool names_unit;
        uint32_t driver; /* that has opened it, 0: none yet */
    } slots[SLOTS];
} model;

static unsigned begins, polls, waits, lines;
static void (*on_wait)(void);
static struct protection protection;

static void driver_ends(void)
{
    model.driver = 0;
}

static void driver_comes(bool knows)
{
    model.driver = ++model.drivers;
    model.knows = knows;
    model.is_mute = false;
}

enum error session_begin(const char *service, const char *label, uint32_t ram, uint32_t caps,
                         struct session *session)
{
    uint32_t slot = 1;
    assert_string_equal(service, "Iommu");
    assert_true(ram > 0 && caps > 0);
    begins++;
    if (model.route != ERROR_PENDING) {
        return model.route;
    }
    while (model.slots[slot].used) {
        assert_int_not_equal(++slot, SLOTS);
    }
    model.slots[slot] = (struct slot){.used = true, .names_unit = label[0] != '\0'};
    *session = (struct session){.id = slot};
    return ERROR_PENDING;
}

enum error session_poll(struct session *session)
{
    struct slot *slot = &model.slots[session->id];
    assert_true(slot->used && slot->driver == 0);
    polls++;
    if (model.driver == 0 || (slot->names_unit && model.is_mute)) {
        return ERROR_PENDING;
    }
    if (slot->names_unit && !model.knows) {
        slot->used = false;
        return ERROR_NOT_FOUND;
    }
    slot->driver = model.driver;
    session->cap = session->id;
    return OK;
}

void session_close(struct session *session)
{
    assert_true(model.slots[session->id].used);
    model.slots[session->id].used = false;
}

void parent_wait(void)
{
    assert_in_range(++waits, 1, WAITS);
    assert_non_null(on_wait);
    on_wait();
}

/* A call to a session, of which there is only Iommu.fault. */
enum error ipc_call(cap_t cap, tag_t *tag, uint32_t words[MESSAGE_REGISTERS])
{
    assert_true(cap < SLOTS && model.slots[cap].used && model.slots[cap].driver != 0);
    memset(words, 0, MESSAGE_REGISTERS * sizeof *words);
    *tag = tag_make(OK, MESSAGE_CALL, 0, 3);
    return model.slots[cap].driver == model.driver ? OK : ERROR_GONE;
}

enum error cap_drop(cap_t cap)
{
    (void)cap;
    return OK;
}

struct utcb *thread_utcb(void)
{
    static struct utcb utcb;
    return &utcb;
}

void log_printf(const char *format, ...)
{
    (void)format;
    lines++;
}

const char *error_text(unsigned error)
{
    (void)error;
    return "";
}

/* How many sessions are there or asked for. */
static unsigned used(void)
{
    unsigned count = 0;
    for (unsigned i = 0; i < SLOTS; i++) {
        count += model.slots[i].used;
    }
    return count;
}

/* Signals of the parent, with whatever news. True: the session was opened anew, once. */
static bool signals(unsigned count)
{
    unsigned renewed = 0;
    for (unsigned i = 0; i < count; i++) {
        (void)protection_driver();
        renewed += protection_renew(&protection);
    }
    assert_in_range(renewed, 0, 1);
    return renewed == 1;
}

static void forget(void)
{
    begins = polls = waits = lines = 0;
    on_wait = NULL;
}

/* A driver that knows the unit, and a session for it. */
static int setup(void **state)
{
    (void)state;
    model.route = ERROR_PENDING;
    driver_comes(true);
    protection_seek_driver();
    (void)protection_driver();
    forget();
    return protection_open(&protection, "mdma1") == OK ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    protection_close(&protection);
    return used() <= 1 ? 0 : -1; /* that of the driver's presence */
}

/* The first test: nothing was asked for before. */
static void test_start(void **state)
{
    (void)state;
    forget();
    model.route = ERROR_DENIED;
    assert_int_equal(protection_driver(), 0);
    assert_false(protection_driver_answered());
    for (int i = 0; i < NEWS; i++) {
        protection_seek_driver();
    }
    assert_true(protection_driver_answered());
    assert_int_equal(lines, 1);
    assert_int_equal(protection_open(&protection, "mdma1"), ERROR_GONE);
    assert_int_equal(protection_open(&protection, NULL), OK);
    assert_false(signals(1));
    protection_close(&protection);

    model.route = ERROR_PENDING;
    assert_int_equal(protection_open(&protection, "mdma1"), ERROR_GONE);
    assert_int_equal(waits, 0);
    assert_int_equal(used(), 1);
    driver_comes(true);
    const uint32_t driver = protection_driver();
    assert_int_not_equal(driver, 0);
    assert_int_equal(protection_open(&protection, "mdma1"), OK);
    assert_int_equal(protection.state, PROTECTION_OPEN);
    driver_ends();
    assert_int_equal(protection_driver(), 0);
    driver_comes(true);
    assert_int_not_equal(protection_driver(), driver);
    assert_int_equal(lines, 1);
}

static void test_restart(void **state)
{
    (void)state;
    assert_false(signals(NEWS));
    driver_ends();
    assert_false(signals(NEWS));
    assert_int_equal(protection.state, PROTECTION_NONE);
    driver_comes(true);
    assert_true(signals(NEWS));
    assert_int_equal(protection.state, PROTECTION_OPEN);
    /* Its end is not noticed before the next is there. */
    driver_comes(true);
    assert_true(signals(NEWS));
    assert_int_equal(waits, 0);
    assert_int_equal(lines, 0);
}

/* A driver that does not know the unit is asked once; each other one as well. */
static void test_refused(void **state)
{
    (void)state;
    forget();
    for (unsigned restarts = 1; restarts <= 3; restarts++) {
        driver_comes(false);
        assert_false(signals(NEWS));
        assert_int_equal(protection.state, PROTECTION_NONE);
        assert_int_equal(begins, 2 * restarts); /* presence and unit */
    }
    assert_int_equal(lines, 1);
    driver_comes(true);
    assert_true(signals(NEWS));
    assert_int_equal(waits, 0);
    /* It is logged again after it was open. */
    driver_comes(false);
    assert_false(signals(NEWS));
    assert_int_equal(lines, 2);
    protection_close(&protection);
    assert_int_equal(protection_open(&protection, "mdma1"), ERROR_GONE);
}

/* A driver that is away, or never answers: what is asked of it can be given up. */
static void test_silent(void **state)
{
    (void)state;
    driver_ends();
    assert_false(signals(NEWS));
    driver_comes(true);
    model.is_mute = true;
    assert_false(signals(NEWS));
    assert_int_equal(protection.state, PROTECTION_PENDING);
    /* What one driver has not answered, the next one finds. */
    driver_ends();
    assert_false(signals(NEWS));
    driver_comes(true);
    assert_true(signals(NEWS));
    driver_comes(true);
    model.is_mute = true;
    assert_false(signals(NEWS));
    protection_close(&protection);
    assert_int_equal(used(), 1);
    driver_ends();
    assert_int_equal(protection_open(&protection, "mdma1"), ERROR_GONE);
    assert_int_equal(waits, 0);
    assert_int_equal(used(), 1);
}

static void answer(void)
{
    model.is_mute = waits < WAITS / 2;
}

static void restart(void)
{
    driver_comes(true);
}

/* A driver that is there is waited for, and no longer. */
static void test_slow(void **state)
{
    (void)state;
    protection_close(&protection);
    model.is_mute = true;
    on_wait = answer;
    assert_int_equal(protection_open(&protection, "mdma1"), OK);
    assert_int_equal(waits, WAITS / 2);
    protection_close(&protection);
    forget();
    model.is_mute = true;
    on_wait = driver_ends;
    assert_int_equal(protection_open(&protection, "mdma1"), ERROR_GONE);
    assert_int_equal(waits, 1);
    driver_comes(true);
    (void)protection_driver();
    model.is_mute = true;
    on_wait = restart;
    assert_int_equal(protection_open(&protection, "mdma1"), ERROR_GONE);
    assert_int_equal(waits, 2);
    assert_int_equal(used(), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_start, teardown),
        cmocka_unit_test_setup_teardown(test_restart, setup, teardown),
        cmocka_unit_test_setup_teardown(test_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(test_silent, setup, teardown),
        cmocka_unit_test_setup_teardown(test_slow, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
