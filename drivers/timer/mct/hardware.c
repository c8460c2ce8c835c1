/* SPDX-License-Identifier: MIT */
/*
 * Clock and alarm on the Exynos' multi-core timer: the global counter, which the kernel has started
 * and which is only read here, and a local timer that counts down to each alarm.
 *
 * Config (all may be absent): `device`, the alias or path of the node in the board's device tree
 * ("mct"); `local-timer`, which of the local timers, and of the node's interrupts (0);
 * `clock-frequency` in Hz (24000000).
 */
#include <stdio.h>
#include <hw/call.h>
#include <runtime/cap.h>
#include <runtime/component.h>
#include <session/marshal.h>
#include "device/config.h"
#include "device/device.h"
#include "timer/multiplex/tick.h"
#include "timer/server/driver.h"
#include "timer/server/hardware.h"
#include "registers.h"

enum {
    CLOCK_FREQUENCY = 24000000,
    LOCAL_TIMERS = 2,
    CYCLES_PER_TICK = 2,  /* of a local timer, which does not tick at each cycle */
    WRITE_POLLS = 100000, /* until a write is believed to have taken effect */
};

static struct device device;
static uint32_t frequency;
static uint32_t local; /* offset of the local timer */

static volatile uint32_t *at(uint32_t offset)
{
    return (volatile uint32_t *)(device.registers + offset);
}

/* Write a register of the local timer, and wait until bit `done` of L_WSTAT tells of it. */
static void write_local(enum mct_local_register offset, uint32_t value, uint32_t done)
{
    *at(local + offset) = value;
    for (int i = 0; i < WRITE_POLLS && (*at(local + L_WSTAT) & done) == 0; i++) {
    }
    *at(local + L_WSTAT) = done;
}

void component_main(void)
{
    driver_start();
}

enum error hardware_open(struct cap_item interrupt)
{
    const char *node = config_text(CONFIG_ROOT, "device", "mct");
    uint32_t number = config_number(CONFIG_ROOT, "local-timer", 0);
    char label[SESSION_STRING_SIZE];
    cap_t session = CAP_NULL;

    frequency = config_number(CONFIG_ROOT, "clock-frequency", CLOCK_FREQUENCY);
    if (frequency == 0 || number >= LOCAL_TIMERS) {
        return ERROR_INVALID;
    }
    if (snprintf(label, sizeof(label), "%s:%u", node, (unsigned int)number) > SESSION_STRING_MAX) {
        return ERROR_SIZE;
    }
    enum error error = device_open_registers(&device, node);
    if (error) {
        return error;
    }
    local = MCT_LOCAL + number * MCT_LOCAL_SIZE;
    write_local(L_TCON, 0, L_WSTAT_TCON);
    write_local(L_TCNTB, CYCLES_PER_TICK - 1, L_WSTAT_TCNTB);
    *at(local + L_INT_CSTAT) = L_INT_COUNT;
    *at(local + L_INT_ENB) = L_INT_COUNT;
    return device_bind(label, interrupt, &session, &device.irq);
}

/* The global counter, whose halves must be of the same time. */
static uint64_t cycles_now(void)
{
    uint32_t high = *at(G_CNT_U);
    for (;;) {
        uint32_t low = *at(G_CNT_L);
        uint32_t again = *at(G_CNT_U);
        if (again == high) {
            return (uint64_t)high << 32 | low;
        }
        high = again;
    }
}

uint64_t hardware_now(void)
{
    return ticks_to_microseconds(cycles_now(), frequency);
}

void hardware_alarm(uint64_t deadline)
{
    uint64_t target = microseconds_to_ticks(deadline, frequency);
    write_local(L_TCON, 0, L_WSTAT_TCON);
    uint64_t now = cycles_now();
    /* The counters do not step at the same instant: one tick more is never early. */
    uint64_t ticks = target > now ? (target - now) / CYCLES_PER_TICK + 1 : 1;
    uint32_t count = ticks < L_ICNTB_MAX ? (uint32_t)ticks : L_ICNTB_MAX;
    write_local(L_ICNTB, L_ICNTB_UPDATE | count, L_WSTAT_ICNTB);
    write_local(L_TCON, L_TCON_TICKS | L_TCON_INTERRUPT | L_TCON_INTERVAL, L_WSTAT_TCON);
}

void hardware_acknowledge(void)
{
    write_local(L_TCON, 0, L_WSTAT_TCON);
    *at(local + L_INT_CSTAT) = L_INT_COUNT;
    (void)irq_acknowledge(device.irq);
}
