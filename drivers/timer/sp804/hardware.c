/* SPDX-License-Identifier: MIT */
/*
 * Clock and alarm on an SP804: its second timer runs freely and is the clock, its first counts down
 * once to each alarm.
 *
 * Config (all may be absent): `device`, the alias or path of the node in the board's device tree
 * ("timer0"); `clock-frequency` in Hz (1000000).
 */
#include <hw/call.h>
#include <runtime/component.h>
#include "device/config.h"
#include "device/device.h"
#include "timer/multiplex/tick.h"
#include "timer/server/driver.h"
#include "timer/server/hardware.h"
#include "registers.h"

#define ALARM 0u               /* offset of the timer that is the alarm */
#define CLOCK SP804_TIMER_SIZE /* offset of the timer that is the clock */

enum { CLOCK_FREQUENCY = 1000000 };

/* The longest alarm, in ticks: well before the clock's counter has wrapped. */
#define ALARM_TICKS_MAX (1u << 31)

static struct device device;
static struct wide_counter counter;
static uint32_t frequency;

static volatile uint32_t *at(uint32_t timer, enum sp804_register offset)
{
    return (volatile uint32_t *)(device.registers + timer + offset);
}

void component_main(void)
{
    driver_start();
}

enum error hardware_open(struct cap_item interrupt)
{
    const char *node = config_text(CONFIG_ROOT, "device", "timer0");
    frequency = config_number(CONFIG_ROOT, "clock-frequency", CLOCK_FREQUENCY);
    if (frequency == 0) {
        return ERROR_INVALID;
    }
    enum error error = device_open_registers(&device, node);
    if (error) {
        return error;
    }
    *at(ALARM, TIMER_CONTROL) = 0;
    *at(ALARM, TIMER_INTCLR) = 1;
    *at(CLOCK, TIMER_CONTROL) = 0;
    *at(CLOCK, TIMER_LOAD) = UINT32_MAX;
    *at(CLOCK, TIMER_CONTROL) = TIMER_CONTROL_ENABLE | TIMER_CONTROL_32_BITS;
    return device_open_interrupt(&device, node, interrupt);
}

static uint64_t ticks_now(void)
{
    return wide_counter_update(&counter, UINT32_MAX - *at(CLOCK, TIMER_VALUE));
}

uint64_t hardware_now(void)
{
    return ticks_to_microseconds(ticks_now(), frequency);
}

void hardware_alarm(uint64_t deadline)
{
    uint64_t target = microseconds_to_ticks(deadline, frequency);
    uint64_t now = ticks_now();
    /* The two counters do not step at the same instant: one tick more is never early. */
    uint64_t delay = target > now ? target - now + 1 : 1;
    *at(ALARM, TIMER_CONTROL) = 0;
    *at(ALARM, TIMER_LOAD) = delay < ALARM_TICKS_MAX ? (uint32_t)delay : ALARM_TICKS_MAX;
    *at(ALARM, TIMER_CONTROL) = TIMER_CONTROL_ENABLE | TIMER_CONTROL_INTERRUPT |
                                TIMER_CONTROL_32_BITS | TIMER_CONTROL_ONE_SHOT;
}

void hardware_acknowledge(void)
{
    *at(ALARM, TIMER_INTCLR) = 1;
    (void)irq_acknowledge(device.irq);
}
