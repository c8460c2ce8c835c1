/* SPDX-License-Identifier: MIT */
/*
 * guest_check: a guest that checks each mechanism of the VMM, resets its machine, finds it as new
 * and switches it off. It prints a line for each check, and `guest: all checks passed` at the end.
 */
#include <stddef.h>
#include "guest.h"

enum { STATUS_EXTERNAL = 0x08, STATUS_WRITE = 1 << 11, STATUS_SHORT = 0xd0f };
enum { PATIENCE = 10 /* seconds for an interrupt to come: far more than any machine needs */ };

static uint32_t failures;
static uint32_t ticks_second;          /* of the counter; boards differ */
static uint32_t survivor = 0x12345678; /* initialized data: as loaded, at each start */

static void check(bool holds, const char *what)
{
    guest_print(holds ? "ok " : "FAILED ");
    guest_print(what);
    guest_print("\n");
    failures += !holds;
}

static void wait_until_handled(uint32_t id, uint32_t count)
{
    uint64_t end = guest_time() + (uint64_t)PATIENCE * ticks_second;
    while (guest_handled(id) < count && guest_time() < end) {
    }
}

/* Sleep until interrupt `id` was handled `count` times, at most PATIENCE. */
static void sleep_until_handled(uint32_t id, uint32_t count)
{
    uint64_t end = guest_time() + (uint64_t)PATIENCE * ticks_second;
    guest_interrupts(false);
    while (guest_handled(id) < count && guest_time() < end) {
        guest_wait();
        guest_interrupts(true); /* what woke it is taken here */
        guest_interrupts(false);
    }
    guest_interrupts(true);
}

static void check_memory(void)
{
    enum { PROBE = 0x83000000, WORDS = 4096, STRIDE = 4096 };
    bool right = true;
    for (uint32_t i = 0; i < WORDS; i++) {
        write32(PROBE + i * STRIDE, i * 0x01010101);
    }
    for (uint32_t i = 0; i < WORDS; i++) {
        right &= read32(PROBE + i * STRIDE) == i * 0x01010101;
    }
    check(right, "memory keeps what is written");
}

static void check_tree(uint32_t tree)
{
    enum { FDT_MAGIC_LITTLE = (int)0xedfe0dd0 };
    check(read32(tree) == (uint32_t)FDT_MAGIC_LITTLE, "r2 names a device tree");
}

static void check_psci(void)
{
    check(guest_psci(PSCI_VERSION, 0, 0) == 1 << 16, "PSCI 1.0");
    check(guest_psci(PSCI_FEATURES, 0x84000008, 0) == 0, "PSCI has SYSTEM_OFF");
    check(guest_psci(PSCI_AFFINITY_INFO, 0, 0) == 0, "CPU 0 is on");
    check(guest_hvc(0x8400ffff, 0, 0, 0) == 0xffffffff, "an unknown function is refused");
}

static void check_device_access(void)
{
    uint32_t value;
    check(read32(UART_BASE + 0xfe0) == 0x11, "word of a device");
    __asm__ volatile("ldrb %0, [%1]" : "=r"(value) : "r"(UART_BASE + 0xff4) : "memory");
    check(value == 0xf0, "byte of a device");
    __asm__ volatile("ldrsb %0, [%1]" : "=r"(value) : "r"(UART_BASE + 0xff4) : "memory");
    check(value == 0xfffffff0, "byte of a device, sign-extended");
    __asm__ volatile("ldrh %0, [%1]" : "=r"(value) : "r"(SYSREGS_BASE) : "memory");
    check(value == 0xf500, "halfword of a device");
    __asm__ volatile("mov lr, #0\n\tldr lr, [%1]\n\tmov %0, lr"
                     : "=r"(value)
                     : "r"(UART_BASE + 0xfe0)
                     : "lr", "memory");
    check(value == 0x11, "a device read into a banked register");
}

static void check_coprocessor(void)
{
    uint32_t value;
    __asm__ volatile("mrc p15, 0, %0, c1, c0, 1" : "=r"(value)); /* ACTLR */
    check(value == 0x40, "ACTLR reads as emulated");
    guest_fault.kind = EXCEPTION_NONE;
    __asm__ volatile("mrc p15, 0, %0, c14, c2, 1" : "=r"(value)); /* CNTP_CTL */
    check(guest_fault.kind == EXCEPTION_UNDEFINED, "the physical timer is undefined");
}

static void check_aborts(void)
{
    uint32_t status, address;
    guest_fault.kind = EXCEPTION_NONE;
    (void)read32(NOWHERE + 0x124);
    __asm__ volatile("mrc p15, 0, %0, c5, c0, 0" : "=r"(status));  /* DFSR */
    __asm__ volatile("mrc p15, 0, %0, c6, c0, 0" : "=r"(address)); /* DFAR */
    check(guest_fault.kind == EXCEPTION_DATA_ABORT && (status & STATUS_SHORT) == STATUS_EXTERNAL &&
              address == NOWHERE + 0x124,
          "reading nothing is an external abort");
    guest_fault.kind = EXCEPTION_NONE;
    write32(NOWHERE + 0x124, 1);
    __asm__ volatile("mrc p15, 0, %0, c5, c0, 0" : "=r"(status));
    check(guest_fault.kind == EXCEPTION_DATA_ABORT && (status & STATUS_WRITE),
          "writing nothing is an external abort");
    guest_fault.kind = EXCEPTION_NONE;
    __asm__ volatile("adr r0, 1f\n\tstr r0, [%0]\n\tbx %1\n1:"
                     :
                     : "r"(&guest_go_on), "r"(NOWHERE + 0x1000)
                     : "r0", "memory");
    __asm__ volatile("mrc p15, 0, %0, c5, c0, 1" : "=r"(status));  /* IFSR */
    __asm__ volatile("mrc p15, 0, %0, c6, c0, 2" : "=r"(address)); /* IFAR */
    check(guest_fault.kind == EXCEPTION_PREFETCH_ABORT &&
              (status & STATUS_SHORT) == STATUS_EXTERNAL && address == NOWHERE + 0x1000,
          "executing nothing is an external abort");
    guest_fault.kind = EXCEPTION_NONE;
    __asm__ volatile("ldrd r0, r1, [%0]" : : "r"(UART_BASE) : "r0", "r1", "memory");
    check(guest_fault.kind == EXCEPTION_DATA_ABORT, "two registers at a device at once: abort");
}

static void check_software_interrupts(void)
{
    for (uint32_t id = 0; id < 16; id++) {
        guest_enable(id, 0x80 - 8 * id);
    }
    write32(GICD_BASE + GICD_SGIR, 2 << 24 | 3);
    wait_until_handled(3, 1);
    check(guest_handled(3) == 1, "an SGI to self");
}

static uint32_t order[16];
static uint32_t order_count;

static void note_order(uint32_t id)
{
    if (order_count < 16) {
        order[order_count] = id;
        order_count++;
    }
}

static void check_priorities(void)
{
    bool right = true;
    guest_on_interrupt = note_order;
    guest_interrupts(false);
    for (uint32_t id = 0; id < 16; id++) {
        write32(GICD_BASE + GICD_SGIR, 2 << 24 | id);
    }
    guest_interrupts(true);
    wait_until_handled(0, 1);
    for (uint32_t i = 0; i < 16; i++) {
        right &= order[i] == 15 - i;
    }
    check(order_count == 16 && right, "16 SGIs at once, the most urgent first");
    guest_on_interrupt = NULL;
}

static void stop_timer(uint32_t id)
{
    if (id == INTERRUPT_VIRTUAL_TIMER) {
        guest_timer_stop();
    }
}

static void check_virtual_timer(void)
{
    guest_on_interrupt = stop_timer;
    guest_enable(INTERRUPT_VIRTUAL_TIMER, 0xa0);
    guest_timer_start(ticks_second / 1000);
    wait_until_handled(INTERRUPT_VIRTUAL_TIMER, 1);
    check(guest_handled(INTERRUPT_VIRTUAL_TIMER) == 1, "the virtual timer's interrupt");
    uint64_t start = guest_time();
    guest_timer_start(ticks_second / 500);
    sleep_until_handled(INTERRUPT_VIRTUAL_TIMER, 2);
    check(guest_handled(INTERRUPT_VIRTUAL_TIMER) == 2, "the virtual timer wakes from WFI");
    check(guest_time() - start >= ticks_second / 500, "and not too early");
    guest_on_interrupt = NULL;
}

static void mask_uart(uint32_t id)
{
    if (id == INTERRUPT_UART && guest_handled(id) == 3) {
        write32(UART_BASE + UARTIMSC, 0);
    }
}

static void check_level_interrupt(void)
{
    guest_on_interrupt = mask_uart;
    guest_enable(INTERRUPT_UART, 0xa0);
    write32(UART_BASE + UARTIMSC, UART_TX_INTERRUPT);
    wait_until_handled(INTERRUPT_UART, 3);
    for (uint32_t i = 0; i < 1000; i++) {
        (void)guest_time();
    }
    check(guest_handled(INTERRUPT_UART) == 3, "a level interrupt comes until it is masked");
    guest_disable(INTERRUPT_UART);
    guest_on_interrupt = NULL;
}

enum { TIMER_LOAD = 0x00, TIMER_CONTROL = 0x08, TIMER_INTCLR = 0x0c, TIMER_ONE_SHOT = 0xa3 };

static void clear_timer(uint32_t id)
{
    if (id == INTERRUPT_TIMER01) {
        write32(TIMER01_BASE + TIMER_INTCLR, 1);
    }
}

static void check_board_timer(void)
{
    guest_on_interrupt = clear_timer;
    guest_enable(INTERRUPT_TIMER01, 0xa0);
    uint64_t start = guest_time();
    write32(TIMER01_BASE + TIMER_LOAD, 2000);
    write32(TIMER01_BASE + TIMER_CONTROL, TIMER_ONE_SHOT);
    sleep_until_handled(INTERRUPT_TIMER01, 1);
    /* The SP804 counts microseconds: the one in which it was started may be nearly over. */
    check(guest_handled(INTERRUPT_TIMER01) == 1 &&
              guest_time() - start >= (uint64_t)ticks_second * 1999 / 1000000,
          "the SP804's interrupt after 2 ms");
    guest_on_interrupt = NULL;
}

/* The flags that survive a reset tell whether this is the first start. */
static void check_reset(void)
{
    bool again = read32(SYSREGS_BASE + SYS_NVFLAGS) & 1;
    check(survivor == 0x12345678, "initialized data is as loaded");
    survivor = 0;
    if (!again) {
        guest_print("guest: resetting\n");
        write32(SYSREGS_BASE + SYS_NVFLAGS, 1);
        (void)guest_psci(PSCI_SYSTEM_RESET, 0, 0);
    }
    write32(SYSREGS_BASE + SYS_NVFLAGSCLR, 1);
    check(guest_handled(3) != 0, "the second run, after a reset");
}

void guest_main(uint32_t tree)
{
    guest_initialize();
    ticks_second = guest_time_frequency();
    guest_print("guest: starting\n");
    guest_interrupts(true);
    check_tree(tree);
    check_memory();
    check_psci();
    check_device_access();
    check_coprocessor();
    check_aborts();
    check_software_interrupts();
    check_priorities();
    check_virtual_timer();
    check_level_interrupt();
    check_board_timer();
    check_reset();
    guest_print(failures == 0 ? "guest: all checks passed\n" : "guest: checks failed\n");
    (void)guest_psci(PSCI_SYSTEM_OFF, 0, 0);
}
