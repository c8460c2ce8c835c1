/* SPDX-License-Identifier: MIT */
/*
 * What the tiny guests share: the virtual board's registers, interrupts, and lines on the UART.
 *
 * A guest's RAM is strongly ordered to it, since its MMU is off: accesses must be aligned.
 */
#ifndef VMM_GUEST_GUEST_H
#define VMM_GUEST_GUEST_H

#include <stdbool.h>
#include <stdint.h>

#define UART_BASE    0x1c090000u
#define SYSREGS_BASE 0x1c010000u
#define TIMER01_BASE 0x1c110000u
#define GICD_BASE    0x2c001000u
#define GICC_BASE    0x2c002000u
#define NOWHERE      0x10000000u /* no device claims it */

enum guest_register {
    UARTDR = 0x00,
    UARTFR = 0x18,
    UARTCR = 0x30,
    UARTIMSC = 0x38,
    UARTICR = 0x44,
    UART_TXFF = 1 << 5,
    UART_TX_INTERRUPT = 1 << 5,
    UART_ON = 0x301,
    SYS_NVFLAGS = 0x38,
    SYS_NVFLAGSCLR = 0x3c,
    GICD_CTLR = 0x000,
    GICD_ISENABLER = 0x100,
    GICD_ICENABLER = 0x180,
    GICD_IPRIORITYR = 0x400,
    GICD_SGIR = 0xf00,
    GICC_CTLR = 0x00,
    GICC_PMR = 0x04,
    GICC_IAR = 0x0c,
    GICC_EOIR = 0x10,
};

enum guest_interrupt {
    INTERRUPT_VIRTUAL_TIMER = 27,
    INTERRUPT_TIMER01 = 34,
    INTERRUPT_UART = 37,
    INTERRUPT_MAX = 64,
};

static inline uint32_t read32(uint32_t address)
{
    uint32_t value;
    __asm__ volatile("ldr %0, [%1]" : "=r"(value) : "r"(address) : "memory");
    return value;
}

static inline void write32(uint32_t address, uint32_t value)
{
    __asm__ volatile("str %0, [%1]" : : "r"(value), "r"(address) : "memory");
}

static inline void write8(uint32_t address, uint32_t value)
{
    __asm__ volatile("strb %0, [%1]" : : "r"(value), "r"(address) : "memory");
}

/* CNTFRQ, B4.1.21: Hz of the counter. */
static inline uint32_t guest_time_frequency(void)
{
    uint32_t frequency;
    __asm__ volatile("mrc p15, 0, %0, c14, c0, 0" : "=r"(frequency));
    return frequency;
}

/* CNTVCT, B4.1.34. */
static inline uint64_t guest_time(void)
{
    uint32_t low, high;
    __asm__ volatile("isb\n\tmrrc p15, 1, %0, %1, c14" : "=r"(low), "=r"(high) : : "memory");
    return (uint64_t)high << 32 | low;
}

/* CNTV_TVAL and CNTV_CTL, B4.1.32, B4.1.31: let the virtual timer fire `ticks` from now. */
static inline void guest_timer_start(uint32_t ticks)
{
    __asm__ volatile("mcr p15, 0, %0, c14, c3, 0\n\t"
                     "mcr p15, 0, %1, c14, c3, 1\n\t"
                     "isb"
                     :
                     : "r"(ticks), "r"(1)
                     : "memory");
}

static inline void guest_timer_stop(void)
{
    __asm__ volatile("mcr p15, 0, %0, c14, c3, 1\n\tisb" : : "r"(0) : "memory");
}

static inline void guest_interrupts(bool on)
{
    if (on) {
        __asm__ volatile("cpsie i" : : : "memory");
    } else {
        __asm__ volatile("cpsid i" : : : "memory");
    }
}

static inline void guest_wait(void)
{
    __asm__ volatile("dsb\n\twfi" : : : "memory");
}

/* Hypervisor call, r0 the function; returns r0. */
static inline uint32_t guest_hvc(uint32_t function, uint32_t a, uint32_t b, uint32_t c)
{
    register uint32_t r0 __asm__("r0") = function;
    register uint32_t r1 __asm__("r1") = a;
    register uint32_t r2 __asm__("r2") = b;
    register uint32_t r3 __asm__("r3") = c;
    __asm__ volatile(".arch_extension virt\n\thvc #0"
                     : "+r"(r0), "+r"(r1), "+r"(r2), "+r"(r3)
                     :
                     : "memory");
    return r0;
}

/* PSCI, ARM DEN 0022D. */
enum psci_call {
    PSCI_VERSION = 0,
    PSCI_AFFINITY_INFO = 4,
    PSCI_SYSTEM_OFF = 8,
    PSCI_SYSTEM_RESET = 9,
    PSCI_FEATURES = 10,
};

static inline uint32_t guest_psci(enum psci_call call, uint32_t a, uint32_t b)
{
    return guest_hvc(0x84000000u + (uint32_t)call, a, b, 0);
}

/* Switch the UART and the interrupt controller on. */
void guest_initialize(void);

/* Enable interrupt `id` in the distributor, with `priority`. */
void guest_enable(uint32_t id, uint32_t priority);
void guest_disable(uint32_t id);

/* How often `id` was handled. */
uint32_t guest_handled(uint32_t id);

/* Called at each interrupt after it was acknowledged; NULL: nothing more is done. */
extern void (*guest_on_interrupt)(uint32_t id);

enum guest_exception_kind {
    EXCEPTION_NONE,
    EXCEPTION_UNDEFINED,
    EXCEPTION_PREFETCH_ABORT,
    EXCEPTION_DATA_ABORT,
};

/* The exception taken last, which was then stepped over. */
struct guest_fault {
    enum guest_exception_kind kind;
    uint32_t pc, status; /* of the instruction */
};
extern volatile struct guest_fault guest_fault;

/* Where a prefetch abort goes on; 0: behind the instruction. */
extern volatile uint32_t guest_go_on;

void guest_print(const char *text);
void guest_print_number(uint32_t number);

/* The guest's own. `tree`: address of its device tree. */
void guest_main(uint32_t tree);

#endif
