/* SPDX-License-Identifier: MIT */
/* System registers of the Versatile Express; see device/sysregs.h. Chapter 4 of ARM DUI 0447. */
#include <string.h>
#include "device/sysregs.h"

enum sysregs_register {
    SYS_ID = 0x00,
    SYS_SW = 0x04,
    SYS_LED = 0x08,
    SYS_LOCK = 0x20,
    SYS_100HZ = 0x24,
    SYS_FLAGS = 0x30, /* read; written: set */
    SYS_FLAGSCLR = 0x34,
    SYS_NVFLAGS = 0x38, /* read; written: set */
    SYS_NVFLAGSCLR = 0x3c,
    SYS_MCI = 0x48,
    SYS_FLASH = 0x4c,
    SYS_CFGSW = 0x58,
    SYS_24MHZ = 0x5c,
    SYS_MISC = 0x60,
    SYS_PROCID0 = 0x84,
    SYS_PROCID1 = 0x88,
    SYS_CFGDATA = 0xa0,
    SYS_CFGCTRL = 0xa4,
    SYS_CFGSTAT = 0xa8,
};

/* SYS_CFGCTRL */
#define CFG_START           (1u << 31)
#define CFG_WRITE           (1u << 30)
#define CFG_FUNCTION(value) ((value) >> 20 & 0x3fu)
#define CFG_SITE(value)     ((value) >> 16 & 3u)
#define CFG_DEVICE(value)   ((value)&0xfffu)
enum { CFGSTAT_COMPLETE = 1, CFGSTAT_ERROR = 2 };

enum config_function {
    CFG_OSCILLATOR = 1, /* Hz */
    CFG_VOLTAGE = 2,    /* microvolts */
    CFG_AMPERE = 3,
    CFG_TEMPERATURE = 4, /* microdegrees */
    CFG_RESET = 5,
    CFG_MUX = 7,
    CFG_SHUTDOWN = 8,
    CFG_REBOOT = 9,
    CFG_DVIMODE = 11,
    CFG_POWER = 12,
    CFG_ENERGY = 13,
};

enum {
    ID_VALUE = 0x1190f500,     /* board V2M-P1, revision A */
    PROCID0_CA15 = 0x14000237, /* CoreTile Express A15x2 */
    PROCID1_NONE = 0x0f000000,
    LOCK_VALUE = 0xa05f,
    LOCK_LOCKED = 1 << 16,
    LED_MASK = 0xff,
    MICROVOLTS = 900000, /* the cores' supply */
    MICRODEGREES = 40000000,
};

static const uint32_t oscillators[SYSREGS_SITES][SYSREGS_OSCILLATORS] = {
    {50000000, 23750000, 24000000},
    {60000000, 0, 0, 0, 40000000, 23750000, 50000000, 60000000, 40000000},
};

/* Carry out the function that `control` names, for reading into or writing from config_data.
 * False: there is no such thing. */
static bool configure(struct sysregs *sysregs, uint32_t control)
{
    uint32_t site = CFG_SITE(control);
    uint32_t number = CFG_DEVICE(control);
    bool write = control & CFG_WRITE;
    uint32_t *data = &sysregs->config_data;
    switch (CFG_FUNCTION(control)) {
    case CFG_OSCILLATOR:
        if (site >= SYSREGS_SITES || number >= SYSREGS_OSCILLATORS ||
            oscillators[site][number] == 0) {
            return false;
        }
        if (write) {
            sysregs->oscillator[site][number] = *data;
        } else {
            *data = sysregs->oscillator[site][number];
        }
        return true;
    case CFG_VOLTAGE:
        *data = write ? *data : MICROVOLTS;
        return site == 1 && number == 0;
    case CFG_TEMPERATURE:
        *data = write ? *data : MICRODEGREES;
        return site == 1 && number == 0 && !write;
    case CFG_AMPERE:
    case CFG_POWER:
    case CFG_ENERGY:
        *data = write ? *data : 0;
        return site == 1 && number == 0 && !write;
    case CFG_MUX:
        if (write) {
            sysregs->mux = *data;
        } else {
            *data = sysregs->mux;
        }
        return true;
    case CFG_DVIMODE:
        if (write) {
            sysregs->dvi_mode = *data;
        } else {
            *data = sysregs->dvi_mode;
        }
        return true;
    case CFG_SHUTDOWN:
        if (write) {
            sysregs->machine.request(sysregs->machine.context, MACHINE_OFF);
        }
        return write;
    case CFG_RESET:
    case CFG_REBOOT:
        if (write) {
            sysregs->machine.request(sysregs->machine.context, MACHINE_RESET);
        }
        return write;
    default:
        return false;
    }
}

/* Microseconds since the machine started. */
static uint64_t age(struct sysregs *sysregs)
{
    return sysregs->clock->now(sysregs->clock) - sysregs->start;
}

static uint32_t read_register(struct sysregs *sysregs, uint32_t offset)
{
    switch (offset) {
    case SYS_ID:
        return ID_VALUE;
    case SYS_LED:
        return sysregs->led;
    case SYS_LOCK:
        return sysregs->lock;
    case SYS_100HZ:
        return (uint32_t)(age(sysregs) / 10000);
    case SYS_FLAGS:
        return sysregs->flags;
    case SYS_NVFLAGS:
        return sysregs->nvflags;
    case SYS_24MHZ:
        return (uint32_t)(age(sysregs) * 24);
    case SYS_PROCID0:
        return PROCID0_CA15;
    case SYS_PROCID1:
        return PROCID1_NONE;
    case SYS_CFGDATA:
        return sysregs->config_data;
    case SYS_CFGCTRL:
        return sysregs->config_control;
    case SYS_CFGSTAT:
        return sysregs->config_status;
    default: /* switches, card and flash: nothing there; or reserved */
        return 0;
    }
}

static bool sysregs_read(struct device *device, struct device_access *access)
{
    uint32_t value = read_register((struct sysregs *)device, access->offset & ~3u);
    access->value = device_narrow(value, access->offset, access->width);
    return true;
}

static bool sysregs_write(struct device *device, struct device_access *access)
{
    struct sysregs *sysregs = (struct sysregs *)device;
    uint32_t value = access->value & device_width_mask(access->width);
    switch (access->offset) {
    case SYS_LED:
        sysregs->led = value & LED_MASK;
        break;
    case SYS_LOCK:
        value &= UINT16_MAX;
        sysregs->lock = value | (value == LOCK_VALUE ? 0 : LOCK_LOCKED);
        break;
    case SYS_FLAGS:
        sysregs->flags |= value;
        break;
    case SYS_FLAGSCLR:
        sysregs->flags &= ~value;
        break;
    case SYS_NVFLAGS:
        sysregs->nvflags |= value;
        break;
    case SYS_NVFLAGSCLR:
        sysregs->nvflags &= ~value;
        break;
    case SYS_CFGDATA:
        sysregs->config_data = value;
        break;
    case SYS_CFGCTRL:
        sysregs->config_control = value & ~CFG_START;
        if (value & CFG_START) {
            bool done = configure(sysregs, value);
            sysregs->config_status = done ? CFGSTAT_COMPLETE : CFGSTAT_COMPLETE | CFGSTAT_ERROR;
        }
        break;
    case SYS_CFGSTAT:
        sysregs->config_status = value & (CFGSTAT_COMPLETE | CFGSTAT_ERROR);
        break;
    default: /* read-only or reserved */
        break;
    }
    return true;
}

/* The NVFLAGS survive, as on the board. */
static void sysregs_reset(struct device *device)
{
    struct sysregs *sysregs = (struct sysregs *)device;
    sysregs->start = sysregs->clock->now(sysregs->clock);
    sysregs->led = 0;
    sysregs->flags = 0;
    sysregs->lock = LOCK_LOCKED;
    sysregs->config_data = 0;
    sysregs->config_control = 0;
    sysregs->config_status = 0;
    sysregs->dvi_mode = 0;
    sysregs->mux = 0;
    memcpy(sysregs->oscillator, oscillators, sizeof(oscillators));
}

static const struct device_ops sysregs_ops = {sysregs_read, sysregs_write, sysregs_reset};

void sysregs_initialize(struct sysregs *sysregs, uint32_t base, struct clock *clock,
                        struct machine_control machine)
{
    memset(sysregs, 0, sizeof(*sysregs));
    sysregs->device = (struct device){"sysregs", base, SYSREGS_SIZE, &sysregs_ops};
    sysregs->clock = clock;
    sysregs->machine = machine;
    sysregs_reset(&sysregs->device);
}
