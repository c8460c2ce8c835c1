/* SPDX-License-Identifier: MIT */
/* Virtual SP804 dual timer; see device/sp804.h. Sections are those of ARM DDI 0271D. */
#include <stddef.h>
#include <string.h>
#include "device/sp804.h"

/* Registers of one timer, 3.3; the second timer's follow at SP804_STRIDE. */
enum sp804_register {
    TIMER_LOAD = 0x00,    /* RW value to count from */
    TIMER_VALUE = 0x04,   /* RO the counter */
    TIMER_CONTROL = 0x08, /* RW */
    TIMER_INTCLR = 0x0c,  /* WO clear the interrupt */
    TIMER_RIS = 0x10,     /* RO raw interrupt */
    TIMER_MIS = 0x14,     /* RO masked interrupt */
    TIMER_BGLOAD = 0x18,  /* RW value to reload, without starting over */
    SP804_STRIDE = 0x20,
    SP804_ID = 0xfe0, /* RO eight registers of a byte each, 3.3.10 and on */
};

enum {
    CONTROL_ONE_SHOT = 1 << 0,
    CONTROL_32BIT = 1 << 1,
    CONTROL_PRESCALE_SHIFT = 2,
    CONTROL_INTERRUPT = 1 << 5,
    CONTROL_PERIODIC = 1 << 6,
    CONTROL_ENABLE = 1 << 7,
    CONTROL_MASK = 0xef,
    CONTROL_RESET = CONTROL_INTERRUPT,
};

#define COUNTER_RESET 0xffffffffu

static const uint8_t identification[8] = {0x04, 0x18, 0x14, 0x00, 0x0d, 0xf0, 0x05, 0xb1};

/* Microseconds in a tick. */
static uint64_t tick(const struct sp804_timer *timer)
{
    static const uint16_t divisor[4] = {1, 16, 256, 256};
    return divisor[timer->control >> CONTROL_PRESCALE_SHIFT & 3];
}

static uint32_t counter_mask(const struct sp804_timer *timer)
{
    return timer->control & CONTROL_32BIT ? UINT32_MAX : UINT16_MAX;
}

/* Ticks from one expiry to the next. */
static uint64_t period(const struct sp804_timer *timer)
{
    uint64_t ticks = timer->control & CONTROL_PERIODIC ? timer->load & counter_mask(timer)
                                                       : (uint64_t)counter_mask(timer) + 1;
    return ticks == 0 ? 1 : ticks;
}

/* Count down to `now`: bring `since`, `counter` and `raw` up to date. */
static void advance(struct sp804_timer *timer, uint64_t now)
{
    if (!(timer->control & CONTROL_ENABLE)) {
        timer->since = now;
        return;
    }
    uint64_t ticks = (now - timer->since) / tick(timer);
    timer->since += ticks * tick(timer);
    if (ticks < timer->counter) {
        timer->counter -= ticks;
        return;
    }
    if (timer->counter != 0) {
        timer->raw = true;
    }
    if (timer->control & CONTROL_ONE_SHOT) {
        timer->counter = 0;
    } else {
        timer->counter = period(timer) - (ticks - timer->counter) % period(timer);
    }
}

/* After a change of what is counted: a running counter has the size that is set, and expires at
 * once if nothing is to be counted. */
static void begin(struct sp804_timer *timer)
{
    if (timer->control & CONTROL_ENABLE) {
        timer->counter &= counter_mask(timer);
        timer->raw |= timer->counter == 0 && timer->load == 0;
    }
}

/* Drive the line, and ask for the next timeout if one matters. */
static void update(struct sp804_timer *timer)
{
    struct sp804 *sp804 = timer->owner;
    const uint32_t counting = CONTROL_ENABLE | CONTROL_INTERRUPT;
    bool level = false;
    for (uint32_t i = 0; i < SP804_TIMERS; i++) {
        level |= sp804->timer[i].raw && (sp804->timer[i].control & CONTROL_INTERRUPT);
    }
    line_set(&sp804->line, level);
    if ((timer->control & counting) == counting && !timer->raw && timer->counter != 0) {
        sp804->clock->schedule(sp804->clock, &timer->timeout,
                               timer->since + timer->counter * tick(timer));
    } else {
        sp804->clock->cancel(sp804->clock, &timer->timeout);
    }
}

static void fired(void *context)
{
    struct sp804_timer *timer = context;
    advance(timer, timer->owner->clock->now(timer->owner->clock));
    update(timer);
}

/* The timer that `offset` belongs to, and the register in it; NULL if there is none. */
static struct sp804_timer *timer_at(struct sp804 *sp804, uint32_t offset, uint32_t *reg)
{
    uint32_t index = offset / SP804_STRIDE;
    *reg = offset % SP804_STRIDE & ~3u;
    return index < SP804_TIMERS ? &sp804->timer[index] : NULL;
}

static uint32_t read_timer(struct sp804_timer *timer, uint32_t reg)
{
    bool enabled = timer->control & CONTROL_INTERRUPT;
    switch (reg) {
    case TIMER_LOAD:
    case TIMER_BGLOAD:
        return timer->load;
    case TIMER_VALUE:
        return (uint32_t)timer->counter & counter_mask(timer);
    case TIMER_CONTROL:
        return timer->control;
    case TIMER_RIS:
        return timer->raw;
    case TIMER_MIS:
        return timer->raw && enabled;
    default:
        return 0;
    }
}

static bool sp804_read(struct device *device, struct device_access *access)
{
    struct sp804 *sp804 = (struct sp804 *)device;
    uint32_t reg;
    struct sp804_timer *timer = timer_at(sp804, access->offset, &reg);
    uint32_t value = 0;
    if (timer != NULL) {
        advance(timer, sp804->clock->now(sp804->clock));
        value = read_timer(timer, reg);
        update(timer);
    } else if (access->offset >= SP804_ID) {
        value = identification[(access->offset - SP804_ID) / 4 % 8];
    }
    access->value = device_narrow(value, access->offset, access->width);
    return true;
}

static bool sp804_write(struct device *device, struct device_access *access)
{
    struct sp804 *sp804 = (struct sp804 *)device;
    uint32_t reg;
    struct sp804_timer *timer = timer_at(sp804, access->offset, &reg);
    uint32_t value = access->value & device_width_mask(access->width);
    if (timer == NULL || (access->offset & 3)) {
        return true;
    }
    advance(timer, sp804->clock->now(sp804->clock));
    switch (reg) {
    case TIMER_LOAD:
        timer->load = value;
        timer->counter = value;
        begin(timer);
        break;
    case TIMER_BGLOAD:
        timer->load = value;
        break;
    case TIMER_CONTROL:
        timer->control = value & CONTROL_MASK;
        begin(timer);
        break;
    case TIMER_INTCLR:
        timer->raw = false;
        break;
    default: /* read-only or reserved */
        break;
    }
    update(timer);
    return true;
}

static void sp804_reset(struct device *device)
{
    struct sp804 *sp804 = (struct sp804 *)device;
    for (uint32_t i = 0; i < SP804_TIMERS; i++) {
        struct sp804_timer *timer = &sp804->timer[i];
        timer->load = 0;
        timer->counter = COUNTER_RESET;
        timer->control = CONTROL_RESET;
        timer->raw = false;
        update(timer);
    }
}

static const struct device_ops sp804_ops = {sp804_read, sp804_write, sp804_reset};

void sp804_initialize(struct sp804 *sp804, uint32_t base, struct line line, struct clock *clock)
{
    memset(sp804, 0, sizeof(*sp804));
    sp804->device = (struct device){"sp804", base, SP804_SIZE, &sp804_ops};
    sp804->line = line;
    sp804->clock = clock;
    for (uint32_t i = 0; i < SP804_TIMERS; i++) {
        struct sp804_timer *timer = &sp804->timer[i];
        timer->owner = sp804;
        timer->timeout = (struct timeout){.fired = fired, .context = timer};
    }
    sp804_reset(&sp804->device);
}
