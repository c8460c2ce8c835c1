/* SPDX-License-Identifier: MIT */
/* The kernel's last words; arm/panic.h tells their form. */
#include <stdbool.h>
#include <stddef.h>
#include <arm/barrier.h>
#include <arm/cp15.h>
#include <arm/gic.h>
#include <arm/panic.h>
#include <board/console.h>
#include <board/power.h>
#include <boot/layout.h>

enum {
    BACKTRACE_LINES = 24,
    REGISTERS_A_LINE = 4,
};

/* Calls in ARM state (ARM DDI 0406C A8.8.25, A8.8.26): bl with a condition, blx of a register. */
#define BL_MASK     0x0f000000u
#define BL_CODE     0x0b000000u
#define BLX_MASK    0x0ffffff0u
#define BLX_CODE    0x012fff30u
#define INSTRUCTION 4u

static bool in_text(uint32_t address)
{
    return (address & (INSTRUCTION - 1)) == 0 && address > (uint32_t)kernel_text_start &&
           address < (uint32_t)kernel_text_end;
}

/* Whether `address` is where a call in the kernel's text would return to. */
static bool is_return_address(uint32_t address)
{
    if (!in_text(address)) {
        return false;
    }
    uint32_t call = *(const uint32_t *)(address - INSTRUCTION);
    return (call & BL_MASK) == BL_CODE || (call & BLX_MASK) == BLX_CODE;
}

static void print_address(uint32_t address)
{
    console_string("  at ");
    console_hex(address);
    console_put('\n');
}

/* Look through the stack that `sp` is in for return addresses: without frame pointers a stale one
 * may be among them, but none is missed. */
static void print_backtrace(uint32_t pc, uint32_t lr, uint32_t sp)
{
    print_address(pc);
    if (is_return_address(lr)) {
        print_address(lr);
    }
    struct boot_range rest = boot_stack_rest(sp & ~(INSTRUCTION - 1));
    uint32_t lines = 0;
    for (uint32_t offset = 0; offset < rest.size; offset += INSTRUCTION) {
        uint32_t value = *(const uint32_t *)(rest.base + offset);
        if (value != pc && value != lr && is_return_address(value)) {
            print_address(value);
            if (++lines == BACKTRACE_LINES) {
                return;
            }
        }
    }
}

static void print_value(const char *name, uint32_t value)
{
    console_put(' ');
    console_string(name);
    console_put(' ');
    console_hex(value);
}

static void print_registers(const struct fault_frame *frame)
{
    static const char *const names[] = {"r0", "r1",  "r2",  "r3",  "r4", "r5", "r6", "r7", "r8",
                                        "r9", "r10", "r11", "r12", "sp", "lr", "pc", "psr"};
    const uint32_t *values = frame->r;
    for (uint32_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        print_value(names[i], values[i]);
        if (i % REGISTERS_A_LINE == REGISTERS_A_LINE - 1) {
            console_put('\n');
        }
    }
    print_value("hsr", read_HSR());
    print_value("hdfar", read_HDFAR());
    print_value("hifar", read_HIFAR());
    console_put('\n');
}

/* Be the one that panics. A CPU that comes here a second time, or a second CPU, gets no further. */
static void enter(void)
{
    static uint8_t entered[BOARD_CPU_COUNT];
    static bool taken;
    uint32_t times = entered[read_MPIDR() & MPIDR_AFF0_MASK]++;
    if (times == 1) {
        console_string("\nkernel fault: another fault while printing this one\n");
        power_off();
    }
    if (times != 0 || __atomic_exchange_n(&taken, true, __ATOMIC_SEQ_CST)) {
        panic_stop();
    }
    gic_stop_others();
}

noreturn void panic_stop(void)
{
    for (;;) {
        wfi();
    }
}

static noreturn void leave(void)
{
    power_off();
    panic_stop();
}

noreturn void panic(const char *message)
{
    enter();
    console_string("\nkernel fault: ");
    console_string(message);
    console_put('\n');
    uint32_t here = (uint32_t)__builtin_return_address(0);
    print_backtrace(here, 0, (uint32_t)__builtin_frame_address(0));
    leave();
}

noreturn void panic_fault(const struct fault_frame *frame)
{
    static const char *const kinds[] = {
        [FAULT_VECTOR_UNDEFINED] = "undefined instruction", [FAULT_VECTOR_CALL] = "HVC in Hyp mode",
        [FAULT_VECTOR_PREFETCH] = "prefetch abort",         [FAULT_VECTOR_DATA] = "data abort",
        [FAULT_VECTOR_OTHER] = "unexpected exception",
    };
    enter();
    console_string("\nkernel fault: ");
    console_string(kinds[frame->kind]);
    print_value("on cpu", read_MPIDR() & MPIDR_AFF0_MASK);
    if (boot_stack_guard(frame->sp) ||
        (frame->kind == FAULT_VECTOR_DATA && boot_stack_guard(read_HDFAR()))) {
        console_string(", the stack overflowed");
    }
    console_put('\n');
    print_registers(frame);
    print_backtrace(frame->pc, frame->lr, frame->sp);
    leave();
}
