/* SPDX-License-Identifier: MIT */
/*
 * Clock and alarm on the ARM generic timer: the physical counter, and the PL0 physical timer, which
 * core grants to this domain alone. The timer is a CPU's own: the driver's thread must be on the
 * CPU to which the interrupt goes.
 *
 * Config (all may be absent): `device`, the alias or path of the timer's node in the board's device
 * tree ("generic-timer"); `interrupt`, which of its interrupts is the PL0 physical timer's (0);
 * `cpu`, the CPU of the driver's thread (0).
 */
#include <stdio.h>
#include <hw/call.h>
#include <runtime/cap.h>
#include <runtime/counter.h>
#include <session/irq_client.h>
#include <runtime/component.h>
#include "device/config.h"
#include "device/device.h"
#include "timer/multiplex/tick.h"
#include "timer/server/driver.h"
#include "timer/server/hardware.h"
#include "registers.h"

static uint32_t frequency;
static cap_t irq;

void component_main(void)
{
    driver_start();
}

enum error hardware_open(struct cap_item interrupt)
{
    char label[SESSION_STRING_SIZE];
    cap_t session = CAP_NULL;
    int length = snprintf(label, sizeof(label), "%s:%u,cpu=%u",
                          config_text(CONFIG_ROOT, "device", "generic-timer"),
                          (unsigned int)config_number(CONFIG_ROOT, "interrupt", 0),
                          (unsigned int)config_number(CONFIG_ROOT, "cpu", 0));
    if (length > SESSION_STRING_MAX) {
        return ERROR_SIZE;
    }
    frequency = counter_frequency();
    if (frequency == 0) {
        return ERROR_INVALID;
    }
    enum error error = device_bind(label, interrupt, &session, &irq);
    if (!error) {
        error = irq_timer_right(session, cap_plain(CAP_PD));
    }
    return error;
}

uint64_t hardware_now(void)
{
    return ticks_to_microseconds(counter_read(), frequency);
}

void hardware_alarm(uint64_t deadline)
{
    cntp_cval_write(microseconds_to_ticks(deadline, frequency));
    cntp_ctl_write(CNTP_CTL_ENABLE);
}

/* The condition holds, and would interrupt again, until the compare value is moved: off till then.
 */
void hardware_acknowledge(void)
{
    cntp_ctl_write(CNTP_CTL_ENABLE | CNTP_CTL_IMASK);
    (void)irq_acknowledge(irq);
}
