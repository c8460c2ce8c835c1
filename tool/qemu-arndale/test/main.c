/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A program for the emulated Arndale that checks the board: the state it starts in, the second
 * core, timers, gates, TrustZone registers, each SysMMU, reset, and power-off, with which it ends.
 */
#include "board.h"
#include "report.h"
#include "sysmmu_test.h"

#define RESET_MARK       (IRAM + 0x1008)
#define RESET_MARK_VALUE 0x5e5e7000u
#define PS_HOLD_HIGH     0x100u
#define CORE_ON          3u
#define POLLS_MAX        10000000u
#define COUNTER_HZ       24000000u

volatile uint32_t abort_count;
static volatile uint32_t core1_alive;
extern const char core1_entry[];
void core1_main(void);
int main(void);

static const struct guarded_engine engines[] = {
    {.name = "MDMA0",
     .engine = 0x10800000,
     .sysmmu = 0x10a40000,
     .gate = CMU_GATE_ACP,
     .engine_gate_bit = 1,
     .sysmmu_gate_bit = 5,
     .combiner_group = 7,
     .combiner_bit = 0,
     .abort_group = 15,
     .abort_bit = 3},
    {.name = "MDMA1",
     .engine = 0x11c10000,
     .sysmmu = 0x11d50000,
     .gate = CMU_GATE_GEN,
     .engine_gate_bit = 4,
     .sysmmu_gate_bit = 9,
     .combiner_group = 7,
     .combiner_bit = 2,
     .abort_group = 13,
     .abort_bit = 1},
};

bool answers(uint32_t address)
{
    uint32_t before = abort_count;

    (void)read32(address);
    barrier();
    return abort_count == before;
}

static void test_start(void)
{
    uint32_t mode, features, frequency, secure;

    report_unit("start");
    __asm__("mrs %0, cpsr" : "=r"(mode));
    __asm__("mrc p15, 0, %0, c0, c1, 1" : "=r"(features));
    __asm__("mrc p15, 0, %0, c14, c0, 0" : "=r"(frequency));
    __asm__("mrc p15, 0, %0, c1, c1, 0" : "=r"(secure));
    check_equal("SVC mode", mode & 0x1f, 0x13);
    check_equal("secure", secure & 1, 0);
    check_equal("TrustZone and virtualization", features & 0xf0f0, 0x1010);
    check_equal("generic timer at 24 MHz", frequency, COUNTER_HZ);
    check_equal("chip", read32(0x10000000) & 0xfffff000, 0x43520000);
    check("nothing answers in a hole", !answers(HOLE));
    check_equal("128 shared interrupts, 2 cores", read32(GICD + 4) & 0xff, 0x24);
    check_equal("4 list registers", read32(GICH + 4) & 0x3f, 3);
}

void core1_main(void)
{
    uint32_t affinity;

    __asm__("mrc p15, 0, %0, c0, c0, 5" : "=r"(affinity));
    core1_alive = affinity & 0xff;
    barrier();
}

static bool becomes(volatile const uint32_t *word, uint32_t value)
{
    for (uint32_t i = 0; i < POLLS_MAX; i++) {
        if (*word == value) {
            return true;
        }
        __asm__ volatile("yield");
    }
    return false;
}

/* Gives core 1 its entry, and wakes it with an interrupt. */
static void release_core1(void)
{
    const uint32_t control = GICD, send = GICD + 0xf00, to_core1 = 1u << 17;

    write32(control, 1);
    write32(IRAM, (uint32_t)core1_entry);
    barrier();
    write32(send, to_core1);
}

static void test_core1(void)
{
    report_unit("core 1");
    check_equal("on at the start", read32(PMU_CORE1_STATUS) & CORE_ON, CORE_ON);
    check_equal("no entry address at the start", read32(IRAM), 0);
    release_core1();
    check("runs from its entry", becomes(&core1_alive, 1));
    write32(PMU_CORE1_CONFIGURATION, 0);
    check("switched off", becomes((volatile uint32_t *)PMU_CORE1_STATUS, 0));
    write32(IRAM, 0);
    core1_alive = 0;
    write32(PMU_CORE1_CONFIGURATION, CORE_ON);
    check("switched on", becomes((volatile uint32_t *)PMU_CORE1_STATUS, CORE_ON));
    release_core1();
    check("runs again", becomes(&core1_alive, 1));
}

static uint64_t generic_counter(void)
{
    uint64_t value;

    __asm__ volatile("isb\n mrrc p15, 0, %Q0, %R0, c14" : "=r"(value));
    return value;
}

/* The multi-core timer's counter runs, and as fast as the generic timer's. Compared over a tenth of
   a second, so that an emulator that is held up in between is not taken for a wrong timer. */
static void test_timer(void)
{
    const uint32_t count = MCT + 0x100, control = MCT + 0x240, status = MCT + 0x24c;
    const uint32_t start = 0x100, control_written = 1u << 16;
    const uint32_t period = COUNTER_HZ / 10, tolerance = period / 10;
    uint32_t first, passed;
    uint64_t begin;

    report_unit("MCT");
    write32(control, start);
    check("a write is acknowledged", read32(status) & control_written);
    write32(status, control_written);
    first = read32(count);
    begin = generic_counter();
    while (generic_counter() - begin < period) {
    }
    passed = read32(count) - first;
    check("24 MHz", passed > period - tolerance && passed < period + tolerance);
}

static void test_gates(void)
{
    uint32_t open = read32(CMU_GATE_PERIC);

    report_unit("clocks");
    check("UART0 answers", answers(UART0));
    write32(CMU_GATE_PERIC, open & ~1u);
    check("UART0 does not without its clock", !answers(UART0));
    check("UART2 does", answers(UART2));
    write32(CMU_GATE_PERIC, open);
    check("UART0 answers again", answers(UART0));
    check_equal("MPLL is locked", read32(0x10014100) >> 29 & 1, 1);
    check_equal("UART2 at 100 MHz: source", read32(0x10020250) >> 8 & 15, 6);
    check_equal("UART2 at 100 MHz: divisor", read32(0x10020558) >> 8 & 15, 7);
}

static void test_tzpc(void)
{
    const uint32_t status = TZPC0 + 0x90000 + 0x800, set = status + 4, clear = status + 8;

    report_unit("TZPC 9");
    check_equal("open at the start", read32(status), 0xff);
    write32(clear, 0x0f);
    check_equal("protection set", read32(status), 0xf0);
    write32(set, 0x03);
    check_equal("protection taken back", read32(status), 0xf3);
}

static void power_off(void)
{
    write32(PMU_PS_HOLD, read32(PMU_PS_HOLD) & ~PS_HOLD_HIGH);
    for (;;) {
        __asm__ volatile("wfi");
    }
}

static void reset(void)
{
    report_save();
    write32(RESET_MARK, RESET_MARK_VALUE);
    write32(PMU_RESET, 1);
    for (;;) {
        __asm__ volatile("wfi");
    }
}

int main(void)
{
    if (read32(RESET_MARK) == RESET_MARK_VALUE) {
        write32(RESET_MARK, 0);
        report_restore();
        report_unit("reset");
        check("back at the start, iRAM kept", true);
        check_equal("SysMMU off", read32(engines[0].sysmmu), 0);
        check_equal("core 1 on", read32(PMU_CORE1_STATUS) & CORE_ON, CORE_ON);
        check_equal("no entry address", read32(IRAM), 0);
        report_end();
        power_off();
    }
    test_start();
    test_core1();
    test_timer();
    test_gates();
    test_tzpc();
    for (unsigned i = 0; i < sizeof(engines) / sizeof(engines[0]); i++) {
        sysmmu_test(&engines[i]);
    }
    reset();
    return 0;
}
