/* SPDX-License-Identifier: MIT */
/*
 * guest_bench: what a guest's requests to its VMM cost, there and back, as lines
 * `bench: NAME VALUE`, in nanoseconds, which are instructions under QEMU's -icount shift=0.
 */
#include <stddef.h>
#include "guest.h"

enum { ROUNDS = 4096, WAKE_ROUNDS = 1024, TICKS_AHEAD = 1250, SECOND = 1000000000 /* ns */ };

/* QEMU counts in whole nanoseconds: a tick of 24 MHz takes it 41. */
static void report(const char *name, uint32_t ticks, uint32_t rounds)
{
    const uint32_t tick = (uint32_t)SECOND / guest_time_frequency();
    guest_print("bench: ");
    guest_print(name);
    guest_print(" ");
    guest_print_number((ticks * tick + rounds / 2) / rounds);
    guest_print("\n");
}

/* Ticks that ROUNDS runs of `operation` take, the loop included. */
static __attribute__((noinline)) uint32_t run(void (*operation)(void))
{
    operation();
    uint32_t start = (uint32_t)guest_time();
    for (uint32_t i = 0; i < ROUNDS; i++) {
        operation();
    }
    return (uint32_t)guest_time() - start;
}

static void do_nothing(void)
{
    __asm__ volatile("" : : : "memory");
}

/* What one `operation` takes, without the loop around it. */
static void measure(const char *name, void (*operation)(void))
{
    uint32_t empty = run(do_nothing);
    report(name, run(operation) - empty, ROUNDS);
}

static void hvc(void)
{
    (void)guest_psci(PSCI_VERSION, 0, 0);
}

static void flag(void)
{
    (void)read32(UART_BASE + UARTFR);
}

static void distributor(void)
{
    (void)read32(GICD_BASE + GICD_CTLR);
}

/* As a driver writes a character: once there is room. Lines of 64. */
static void put_character(void)
{
    static uint32_t column;
    while (read32(UART_BASE + UARTFR) & UART_TXFF) {
    }
    column = (column + 1) % 64;
    write32(UART_BASE + UARTDR, column == 0 ? '\n' : '.');
}

static void software_interrupt(void)
{
    uint32_t before = guest_handled(0);
    write32(GICD_BASE + GICD_SGIR, 2 << 24 | 0);
    while (guest_handled(0) == before) {
    }
}

static volatile uint32_t late; /* ticks from when the timer was due to its handler */

static void note_late(uint32_t id)
{
    if (id == INTERRUPT_VIRTUAL_TIMER) {
        uint32_t value;
        __asm__ volatile("mrc p15, 0, %0, c14, c3, 0" : "=r"(value)); /* CNTV_TVAL: below zero */
        late += 0u - value;
        guest_timer_stop();
    }
}

/* From the timer's expiry, while the guest waits in WFI, to its handler. */
static void measure_wake(void)
{
    guest_on_interrupt = note_late;
    guest_enable(INTERRUPT_VIRTUAL_TIMER, 0x80);
    for (uint32_t i = 0; i < WAKE_ROUNDS; i++) {
        uint32_t before = guest_handled(INTERRUPT_VIRTUAL_TIMER);
        guest_interrupts(false);
        guest_timer_start(TICKS_AHEAD + i % 64);
        while (guest_handled(INTERRUPT_VIRTUAL_TIMER) == before) {
            guest_wait();
            guest_interrupts(true); /* what woke it is taken here */
            guest_interrupts(false);
        }
        guest_interrupts(true);
    }
    guest_on_interrupt = NULL;
    report("guest_vtimer_wake", late, WAKE_ROUNDS);
}

void guest_main(uint32_t tree)
{
    (void)tree;
    guest_initialize();
    guest_enable(0, 0x80);
    guest_interrupts(true);
    measure("guest_hvc", hvc);
    measure("guest_pl011_flag", flag);
    measure("guest_gicd_read", distributor);
    measure("guest_pl011_putc", put_character);
    measure("guest_sgi", software_interrupt);
    measure_wake();
    guest_print("bench: all operations of a guest measured\n");
    (void)guest_psci(PSCI_SYSTEM_OFF, 0, 0);
}
