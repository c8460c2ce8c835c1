/* SPDX-License-Identifier: MIT */
/*
 * Devices: those that another driver has, that the kernel keeps, that do not exist, or that the
 * config routes nowhere. The scenario routes IO_MEM and IRQ of this component to core, which is
 * more than any driver's config should allow: even so each device goes out once, and one that
 * accesses memory by itself does not at all.
 */
#include <stdio.h>
#include <libfdt.h>
#include <core/component.h>
#include <runtime/rom.h>
#include <runtime/session.h>
#include <session/io_mem_client.h>
#include <session/irq_client.h>
#include "isolation_test.h"

static void try_open(const char *service, const char *label, enum error expected, const char *text)
{
    struct session session;
    check_error(session_open(service, label, CORE_SESSION_RAM, CORE_SESSION_CAPS, &session),
                expected, "%s %s, %s", service, label, text);
}

/* All devices of the board that access memory by themselves: refused by core, and with the word
 * that core wants by init, since the route does not say it. */
static void test_bus_masters(void)
{
    enum { TEXT = 128 };
    struct rom board;
    check_step(rom_open("board.dtb", &board), "the board's device tree");
    for (int node = 0; node >= 0; node = fdt_next_node(board.data, node, NULL)) {
        char path[TEXT] = "";
        char label[2 * TEXT];
        if (fdt_getprop(board.data, node, "tessera,bus-master", NULL) == NULL) {
            continue;
        }
        check(fdt_get_path(board.data, node, path, TEXT) == 0, "its path");
        try_open(IO_MEM_SERVICE, path, ERROR_DENIED, "which accesses memory by itself");
        (void)snprintf(label, sizeof(label), "%s:0" IO_MEM_UNPROTECTED, path);
        try_open(IO_MEM_SERVICE, label, ERROR_DENIED, "with the word");
    }
    rom_close(&board);
    try_open(IO_MEM_SERVICE, "pdma0:0" IO_MEM_UNPROTECTED, ERROR_DENIED, "by its alias");
    try_open(IO_MEM_SERVICE, "terminal3:0" IO_MEM_UNPROTECTED, ERROR_DENIED,
             "with the word, which this route may never say");
    try_open(IO_MEM_SERVICE, "terminal3:0" IO_MEM_UNPROTECTED ",cpu=0", ERROR_DENIED,
             "with the word in the middle");
}

void test_devices(void)
{
    try_open(IO_MEM_SERVICE, "log:0", ERROR_BUSY, "the log's UART");
    try_open(IO_MEM_SERVICE, "/interrupt-controller:0", ERROR_NOT_FOUND, "the kernel's GIC");
    try_open(IO_MEM_SERVICE, "ram:0", ERROR_BUSY, "RAM");
    try_open(IO_MEM_SERVICE, "/cpus/cpu@0:0", ERROR_NOT_FOUND, "a CPU");
    try_open(IO_MEM_SERVICE, "nothing:0", ERROR_NOT_FOUND, "a node that is none");
    try_open(IO_MEM_SERVICE, "terminal3:7", ERROR_NOT_FOUND, "a range that is none");
    try_open(IO_MEM_SERVICE, "terminal3:4294967296", ERROR_INVALID, "a number that wraps to 0");
    try_open(IO_MEM_SERVICE, "", ERROR_INVALID, "no name");
    try_open(IO_MEM_SERVICE, "timer0:0", ERROR_BUSY, "the timer driver's device");
    try_open(IRQ_SERVICE, "timer0:0", ERROR_BUSY, "the timer driver's interrupt");
    try_open(IRQ_SERVICE, "timer0:7", ERROR_NOT_FOUND, "an interrupt that is none");
    try_open(IRQ_SERVICE, "/interrupt-controller:0", ERROR_NOT_FOUND, "an interrupt of the GIC's");

    struct session uart;
    check_step(
        session_open(IO_MEM_SERVICE, "terminal3:0", CORE_SESSION_RAM, CORE_SESSION_CAPS, &uart),
        "a UART's registers, which are free");
    try_open(IO_MEM_SERVICE, "terminal3:0", ERROR_BUSY, "a second time");
    session_close(&uart);
    check_error(
        session_open(IO_MEM_SERVICE, "terminal3:0", CORE_SESSION_RAM, CORE_SESSION_CAPS, &uart), OK,
        "again after it was closed");
    session_close(&uart);
    try_open("Terminal", "uart1", ERROR_DENIED, "a service without a route");
    try_open("Parent", "", ERROR_DENIED, "a service that is none");
    test_bus_masters();
}
