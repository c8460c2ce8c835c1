/* SPDX-License-Identifier: MIT */
/*
 * Reading and writing addresses of the machine's memory map, where kernel, core and devices are,
 * registers of higher privilege, and attaching what a dataspace does not give. (That components do
 * not see each other's memory at equal addresses: many_domains.c.)
 */
#include <hw/call.h>
#include <hw/core_values.h>
#include <runtime/cap.h>
#include <runtime/counter.h>
#include <runtime/memory.h>
#include <runtime/rom.h>
#include <runtime/session.h>
#include <runtime/thread.h>
#include <session/dataspace_client.h>
#include <session/pd_client.h>
#include <session/rm_client.h>
#include "isolation_test.h"

enum { STACK = 4096, PRIORITY = 10 };

#define FLAG_FAULT (1u << 8)

struct attempt {
    void (*act)(void *argument);
    void *argument;
};

/* Run `act` on a thread. Whether it faulted with `kind`, or at all if that is 0. */
static bool is_refused(void (*act)(void *argument), uint32_t argument, uint32_t kind)
{
    const struct thread_settings settings = {.priority = PRIORITY, .stack_size = STACK};
    struct thread thread;
    uint32_t got = 0, address = 0, pc = 0, number = 0;
    check_step(thread_spawn(&thread, &settings, act, (void *)(uintptr_t)argument),
               "starting a thread");
    (void)session_wait(FLAG_FAULT);
    const enum error error = pd_fault(CAP_PD, &got, &address, &pc, &number);
    thread_end(&thread);
    return error == OK && (kind == 0 || (got == kind && address == argument));
}

static void read_word(void *argument)
{
    (void)*(volatile uint32_t *)argument;
    (void)notification_signal(CAP_NULL);
}

static void write_word(void *argument)
{
    *(volatile uint32_t *)argument = 0;
}

static void read_sctlr(void *argument)
{
    uint32_t value;
    (void)argument;
    __asm__ volatile("mrc p15, 0, %0, c1, c0, 0" : "=r"(value));
}

static void write_ttbr0(void *argument)
{
    (void)argument;
    __asm__ volatile("mcr p15, 0, %0, c2, c0, 0" : : "r"(0));
}

static void read_hcr(void *argument)
{
    uint32_t value;
    (void)argument;
    __asm__ volatile("mrc p15, 4, %0, c1, c1, 0" : "=r"(value));
}

static void write_physical_timer(void *argument)
{
    (void)argument;
    __asm__ volatile("mcr p15, 0, %0, c14, c2, 1" : : "r"(0)); /* CNTP_CTL */
}

static void write_virtual_timer(void *argument)
{
    (void)argument;
    __asm__ volatile("mcr p15, 0, %0, c14, c3, 1" : : "r"(0)); /* CNTV_CTL */
}

static void read_cycle_counter(void *argument)
{
    uint32_t value;
    (void)argument;
    __asm__ volatile("mrc p15, 0, %0, c9, c13, 0" : "=r"(value)); /* PMCCNTR */
}

static void test_addresses(void)
{
    static const struct {
        uint32_t address;
        const char *what;
    } places[] = {
        {0x00000000, "address 0"},
        {0x00001000, "the page after"},
        {0x80000000, "the first RAM, where the kernel is"},
        {0x80100000, "RAM 1 MiB further"},
        {0x88000000, "RAM that core manages"},
        {0xbffff000, "the end of RAM"},
        {0x2c001000, "the GIC's distributor"},
        {0x2c004000, "the GIC's hypervisor interface"},
        {0x1c010000, "the system registers"},
        {0x1c090000, "UART 0"},
        {0x02020000, "Arndale's internal RAM"},
        {0x10040000, "Arndale's power management"},
        {0x10481000, "Arndale's GIC"},
        {0x10486000, "its virtual CPU interface"},
        {0x12c20000, "Arndale's UART 2"},
        {0xfffff000, "the last page"},
    };
    for (uint32_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        check(is_refused(read_word, places[i].address, FAULT_READ), "reading %s faults",
              places[i].what);
        check(is_refused(write_word, places[i].address, FAULT_WRITE), "writing %s faults",
              places[i].what);
    }
}

static void test_registers(void)
{
    check(is_refused(read_sctlr, 0, 0), "reading SCTLR faults");
    check(is_refused(write_ttbr0, 0, 0), "writing TTBR0 faults");
    check(is_refused(read_hcr, 0, 0), "reading HCR faults");
    check(is_refused(write_physical_timer, 0, 0), "the physical timer faults without the right");
    check(is_refused(write_virtual_timer, 0, 0), "the virtual timer faults");
    check(is_refused(read_cycle_counter, 0, 0), "the cycle counter faults");
    check(counter_frequency() != 0 && counter_read() != 0, "the counter is everyone's");
}

/* What is attached must keep to what the dataspace gives. */
static void test_attaching(void)
{
    struct rom rom;
    struct memory memory;
    uint32_t address = 0;
    check_step(rom_open("init", &rom), "opening a ROM");
    const cap_t read_only = rom.memory.dataspace;
    check_step(memory_allocate(PAGE_SIZE, 0, &memory), "allocating");
    const struct cap_item own = cap_plain(memory.dataspace);

    check_error(rm_attach(CAP_ADDRESS_SPACE, RM_ANYWHERE, 0, 0, MAP_READ | MAP_WRITE,
                          cap_plain(read_only), &address),
                ERROR_DENIED, "attaching a ROM to be written");
    check_error(
        rm_attach(CAP_ADDRESS_SPACE, RM_ANYWHERE, 0, 2 * PAGE_SIZE, MAP_READ, own, &address),
        ERROR_INVALID, "attaching more than a dataspace has");
    check_error(rm_attach(CAP_ADDRESS_SPACE, RM_ANYWHERE, PAGE_SIZE, 0, MAP_READ, own, &address),
                ERROR_INVALID, "attaching from beyond its end");
    check_error(rm_attach(CAP_ADDRESS_SPACE, RM_ANYWHERE, 0xfffff000, PAGE_SIZE * 2, MAP_READ, own,
                          &address),
                ERROR_INVALID, "attaching with an offset that wraps");
    check_error(
        rm_attach(CAP_ADDRESS_SPACE, RM_ANYWHERE, 0, 0, MAP_WRITE | MAP_EXECUTE, own, &address),
        ERROR_INVALID, "attaching to be both written and executed");
    check_error(rm_attach(CAP_ADDRESS_SPACE, RM_ANYWHERE, 0, 0, MAP_READ,
                          cap_plain(CAP_ADDRESS_SPACE), &address),
                ERROR_CAPABILITY, "attaching what is no dataspace");
    check_error(pd_ram_free(CAP_PD, cap_plain(read_only)), ERROR_DENIED, "freeing a ROM");
    memory_free(&memory);
    rom_close(&rom);
}

/* What was handed over to be read: its holder can neither write nor execute it, nor free it, nor
 * get more rights out of it. */
static void check_read_only(cap_t dataspace, const char *what)
{
    uint32_t address = 0, size = 0, flags = 0;
    cap_t again = CAP_NULL;
    check_error(rm_attach(CAP_ADDRESS_SPACE, RM_ANYWHERE, 0, 0, MAP_READ | MAP_WRITE,
                          cap_plain(dataspace), &address),
                ERROR_DENIED, "attaching %s to be written", what);
    check_error(rm_attach(CAP_ADDRESS_SPACE, RM_ANYWHERE, 0, 0, MAP_READ | MAP_EXECUTE,
                          cap_plain(dataspace), &address),
                ERROR_DENIED, "attaching %s to be executed", what);
    check_error(pd_ram_free(CAP_PD, cap_plain(dataspace)), ERROR_DENIED, "freeing %s", what);
    check_step(dataspace_information(dataspace, &size, &flags), "information");
    check(flags == MAP_READ, "%s says that it can be read only", what);
    check_step(dataspace_read_only(dataspace, &again), "a further capability");
    check_error(rm_attach(CAP_ADDRESS_SPACE, RM_ANYWHERE, 0, 0, MAP_READ | MAP_WRITE,
                          cap_plain(again), &address),
                ERROR_DENIED, "attaching what %s gives to be written", what);
    cap_free(again);
}

static void test_read_only(void)
{
    struct rom config;
    struct memory memory;
    uint32_t address = 0;
    cap_t shown = CAP_NULL;
    check_step(rom_open("config", &config), "opening the config");
    check_read_only(config.memory.dataspace, "the own config");
    rom_close(&config);

    check_step(memory_allocate(PAGE_SIZE, 0, &memory), "allocating");
    check_step(dataspace_read_only(memory.dataspace, &shown), "a capability to read");
    check_read_only(shown, "what is shown");
    check_step(
        rm_attach(CAP_ADDRESS_SPACE, RM_ANYWHERE, 0, 0, MAP_READ, cap_plain(shown), &address),
        "attaching it to be read");
    *(volatile uint32_t *)memory.address = 1;
    check(*(volatile uint32_t *)(uintptr_t)address == 1, "what is shown is the memory itself");
    check(is_refused(write_word, address, FAULT_WRITE), "writing there faults");
    check_step(rm_detach(CAP_ADDRESS_SPACE, address), "detaching");
    memory_free(&memory);
    check_error(dataspace_read_only(shown, &shown), ERROR_GONE, "it ends with the dataspace");
}

void test_memory(void)
{
    check_step(pd_fault_handler(CAP_PD, cap_minted(CAP_NOTIFICATION, FLAG_FAULT)),
               "naming a fault handler");
    test_addresses();
    test_registers();
    test_attaching();
    test_read_only();
}
