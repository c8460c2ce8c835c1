/* SPDX-License-Identifier: MIT */
/*
 * dma: a program in a Linux guest that has a DMA engine of the real machine, and no driver for it.
 * As guest_dma, it does what attack.h tells: `dma LETTERS`. It needs nothing but /dev/mem.
 *
 *   c copy   o outside   a attack   e endless transfer   p its progress   s stop
 *   xADDRESS outside, at one address, in hexadecimal
 *
 * Its memory is a part of the guest's RAM that the device tree keeps from the kernel (run/lib/
 * dma.tcl). It uses no C library: the system calls that it makes are here.
 */
#include "../attack.h"
#include "../engine.h"

#define ENGINE_BASE 0x1d000000u
#define OWN_BASE    0x86000000u
#define RAM_BASE    0x80000000u
enum {
    OWN_SIZE = 48 << 20,
    RAM_SIZE = 256 << 20,
    ENGINE_SIZE = 4096,
    PAGE_SHIFT = 12,
};

/* System calls of Linux on ARM (EABI: the number is in r7). */
enum system_call { SYS_EXIT = 1, SYS_WRITE = 4, SYS_OPEN = 5, SYS_MMAP2 = 192, SYS_CLOCK = 263 };
enum { O_RDWR_SYNC = 0x101002, PROT_READ_WRITE = 3, MAP_SHARED = 1, CLOCK_MONOTONIC = 1 };
#define SYSTEM_CALL_FAILED(result) ((uint32_t)(result) > 0xfffff000u)

void program_start(const uint32_t *stack);

static uint32_t system_call(enum system_call number, uint32_t a, uint32_t b, uint32_t c, uint32_t d,
                            uint32_t e, uint32_t f)
{
    register uint32_t r0 __asm__("r0") = a;
    register uint32_t r1 __asm__("r1") = b;
    register uint32_t r2 __asm__("r2") = c;
    register uint32_t r3 __asm__("r3") = d;
    register uint32_t r4 __asm__("r4") = e;
    register uint32_t r5 __asm__("r5") = f;
    register uint32_t r7 __asm__("r7") = (uint32_t)number;
    __asm__ volatile("svc #0"
                     : "+r"(r0)
                     : "r"(r1), "r"(r2), "r"(r3), "r"(r4), "r"(r5), "r"(r7)
                     : "memory");
    return r0;
}

static void print(const char *text)
{
    uint32_t length = 0;
    while (text[length] != '\0') {
        length++;
    }
    (void)system_call(SYS_WRITE, 1, (uint32_t)text, length, 0, 0, 0);
}

static _Noreturn void end(uint32_t status)
{
    for (;;) {
        (void)system_call(SYS_EXIT, status, 0, 0, 0, 0, 0);
    }
}

static uint64_t microseconds(void)
{
    uint32_t time[2] = {0, 0}; /* seconds, nanoseconds */
    (void)system_call(SYS_CLOCK, CLOCK_MONOTONIC, (uint32_t)time, 0, 0, 0, 0);
    return (uint64_t)time[0] * 1000000 + time[1] / 1000;
}

static uintptr_t map(uint32_t file, uint32_t physical, uint32_t size)
{
    uint32_t address =
        system_call(SYS_MMAP2, 0, size, PROT_READ_WRITE, MAP_SHARED, file, physical >> PAGE_SHIFT);
    if (SYSTEM_CALL_FAILED(address)) {
        print("dma: /dev/mem cannot be mapped\n");
        end(1);
    }
    return address;
}

static struct attacker attacker = {
    .address = OWN_BASE,
    .size = OWN_SIZE,
    .gap = OWN_SIZE - 2 * ATTACK_BLOCK,
    .ram_base = RAM_BASE,
    .ram_end = RAM_BASE + RAM_SIZE,
    .print = print,
    .microseconds = microseconds,
};

/* Attack the address whose digits begin at `text`; returns its last one. */
static const char *attack_told(const char *text)
{
    uint32_t address = 0;
    uint32_t digit;
    while (attack_digit(*text, &digit)) {
        address = address << 4 | digit;
        text++;
    }
    attack_at(&attacker, address);
    return text - 1;
}

static void obey(char letter)
{
    switch (letter) {
    case 'c':
        attack_copy(&attacker);
        break;
    case 'o':
        attack_outside(&attacker);
        break;
    case 'a':
        attack_physical(&attacker);
        break;
    case 'e':
        attack_endless(&attacker);
        break;
    case 'p':
        attack_progress(&attacker);
        break;
    case 's':
        attack_stop(&attacker);
        break;
    default:
        print("dma: no such letter\n");
        break;
    }
}

__asm__(".globl _start\n"
        "_start:\n\t"
        "mov r0, sp\n\t"
        "bl program_start\n");

/* `stack`: the number of arguments, and the arguments. */
void program_start(const uint32_t *stack)
{
    uint32_t file = system_call(SYS_OPEN, (uint32_t) "/dev/mem", O_RDWR_SYNC, 0, 0, 0, 0);
    if (SYSTEM_CALL_FAILED(file) || stack[0] != 2) {
        print("usage: dma LETTERS, with /dev/mem\n");
        end(1);
    }
    attacker.engine = map(file, ENGINE_BASE, ENGINE_SIZE);
    attacker.memory = (volatile uint8_t *)map(file, OWN_BASE, OWN_SIZE);
    engine_reset(attacker.engine);
    for (const char *letter = (const char *)stack[2]; *letter != '\0'; letter++) {
        if (*letter == 'x') {
            letter = attack_told(letter + 1);
        } else {
            obey(*letter);
        }
    }
    end(0);
}
