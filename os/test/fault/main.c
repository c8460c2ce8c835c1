/* SPDX-License-Identifier: MIT */
/*
 * test_fault: each kind of fault is reported for what it is, and a thread can go on after its cause
 * is gone. With `crash` in its config it does nothing but fault, for its parent to report.
 */
#include <string.h>
#include <libfdt.h>
#include <runtime/component.h>
#include <runtime/log.h>
#include <runtime/rom.h>
#include "fault_test.h"

static bool asked_to_crash(void)
{
    struct rom config;
    if (rom_open("config", &config) != OK) {
        return false;
    }
    return fdt_check_full(config.data, config.size) == 0 &&
           fdt_getprop(config.data, 0, "crash", NULL) != NULL;
}

void component_main(void)
{
    if (asked_to_crash()) {
        log_printf("about to crash\n");
        fault_read((void *)FAULT_UNMAPPED);
    }
    test_kinds();
    test_resume();
    check_finish("test_fault");
}
