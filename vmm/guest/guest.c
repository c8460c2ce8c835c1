/* SPDX-License-Identifier: MIT */
/* What the tiny guests share; see guest.h. */
#include <stddef.h>
#include "guest.h"

enum { SPURIOUS = 1020, INTERRUPT_ID = 0x3ff, ALL_PRIORITIES = 0xff };

volatile struct guest_fault guest_fault;
volatile uint32_t guest_go_on;
void (*guest_on_interrupt)(uint32_t id);
static volatile uint32_t handled[INTERRUPT_MAX];

/* Called by the vectors (start.S). */
uint32_t guest_exception(uint32_t kind, uint32_t pc, uint32_t status);
void guest_interrupt(void);

uint32_t guest_exception(uint32_t kind, uint32_t pc, uint32_t status)
{
    guest_fault.kind = (enum guest_exception_kind)kind;
    guest_fault.pc = pc;
    guest_fault.status = status;
    return kind == EXCEPTION_PREFETCH_ABORT ? guest_go_on : pc + 4;
}

void guest_interrupt(void)
{
    uint32_t acknowledged = read32(GICC_BASE + GICC_IAR);
    uint32_t id = acknowledged & INTERRUPT_ID;
    if (id >= SPURIOUS) {
        return;
    }
    if (id < INTERRUPT_MAX) {
        handled[id]++;
    }
    if (guest_on_interrupt != NULL) {
        guest_on_interrupt(id);
    }
    write32(GICC_BASE + GICC_EOIR, acknowledged);
}

uint32_t guest_handled(uint32_t id)
{
    return handled[id];
}

void guest_initialize(void)
{
    write32(UART_BASE + UARTCR, UART_ON);
    write32(GICD_BASE + GICD_CTLR, 1);
    write32(GICC_BASE + GICC_PMR, ALL_PRIORITIES);
    write32(GICC_BASE + GICC_CTLR, 1);
}

void guest_enable(uint32_t id, uint32_t priority)
{
    write8(GICD_BASE + GICD_IPRIORITYR + id, priority);
    write32(GICD_BASE + GICD_ISENABLER + id / 32 * 4, 1u << (id % 32));
}

void guest_disable(uint32_t id)
{
    write32(GICD_BASE + GICD_ICENABLER + id / 32 * 4, 1u << (id % 32));
}

static void print_character(char character)
{
    while (read32(UART_BASE + UARTFR) & UART_TXFF) {
    }
    write32(UART_BASE + UARTDR, (uint8_t)character);
}

void guest_print(const char *text)
{
    for (; *text != '\0'; text++) {
        print_character(*text);
    }
}

void guest_print_number(uint32_t number)
{
    char digits[10];
    uint32_t count = 0;
    do {
        digits[count] = (char)('0' + number % 10);
        count++;
        number /= 10;
    } while (number != 0);
    while (count > 0) {
        count--;
        print_character(digits[count]);
    }
}
