/* SPDX-License-Identifier: MIT */
/*
 * Devices: those that another driver has, that the kernel keeps, that do not exist, or that the
 * config routes nowhere. The scenario routes IO_MEM and IRQ of this component to core, which is
 * more than any driver's config should allow: even so each device goes out once.
 */
#include <core/component.h>
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
}
