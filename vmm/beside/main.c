/* SPDX-License-Identifier: MIT */
/*
 * test_vm_state: a component that runs beside a hostile guest (guest/state) on the same CPU, and
 * does what the guest's settings would spoil if they reached it: unaligned accesses, barriers by
 * CP15, floating point, the counter, its thread's registers.
 */
#include <hw/call.h>
#include <runtime/component.h>
#include <runtime/counter.h>
#include <runtime/utcb.h>
#include "check/check.h"

enum { SECONDS = 3, UNALIGNED = 0x11223344 };

struct counts {
    uint32_t rounds, unaligned, floating, endian, counter, registers;
};

static uint32_t load_big_endian(const uint32_t *address)
{
    uint32_t value;
    __asm__ volatile("setend be\n\tldr %0, [%1]\n\tsetend le"
                     : "=r"(value)
                     : "r"(address)
                     : "memory");
    return value;
}

static bool unaligned_works(void)
{
    uint8_t bytes[12];
    uint32_t value;
    uint32_t half;
    __asm__ volatile("str %2, [%3, #1]\n\tldr %0, [%3, #1]\n\tldrh %1, [%3, #2]"
                     : "=&r"(value), "=&r"(half)
                     : "r"(UNALIGNED), "r"(bytes)
                     : "memory");
    return value == UNALIGNED && half == (UNALIGNED >> 8 & 0xffff);
}

/* CP15's DMB, DSB and ISB (deprecated), which SCTLR.CP15BEN would make undefined. */
static void barriers(void)
{
    __asm__ volatile("mcr p15, 0, %0, c7, c10, 5\n\t"
                     "mcr p15, 0, %0, c7, c10, 4\n\t"
                     "mcr p15, 0, %0, c7, c5, 4"
                     :
                     : "r"(0)
                     : "memory");
}

static uint32_t read_only_thread_register(void)
{
    uint32_t value;
    __asm__ volatile("mrc p15, 0, %0, c13, c0, 3" : "=r"(value)); /* TPIDRURO */
    return value;
}

/* Sums by VFP and NEON registers of both halves of the file; the result depends on each step. */
static uint32_t compute(void)
{
    uint32_t result;
    __asm__ volatile(".fpu neon-vfpv4\n\t"
                     "vmov.f64 d0, #1.0\n\t"
                     "vmov.f64 d16, #1.5\n\t"
                     "vmov.i32 q9, #7\n\t"
                     "mov r3, #200\n"
                     "1: vmla.f64 d0, d0, d16\n\t"
                     "vadd.i32 q9, q9, q9\n\t"
                     "vmul.f64 d16, d16, d16\n\t"
                     "vsub.f64 d16, d16, d0\n\t"
                     "vdiv.f64 d16, d16, d0\n\t"
                     "subs r3, r3, #1\n\t"
                     "bne 1b\n\t"
                     "vmov r2, r3, d0\n\t"
                     "eor %0, r2, r3\n\t"
                     "vmov r2, r3, d16\n\t"
                     "eor %0, %0, r2\n\t"
                     "eor %0, %0, r3\n\t"
                     "vmov r2, r3, d19\n\t"
                     "add %0, %0, r2"
                     : "=&r"(result)
                     :
                     : "r2", "r3", "cc", "memory");
    return result;
}

void component_main(void)
{
    static const uint32_t word = 0x01020304;
    const struct thread_block *const block = thread_block();
    const uint32_t read_only = read_only_thread_register();
    const uint32_t expected = compute();
    const uint64_t end = counter_read() + (uint64_t)SECONDS * counter_frequency();
    struct counts wrong = {0};
    uint64_t last = counter_read();
    while (last < end) {
        wrong.rounds++;
        wrong.unaligned += !unaligned_works();
        barriers();
        wrong.floating += compute() != expected;
        wrong.endian += load_big_endian(&word) != 0x04030201;
        uint64_t now = counter_read();
        wrong.counter += now < last;
        last = now;
        wrong.registers += thread_block() != block || read_only_thread_register() != read_only;
        if (wrong.rounds % 16 == 0) {
            thread_yield();
        }
    }
    check(wrong.rounds > 0 && wrong.unaligned == 0, "unaligned accesses");
    check(true, "barriers by CP15"); /* or the component had faulted */
    check(wrong.floating == 0, "floating point");
    check(wrong.endian == 0, "both byte orders");
    check(wrong.counter == 0, "the counter");
    check(wrong.registers == 0, "the thread's registers");
    check_finish("test_vm_state");
}
