/* SPDX-License-Identifier: MIT */
/*
 * test_iommu: a client of the platform driver with an MDMA. What it attaches, the device reaches,
 * with the rights given, and nothing else; what it detaches or frees, the device reaches no longer.
 *
 * All runs in steps of component_main(): signals are looked for with session_wait().
 */
#include <string.h>
#include <core/component.h>
#include <hw/boot_info.h>
#include <hw/core_values.h>
#include <iommu/iommu.h>
#include <platform/platform.h>
#include <runtime/cap.h>
#include <runtime/component.h>
#include <runtime/counter.h>
#include <runtime/interrupt.h>
#include <runtime/memory.h>
#include <runtime/rom.h>
#include <runtime/session.h>
#include <runtime/signal.h>
#include <session/iommu_client.h>
#include <session/irq_client.h>
#include <session/pd_client.h>
#include <session/platform_client.h>
#include "check/check.h"
#include "engine.h"

/* Addresses of the device: none is the physical one, and SOURCE and TARGET have a gap between. */
#define PROGRAM 0x10000000u
#define SOURCE  0x20001000u
#define BETWEEN 0x20002000u
#define TARGET  0x20003000u
#define FAR     0x30000000u
enum {
    PATIENCE = 30,  /* seconds that the engine may take, which is done in microseconds */
    LOOKS = 200000, /* at memory that must not change */
    MIB = 1 << 20,
    RAM = PLATFORM_SESSION_RAM + PLATFORM_DEVICE_RAM,
    CAPS = PLATFORM_SESSION_CAPS + PLATFORM_DEVICE_CAPS,
    MARK = 0x5a00000,
};

static struct session platform;
static cap_t iommu, irq;
static volatile uint8_t *engine;
static struct memory registers, program, source, target;
static struct signal_handler interrupt, fault_signal;
static uint32_t mark = MARK;

static void nothing(void *context)
{
    (void)context;
}

static enum error attach(uint32_t address, uint32_t size, uint32_t flags, cap_t dataspace)
{
    return iommu_attach(iommu, address, 0, size, flags, cap_plain(dataspace));
}

static volatile uint32_t *word(const struct memory *memory)
{
    return memory->address;
}

/* When to give up waiting for the engine. */
static uint64_t patience_end(void)
{
    return counter_read() + (uint64_t)PATIENCE * counter_frequency();
}

/* Let the engine begin to copy a unit. */
static void begin_copy(uint32_t from, uint32_t to)
{
    mark++;
    *word(&source) = mark;
    *word(&target) = 0;
    engine_program(program.address, from, to, false);
    engine_start(engine, PROGRAM);
}

/* Let the engine copy a unit; true: it came to its end. */
static bool copy(uint32_t from, uint32_t to)
{
    const uint64_t end = patience_end();
    begin_copy(from, to);
    while (!engine_stopped(engine) && counter_read() < end) {
    }
    return engine_stopped(engine);
}

static bool copied(void)
{
    return *word(&target) == mark;
}

/* The fault that a copy ends in; the engine is stopped and goes on. */
static void check_fault(uint32_t from, uint32_t to, enum iommu_fault expected, uint32_t where,
                        const char *text)
{
    uint32_t kind = IOMMU_FAULT_NONE;
    uint32_t address = 0;
    uint32_t count = 0;
    begin_copy(from, to);
    (void)session_wait(fault_signal.flag);
    bool done = engine_stopped(engine);
    check_error(iommu_fault(iommu, &kind, &address, &count), OK, "%s: asking for the fault", text);
    check(!done && kind == (uint32_t)expected && address == where, "%s: kind %u at 0x%08x", text,
          (unsigned int)kind, (unsigned int)address);
    engine_stop(engine);
    check_error(iommu_resume(iommu), OK, "%s: going on", text);
    check_error(iommu_fault(iommu, &kind, &address, &count), OK, "%s: asking again", text);
    check(kind == IOMMU_FAULT_NONE, "%s: it is cleared", text);
}

static void test_policy(void)
{
    uint32_t offset, size;
    cap_t cap;
    check_error(platform_acquire(platform.cap, "nothing"), ERROR_NOT_FOUND, "no such device");
    check_error(platform_acquire(platform.cap, "mdma0"), ERROR_NOT_FOUND, "another's device");
    check_error(platform_acquire(platform.cap, "pdma0"), ERROR_DENIED,
                "a device that no IOMMU guards");
    check_error(platform_registers(platform.cap, 0, "mdma1", &offset, &size, &cap), ERROR_INVALID,
                "registers before it is acquired");
    check_error(platform_iommu(platform.cap, "mdma1", &cap), ERROR_INVALID, "so its IOMMU");
    check_error(platform_interrupt(platform.cap, 0, "mdma1", &cap), ERROR_INVALID,
                "so its interrupt");
    check_error(platform_release(platform.cap, "mdma1"), ERROR_INVALID, "and giving it back");
    check_error(platform_acquire(platform.cap, "pdma1"), OK, "unprotected, as the policy says");
    check_error(platform_iommu(platform.cap, "pdma1", &cap), ERROR_NOT_FOUND, "it has no IOMMU");
    check_error(platform_acquire(platform.cap, "mdma1"), ERROR_RAM, "quota of one device");
    check_error(platform_release(platform.cap, "pdma1"), OK, "given back");
}

static void open_device(void)
{
    uint32_t offset = 0;
    uint32_t size = 0;
    cap_t dataspace = CAP_NULL;
    check_step(platform_acquire(platform.cap, "mdma1"), "acquiring");
    check_step(platform_registers(platform.cap, 0, "mdma1", &offset, &size, &dataspace),
               "registers");
    check_step(memory_attach(dataspace, MAP_READ | MAP_WRITE, &registers), "attaching registers");
    registers.dataspace = dataspace;
    engine = (volatile uint8_t *)registers.address + offset;
    check_step(platform_iommu(platform.cap, "mdma1", &iommu), "IOMMU");
    check_step(iommu_handler(iommu, signal_cap_item(&fault_signal)), "fault handler");
}

static void test_arguments(void)
{
    struct rom rom;
    check_step(rom_open("board.dtb", &rom), "a boot module");
    check_error(platform_acquire(platform.cap, "mdma1"), ERROR_BUSY, "acquired twice");
    check_error(attach(PROGRAM + 1, 0, MAP_READ, program.dataspace), ERROR_INVALID, "unaligned");
    check_error(attach(PROGRAM, 1, MAP_READ, program.dataspace), ERROR_INVALID, "part of a page");
    check_error(attach(PROGRAM, 2 * PAGE_SIZE, MAP_READ, program.dataspace), ERROR_INVALID,
                "more than there is");
    check_error(attach(PROGRAM, 0, MAP_WRITE, program.dataspace), ERROR_INVALID, "write only");
    check_error(attach(PROGRAM, 0, MAP_READ | MAP_EXECUTE, program.dataspace), ERROR_INVALID,
                "executable");
    check_error(attach(PROGRAM, 0, MAP_READ, CAP_NULL), ERROR_CAPABILITY, "nothing");
    check_error(attach(PROGRAM, 0, MAP_READ, CAP_PD), ERROR_CAPABILITY, "no dataspace");
    check_error(attach(PROGRAM, 0, MAP_READ, registers.dataspace), ERROR_DENIED,
                "registers of a device");
    check_error(attach(PROGRAM, 0, MAP_READ | MAP_WRITE, rom.memory.dataspace), ERROR_DENIED,
                "a boot module, to be written");
    check_error(attach(PROGRAM, 0, MAP_READ, rom.memory.dataspace), OK, "to be read");
    check_error(attach(PROGRAM, 0, MAP_READ, program.dataspace), ERROR_EXISTS,
                "twice at one place");
    check_error(iommu_detach(iommu, PROGRAM + PAGE_SIZE), ERROR_NOT_FOUND, "detaching its middle");
    check_error(iommu_detach(iommu, PROGRAM), OK, "detaching it");
    check_error(iommu_detach(iommu, PROGRAM), ERROR_NOT_FOUND, "twice");
    check_error(attach(0xfffff000, 0, MAP_READ, program.dataspace), OK, "the last page");
    check_error(iommu_detach(iommu, 0xfffff000), OK, "and back");
    rom_close(&rom);
}

static void test_translation(void)
{
    check_step(attach(PROGRAM, 0, MAP_READ, program.dataspace), "attaching the program");
    check_step(attach(SOURCE, 0, MAP_READ, source.dataspace), "attaching the source");
    check_step(attach(TARGET, 0, MAP_READ | MAP_WRITE, target.dataspace), "attaching the target");
    check(copy(SOURCE, TARGET) && copied(), "what is attached is reached");
    check_fault(SOURCE - PAGE_SIZE, TARGET, IOMMU_FAULT_TRANSLATION, SOURCE - PAGE_SIZE,
                "reading below");
    check_fault(BETWEEN, TARGET, IOMMU_FAULT_TRANSLATION, BETWEEN, "reading between");
    check_fault(SOURCE, TARGET + PAGE_SIZE, IOMMU_FAULT_TRANSLATION, TARGET + PAGE_SIZE,
                "writing above");
    check_fault(SOURCE, SOURCE, IOMMU_FAULT_WRITE, SOURCE, "writing what is to be read");
    check(copy(SOURCE, TARGET) && copied(), "after faults it still works");
    check_error(iommu_detach(iommu, TARGET), OK, "detaching the target");
    check_fault(SOURCE, TARGET, IOMMU_FAULT_TRANSLATION, TARGET, "writing what was detached");
    check(!copied(), "nothing was written");
    check_error(attach(TARGET, 0, MAP_READ, target.dataspace), OK, "attaching it to be read");
    check_fault(SOURCE, TARGET, IOMMU_FAULT_WRITE, TARGET, "writing it");
    check_error(iommu_detach(iommu, TARGET), OK, "detaching it again");
}

/* Let the engine write without end, and free what it writes to: the page may be anyone's then. */
static void test_freed(void)
{
    struct memory victim, next;
    check_step(memory_allocate(PAGE_SIZE, RAM_UNCACHED, &victim), "memory");
    check_step(attach(TARGET, 0, MAP_READ | MAP_WRITE, victim.dataspace), "attaching it");
    *word(&source) = ++mark;
    engine_program(program.address, SOURCE, TARGET, true);
    engine_start(engine, PROGRAM);
    const uint64_t end = patience_end();
    while (*word(&victim) != mark && counter_read() < end) {
    }
    check(*word(&victim) == mark, "the engine writes without end");
    memory_free(&victim);
    check_step(memory_allocate(PAGE_SIZE, RAM_UNCACHED, &next), "memory that was freed");
    bool clean = true;
    for (uint32_t looks = 0; looks < LOOKS; looks++) {
        clean = clean && *word(&next) == 0;
    }
    check(clean, "what was freed is not written");
    check_error(iommu_resume(iommu), ERROR_GONE, "nor is the device let go on");
    check_error(iommu_detach(iommu, TARGET), OK, "until it is detached");
    engine_stop(engine);
    check_error(iommu_resume(iommu), OK, "then it is");
    check_error(attach(TARGET, 0, MAP_READ | MAP_WRITE, target.dataspace), OK,
                "other memory there");
    check(copy(SOURCE, TARGET) && copied() && *word(&next) == 0, "is reached instead");
    memory_free(&next);
}

static void test_limits(void)
{
    uint32_t count = 0;
    enum error error = OK;
    while (!error && count <= IOMMU_ATTACHMENTS_MAX) {
        error = attach(FAR + count * 2 * MIB, 0, MAP_READ, source.dataspace);
        count += error == OK;
    }
    check_error(error, ERROR_SIZE, "attachments are bounded");
    for (uint32_t i = 0; i < count; i++) {
        check_step(iommu_detach(iommu, FAR + i * 2 * MIB), "detaching");
    }
    for (error = OK, count = 0; !error && count < 8 * IOMMU_ATTACHMENTS_MAX; count++) {
        error = attach(FAR + count * MIB, 0, MAP_READ, source.dataspace);
        error = error ? error : iommu_detach(iommu, FAR + count * MIB);
    }
    check_error(error, ERROR_RAM, "tables are paid by the quota: %u", (unsigned int)count);
}

static void test_interrupt(void)
{
    cap_t session = CAP_NULL;
    check_error(platform_interrupt(platform.cap, 7, "mdma1", &session), ERROR_NOT_FOUND,
                "no such interrupt");
    check_step(platform_interrupt(platform.cap, 0, "mdma1", &session), "interrupt");
    check_step(irq_irq(session, &irq), "acknowledging");
    check_step(irq_bind(session, signal_cap_item(&interrupt)), "binding");
    for (int i = 0; i < 3; i++) {
        check(copy(SOURCE, TARGET) && copied(), "copy %d", i);
        check(session_wait(interrupt.flag) == interrupt.flag, "and its interrupt");
        engine_acknowledge(engine);
        check_error(interrupt_acknowledge(irq), OK, "acknowledged");
    }
}

static void test_release(void)
{
    struct memory again;
    engine_program(program.address, SOURCE, TARGET, true);
    engine_start(engine, PROGRAM);
    check_error(platform_release(platform.cap, "mdma1"), OK, "giving it back in mid-transfer");
    check(memory_attach(registers.dataspace, MAP_READ, &again) != OK, "its registers are gone");
    check(attach(FAR, 0, MAP_READ, source.dataspace) != OK, "so is its IOMMU");
    check(interrupt_acknowledge(irq) != OK, "and its interrupt");
    cap_free(iommu);
    open_device();
    check(engine_stopped(engine), "it comes back stopped");
    check_fault(SOURCE, TARGET, IOMMU_FAULT_TRANSLATION, PROGRAM, "with nothing attached");
    check_step(attach(PROGRAM, 0, MAP_READ, program.dataspace), "attaching the program");
    check_step(attach(SOURCE, 0, MAP_READ, source.dataspace), "attaching the source");
    check_step(attach(TARGET, 0, MAP_READ | MAP_WRITE, target.dataspace), "attaching the target");
    check(copy(SOURCE, TARGET) && copied(), "and works");
}

void component_main(void)
{
    interrupt.handle = fault_signal.handle = nothing;
    check_step(signal_register(&interrupt), "signal");
    check_step(signal_register(&fault_signal), "signal");
    check_step(memory_allocate(PAGE_SIZE, RAM_UNCACHED, &program), "memory");
    check_step(memory_allocate(PAGE_SIZE, RAM_UNCACHED, &source), "memory");
    check_step(memory_allocate(PAGE_SIZE, RAM_UNCACHED, &target), "memory");
    check_step(session_open(PLATFORM_SERVICE, "", RAM, CAPS, &platform), "Platform session");
    test_policy();
    open_device();
    test_arguments();
    test_translation();
    test_freed();
    test_interrupt();
    test_limits();
    test_release();
    check_finish("test_iommu");
}
