/* SPDX-License-Identifier: MIT */
/*
 * guest_dma: a guest with a DMA engine of the real machine, which does on its terminal's word what
 * attack.h tells: a letter each.
 *
 *   c copy   o outside   a attack   e endless transfer   p its progress   s stop
 *   xADDRESS. outside, at one address, in hexadecimal up to any other character
 *   i copy with an interrupt   r reset the machine   q switch it off
 */
#include "attack.h"
#include "engine.h"
#include "guest.h"

#define ENGINE_BASE 0x1d000000u
enum {
    ENGINE_INTERRUPT = 52, /* shared interrupt 20 */
    RAM_BASE = (int)0x80000000,
    RAM_SIZE = 64 << 20,
    OWN_OFFSET = 16 << 20, /* behind the guest itself */
    UARTFR_EMPTY = 1 << 4,
    PRIORITY = 0x80,
    INTERRUPT_PATIENCE = 10000000, /* microseconds */
};

static uint32_t frequency;

static uint64_t microseconds(void)
{
    return guest_time() / (frequency / 1000000);
}

static void on_interrupt(uint32_t id)
{
    if (id == ENGINE_INTERRUPT) {
        engine_acknowledge(ENGINE_BASE);
    }
}

static char read_letter(void)
{
    while (read32(UART_BASE + UARTFR) & UARTFR_EMPTY) {
    }
    return (char)read32(UART_BASE + UARTDR);
}

static uint32_t read_address(void)
{
    uint32_t address = 0;
    uint32_t digit;
    while (attack_digit(read_letter(), &digit)) {
        address = address << 4 | digit;
    }
    return address;
}

static void copy_with_interrupt(struct attacker *attacker)
{
    uint32_t before = guest_handled(ENGINE_INTERRUPT);
    attack_copy(attacker);
    uint64_t end = microseconds() + INTERRUPT_PATIENCE;
    while (guest_handled(ENGINE_INTERRUPT) == before && microseconds() < end) {
    }
    guest_print("dma: interrupts: ");
    guest_print_number(guest_handled(ENGINE_INTERRUPT) - before);
    guest_print("\n");
}

static void obey(struct attacker *attacker, char letter)
{
    switch (letter) {
    case 'c':
        attack_copy(attacker);
        break;
    case 'i':
        copy_with_interrupt(attacker);
        break;
    case 'o':
        attack_outside(attacker);
        break;
    case 'a':
        attack_physical(attacker);
        break;
    case 'x':
        attack_at(attacker, read_address());
        break;
    case 'e':
        attack_endless(attacker);
        break;
    case 'p':
        attack_progress(attacker);
        break;
    case 's':
        attack_stop(attacker);
        break;
    case 'r':
        (void)guest_psci(PSCI_SYSTEM_RESET, 0, 0);
        break;
    case 'q':
        (void)guest_psci(PSCI_SYSTEM_OFF, 0, 0);
        break;
    default:
        break;
    }
}

/* Memory that nobody has written since it was handed out is zero, but for the block in which the
 * guest's device tree is. */
static void tell_of_memory(const struct attacker *attacker, uint32_t tree)
{
    const volatile uint32_t *words = (const volatile uint32_t *)attacker->memory;
    const uint32_t tree_block = (tree - attacker->address) / ATTACK_BLOCK;
    uint32_t seen = 0;
    for (uint32_t i = 0; i < attacker->size / sizeof(*words); i++) {
        seen |= i / (ATTACK_BLOCK / sizeof(*words)) == tree_block ? 0 : words[i];
    }
    guest_print(seen == 0 ? "dma: memory: as new\n" : "dma: memory: was written\n");
}

void guest_main(uint32_t tree)
{
    guest_initialize();
    __asm__ volatile("mrc p15, 0, %0, c14, c0, 0" : "=r"(frequency)); /* CNTFRQ, B4.1.21 */
    guest_on_interrupt = on_interrupt;
    guest_enable(ENGINE_INTERRUPT, PRIORITY);
    guest_interrupts(true);
    struct attacker attacker = {
        .engine = ENGINE_BASE,
        .memory = (volatile uint8_t *)(RAM_BASE + OWN_OFFSET),
        .address = (uint32_t)RAM_BASE + OWN_OFFSET,
        .size = RAM_SIZE - OWN_OFFSET,
        .gap = RAM_SIZE - OWN_OFFSET - 2 * ATTACK_BLOCK,
        .ram_base = (uint32_t)RAM_BASE,
        .ram_end = (uint32_t)RAM_BASE + RAM_SIZE,
        .print = guest_print,
        .microseconds = microseconds,
    };
    engine_reset(attacker.engine);
    tell_of_memory(&attacker, tree);
    guest_print("dma: ready\n");
    for (;;) {
        obey(&attacker, read_letter());
    }
}
