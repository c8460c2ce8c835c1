/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * PWM timers of the Exynos (Linux: pwm-samsung.c). A timer counts down to 0 and stops, or begins
 * again from its buffer. Its count is worked out when it is read.
 */
#include "qemu/osdep.h"

#include "exynos_pwm.h"
#include "qemu/timer.h"

#define PWM_SIZE       0x100u
#define TIMERS         5
#define REGISTER_COUNT 18

#define TCFG0        0x00u
#define TCFG1        0x04u
#define TCON         0x08u
#define TCNTB_FIRST  0x0cu
#define TCNTO_FIRST  0x14u
#define TIMER_STRIDE 0x0cu
/* The last timer has no compare register. */
#define TCNTO_LAST 0x40u

#define PWM_CLOCK_HZ              100000000u
#define START                     1u
#define LOAD                      2u
#define FIRST_OF_SECOND_PRESCALER 2u

typedef struct PwmTimer {
    int64_t since; /* virtual time at which it had COUNT */
    uint32_t count;
} PwmTimer;

struct ExynosPwm {
    SysBusDevice parent_obj;
    MemoryRegion registers;
    uint32_t value[REGISTER_COUNT];
    PwmTimer timer[TIMERS];
};

/* The control bits of a timer: start, load, and, further up, begin again. */
static uint32_t control_of(const ExynosPwm *pwm, unsigned index)
{
    unsigned shift = index == 0 ? 0 : 4 + 4 * index;

    return pwm->value[TCON / 4] >> shift & 15;
}

static bool begins_again(const ExynosPwm *pwm, unsigned index)
{
    unsigned bit = index == TIMERS - 1 ? 2 : 3;

    return control_of(pwm, index) >> bit & 1;
}

static uint32_t frequency(const ExynosPwm *pwm, unsigned index)
{
    unsigned half = index >= FIRST_OF_SECOND_PRESCALER ? 8 : 0;
    uint32_t prescaler = (pwm->value[TCFG0 / 4] >> half & 0xff) + 1;
    unsigned divider_log2 = pwm->value[TCFG1 / 4] >> index * 4 & 15;

    return MAX(PWM_CLOCK_HZ / prescaler >> MIN(divider_log2, 4), 1);
}

static uint32_t count_now(const ExynosPwm *pwm, unsigned index)
{
    const PwmTimer *timer = &pwm->timer[index];
    uint64_t period = (uint64_t)pwm->value[(TCNTB_FIRST + TIMER_STRIDE * index) / 4] + 1;
    uint64_t ticks;

    if (!(control_of(pwm, index) & START)) {
        return timer->count;
    }
    ticks = muldiv64((uint64_t)(qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL) - timer->since),
                     frequency(pwm, index), NANOSECONDS_PER_SECOND);
    if (ticks <= timer->count) {
        return timer->count - (uint32_t)ticks;
    }
    return begins_again(pwm, index) ? (uint32_t)(period - 1 - (ticks - timer->count - 1) % period)
                                    : 0;
}

static uint64_t pwm_read(void *opaque, hwaddr offset, unsigned size)
{
    ExynosPwm *pwm = opaque;

    if (offset == TCNTO_LAST) {
        return count_now(pwm, TIMERS - 1);
    }
    if (offset >= TCNTO_FIRST && offset < TCNTO_LAST &&
        (offset - TCNTO_FIRST) % TIMER_STRIDE == 0) {
        return count_now(pwm, (unsigned)((offset - TCNTO_FIRST) / TIMER_STRIDE));
    }
    return offset / 4 < REGISTER_COUNT ? pwm->value[offset / 4] : 0;
}

/* Before anything changes that a count depends on, each timer takes its count of this moment. */
static void settle(ExynosPwm *pwm)
{
    for (unsigned i = 0; i < TIMERS; i++) {
        pwm->timer[i].count = count_now(pwm, i);
        pwm->timer[i].since = qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL);
    }
}

static void pwm_write(void *opaque, hwaddr offset, uint64_t value, unsigned size)
{
    ExynosPwm *pwm = opaque;

    if (offset / 4 >= REGISTER_COUNT) {
        return;
    }
    settle(pwm);
    pwm->value[offset / 4] = (uint32_t)value;
    for (unsigned i = 0; offset == TCON && i < TIMERS; i++) {
        if (control_of(pwm, i) & LOAD) {
            pwm->timer[i].count = pwm->value[(TCNTB_FIRST + TIMER_STRIDE * i) / 4];
        }
    }
}

static const MemoryRegionOps pwm_ops = {
    .read = pwm_read,
    .write = pwm_write,
    .endianness = DEVICE_LITTLE_ENDIAN,
    .valid = {.min_access_size = 4, .max_access_size = 4},
};

static void pwm_reset(DeviceState *device)
{
    ExynosPwm *pwm = EXYNOS_PWM(device);

    memset(pwm->value, 0, sizeof(pwm->value));
    memset(pwm->timer, 0, sizeof(pwm->timer));
}

static void pwm_init(Object *object)
{
    ExynosPwm *pwm = EXYNOS_PWM(object);

    memory_region_init_io(&pwm->registers, object, &pwm_ops, pwm, TYPE_EXYNOS_PWM, PWM_SIZE);
    sysbus_init_mmio(SYS_BUS_DEVICE(object), &pwm->registers);
}

static void pwm_class_init(ObjectClass *class, void *data)
{
    DEVICE_CLASS(class)->reset = pwm_reset;
}

static const TypeInfo pwm_types[] = {{
    .name = TYPE_EXYNOS_PWM,
    .parent = TYPE_SYS_BUS_DEVICE,
    .instance_size = sizeof(ExynosPwm),
    .instance_init = pwm_init,
    .class_init = pwm_class_init,
}};

DEFINE_TYPES(pwm_types)
