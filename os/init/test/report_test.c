/* SPDX-License-Identifier: MIT */
/* The state report: what it says of each child, its size, and who is told of changes. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#include <libfdt.h>
#include "../report.h"
#include "../system.h"
#include "fake.h"

enum { RAM = 123456, CAPS = 77 };

static char supplied[4096];
static size_t supplied_size;
static unsigned notified;
static enum error set_error;

enum error own_rom_set(struct own_rom *rom, const void *data, size_t size)
{
    (void)rom;
    assert_in_range(size, 1, sizeof supplied);
    memcpy(supplied, data, size);
    supplied_size = size;
    return set_error;
}

void own_rom_notify(const struct own_rom *rom)
{
    notified += rom->open;
}

static int setup(void **state)
{
    (void)state;
    fake_setup();
    strcpy(fake_client.name, "client");
    strcpy(fake_server.name, "server");
    fake_client.next = &fake_server;
    supplied_size = notified = 0;
    set_error = OK;
    return 0;
}

static const char *text(const char *path, const char *property)
{
    return fdt_getprop(supplied, fdt_path_offset(supplied, path), property, NULL);
}

static uint32_t number(const char *path, const char *property, unsigned index)
{
    int length = 0;
    const fdt32_t *const cells =
        fdt_getprop(supplied, fdt_path_offset(supplied, path), property, &length);
    assert_non_null(cells);
    assert_in_range(index, 0, (unsigned)length / sizeof *cells - 1);
    return fdt32_ld(cells + index);
}

static void test_content(void **state)
{
    (void)state;
    fake_accounts[FAKE_CLIENT_PD] = (struct fake_account){RAM, CAPS};
    fake_server.state = MEMBER_FAILED;
    fake_server.restarts = 3;
    strcpy(fake_server.reason, "exited 7");
    report_init(&fake_client);
    fake_client.state_rom.supply(&fake_client.state_rom);
    assert_int_equal(fdt_check_full(supplied, supplied_size), 0);
    assert_string_equal(text("/", "compatible"), REPORT_COMPATIBLE);
    assert_string_equal(text("/client", "state"), "running");
    assert_int_equal(number("/client", "restarts", 0), 0);
    assert_int_equal(number("/client", "ram", 0), RAM);
    assert_int_equal(number("/client", "caps", 0), CAPS);
    assert_null(text("/client", "last-end"));
    assert_string_equal(text("/server", "state"), "failed");
    assert_int_equal(number("/server", "restarts", 0), 3);
    assert_string_equal(text("/server", "last-end"), "exited 7");
    assert_null(text("/server", "ram")); /* it has none any more */
}

static void test_size(void **state)
{
    (void)state;
    size_t used = 0;
    memset(fake_client.name, 'n', sizeof fake_client.name - 1);
    memset(fake_client.reason, 'r', sizeof fake_client.reason - 1);
    memset(fake_server.name, 'm', sizeof fake_server.name - 1);
    memset(fake_server.reason, 'q', sizeof fake_server.reason - 1);
    const size_t size = report_size(&fake_client);
    for (size_t given = 1; given <= size; given++) {
        void *const buffer = malloc(given);
        const enum error error = report_write(&fake_client, buffer, given, &used);
        assert_true(error == OK || error == ERROR_SIZE);
        assert_true(given < size || error == OK);
        assert_true(error != OK || (used <= given && fdt_check_full(buffer, used) == 0));
        free(buffer);
    }
}

static void test_told(void **state)
{
    (void)state;
    report_changed();
    assert_int_equal(notified, 0);
    fake_server.state_rom.open = true;
    report_changed();
    assert_int_equal(notified, 1);
}

static void test_no_memory(void **state)
{
    (void)state;
    set_error = ERROR_RAM;
    report_init(&fake_client);
    fake_client.state_rom.supply(&fake_client.state_rom); /* it is said, and init lives */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_content, setup),
        cmocka_unit_test_setup(test_size, setup),
        cmocka_unit_test_setup(test_told, setup),
        cmocka_unit_test_setup(test_no_memory, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
