/* SPDX-License-Identifier: MIT */
/* IO_MEM, IRQ and ROM: only what there is, and only once. */
#include "test_core.h"

#include <string.h>
#include <core/component.h>
#include <hw/call.h>
#include <hw/core_values.h>
#include <runtime/cap.h>
#include <runtime/memory.h>
#include <runtime/rom.h>
#include <session/dma.h>
#include <session/dma_client.h>
#include <session/io_mem_client.h>
#include <session/irq_client.h>
#include <session/log_client.h>
#include "check/check.h"

static enum error open_core_session(const char *service, const char *label, struct session *session)
{
    return session_open(service, label, CORE_SESSION_RAM, CORE_SESSION_CAPS, session);
}

static void registers(void)
{
    struct session uart, other;
    check_error(open_core_session(IO_MEM_SERVICE, "terminal3:0", &uart), OK, "registers of a UART");
    check_error(open_core_session(IO_MEM_SERVICE, "terminal3", &other), ERROR_BUSY, "twice");
    check_error(open_core_session(IO_MEM_SERVICE, "terminal3:1", &other), ERROR_NOT_FOUND,
                "second reg");
    check_error(open_core_session(IO_MEM_SERVICE, "uart9", &other), ERROR_NOT_FOUND,
                "no such node");
    check_error(open_core_session(IO_MEM_SERVICE, "", &other), ERROR_INVALID, "no label");
    check_error(open_core_session(IO_MEM_SERVICE, "ram", &other), ERROR_BUSY, "RAM is no device");
    uint32_t offset = 1, size = 0;
    cap_t dataspace;
    struct memory memory;
    check_error(io_mem_dataspace(uart.cap, &offset, &size, &dataspace), OK, "dataspace");
    check(offset == 0 && size == PAGE_SIZE, "offset and size");
    check_error(memory_attach(dataspace, MAP_READ | MAP_EXECUTE, &memory), ERROR_DENIED,
                "registers are not executable");
    check_error(memory_attach(dataspace, MAP_READ | MAP_WRITE, &memory), OK, "attach registers");
    /* Either kind of UART has a divisor of six bits or more here, or its fraction. */
    volatile uint32_t *divisor = (volatile uint32_t *)memory.address + 0x28 / sizeof(*divisor);
    *divisor = 0x15;
    check(*divisor == 0x15, "they are registers");
    cap_free(dataspace);
    session_close(&uart);
    check_error(open_core_session(IO_MEM_SERVICE, "terminal3", &uart), OK,
                "again once it is closed");
    session_close(&uart);
    /* Not each board has two devices on a page. */
    if (open_core_session(IO_MEM_SERVICE, "virtio0" IO_MEM_UNPROTECTED, &uart) == OK) {
        check_error(open_core_session(IO_MEM_SERVICE, "virtio1" IO_MEM_UNPROTECTED, &other),
                    ERROR_BUSY, "a device on a page that another has");
        session_close(&uart);
    }
}

/* Devices that access memory by themselves, of either board. */
static void bus_masters(void)
{
    static const struct {
        const char *plain, *unprotected;
    } labels[] = {
        {"pdma0", "pdma0:0" IO_MEM_UNPROTECTED},
        {"clcd:0", "clcd" IO_MEM_UNPROTECTED},
    };
    uint32_t count = 0;
    for (uint32_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++) {
        struct session session;
        if (open_core_session(IO_MEM_SERVICE, labels[i].unprotected, &session) == OK) {
            session_close(&session);
            count++;
            check_error(open_core_session(IO_MEM_SERVICE, labels[i].plain, &session), ERROR_DENIED,
                        "%s without the word", labels[i].plain);
        }
    }
    check(count == 1, "a device that accesses memory by itself, for whom says so");
}

static void interrupts(void)
{
    struct session irq, other;
    cap_t cap;
    check_error(open_core_session(IRQ_SERVICE, "terminal3:0", &irq), OK, "interrupt of a UART");
    check_error(open_core_session(IRQ_SERVICE, "terminal3", &other), ERROR_BUSY, "twice");
    check_error(open_core_session(IRQ_SERVICE, "terminal3:1", &other), ERROR_NOT_FOUND,
                "second one");
    check_error(open_core_session(IRQ_SERVICE, "terminal3,cpu=7", &other), ERROR_INVALID,
                "no such CPU");
    check_error(irq_bind(irq.cap, cap_plain(CAP_NULL)), ERROR_CAPABILITY, "bind nothing");
    check_error(irq_bind(irq.cap, cap_plain(CAP_ENDPOINT)), ERROR_CAPABILITY, "bind an endpoint");
    check_error(irq_bind(irq.cap, cap_minted(CAP_NOTIFICATION, 1u << 31)), OK, "bind");
    check_error(irq_irq(irq.cap, &cap), OK, "the interrupt");
    check_error(irq_acknowledge(cap), OK, "acknowledge");
    check_error(irq_timer_right(irq.cap, cap_plain(CAP_PD)), ERROR_DENIED, "no timer's right");
    session_close(&irq);
    check_error(irq_acknowledge(cap), ERROR_CAPABILITY, "gone with its session");
    cap_free(cap);
    check_error(open_core_session(IRQ_SERVICE, "generic-timer", &irq), OK, "the generic timer");
    check_error(irq_timer_right(irq.cap, cap_plain(CAP_PARENT)), ERROR_CAPABILITY,
                "right of no PD");
    check_error(irq_timer_right(irq.cap, cap_plain(CAP_PD)), OK, "right to the timer");
    check_error(irq_timer_right(irq.cap, cap_plain(CAP_PD)), ERROR_BUSY, "twice");
    session_close(&irq);
}

static void modules(void)
{
    struct rom rom;
    check_error(rom_open("no_such_module", &rom), ERROR_NOT_FOUND, "no such module");
    check_error(rom_open("board.dtb", &rom), OK, "a boot module");
    check(rom.size > 0 && ((const uint8_t *)rom.data)[0] == 0xd0, "its content");
    struct memory memory;
    check_error(memory_attach(rom.memory.dataspace, MAP_READ | MAP_WRITE, &memory), ERROR_DENIED,
                "boot modules are read-only");
    rom_close(&rom);
}

static void log_lines(void)
{
    struct session first, second;
    check_step(open_core_session(LOG_SERVICE, "first", &first), "LOG");
    check_step(open_core_session(LOG_SERVICE, "second", &second), "LOG");
    check_error(log_write(first.cap, "one line"), OK, "half a line");
    check_error(log_write(second.cap, "another \x1b[31m line\n"), OK, "another's line");
    check_error(log_write(first.cap, " in two parts\n"), OK, "the other half");
    check_error(log_write(first.cap, "line that its client did not end"), OK, "no end");
    session_close(&first);
    session_close(&second);
}

/* A device that does not stop when core tells it to: here a register that never says so. Whatever
 * it may reach is nobody's then, and all others live on. */
static void stuck_device(void)
{
    enum { DIVISOR = 0x28, PAGES = 3 };
    const uint32_t never = 1u << 31;
    struct session uart, dma;
    uint32_t offset = 0, size = 0, pin = 0, address = 0, flags = 0;
    cap_t registers = CAP_NULL;
    struct memory reached, other;
    check_step(open_core_session(IO_MEM_SERVICE, "terminal3", &uart), "registers of a UART");
    check_step(io_mem_dataspace(uart.cap, &offset, &size, &registers), "dataspace");
    check_step(open_core_session(DMA_SERVICE, "", &dma), "DMA");
    check_step(memory_allocate(PAGES * PAGE_SIZE, 0, &reached), "allocation");
    check_step(memory_allocate(PAGE_SIZE, 0, &other), "allocation");
    const struct usage before = usage_now();
    check_error(dma_guard(dma.cap, DIVISOR, 0x15, DIVISOR, never, cap_plain(registers)), OK,
                "a guard");
    check_error(dma_pin(dma.cap, cap_plain(reached.dataspace), &pin, &address, &size, &flags), OK,
                "a pin");
    check(size == PAGES * PAGE_SIZE && (flags & MAP_WRITE) != 0, "what it tells");
    memory_free(&other);
    check(usage_now().ram == before.ram, "memory that it does not reach comes back");
    memory_free(&reached);
    check(usage_now().ram == before.ram - PAGES * PAGE_SIZE,
          "memory of a device that does not stop is lost, to its owner alone");
    session_close(&dma);
    cap_free(registers);
    session_close(&uart);
}

void test_device(void)
{
    struct usage before = usage_now();
    registers();
    bus_masters();
    interrupts();
    modules();
    log_lines();
    usage_check(&before, "device, ROM and LOG sessions");
    stuck_device();
}
