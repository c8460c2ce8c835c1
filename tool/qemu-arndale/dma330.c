/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * PL330: registers, debug instructions, interrupts, and the pace of the channels.
 *
 * A timer gives the channels slices, in turns of one step: soon after the start, then ever more
 * seldom, so that an engine which never ends leaves QEMU time for everything else, on a busy host
 * too. Nothing runs while no channel can do anything; a register write or the SysMMU starts the
 * timer again.
 */
#include "qemu/osdep.h"

#include "dma330.h"
#include "hw/irq.h"
#include "qemu/timer.h"

#define DMA330_SIZE     0x1000u
#define FIRST_SLICE_NS  10000
#define SLICE_NS_MAX    500000
#define STEPS_PER_SLICE 512u

#define DSR                 0x000u
#define DSR_FAULTING        0xfu
#define INTEN               0x020u
#define INT_EVENT_RIS       0x024u
#define INTMIS              0x028u
#define INTCLR              0x02cu
#define FSRD                0x030u
#define FSRC                0x034u
#define FTRD                0x038u
#define FTR_FIRST           0x040u
#define STATUS_FIRST        0x100u
#define STATUS_STRIDE       8u
#define STATUS_NON_SECURE   (1u << 21)
#define CHANNEL_FIRST       0x400u
#define CHANNEL_STRIDE      0x20u
#define DBGCMD              0xd04u
#define DBGINST0            0xd08u
#define DBGINST1            0xd0cu
#define CONFIGURATION_FIRST 0xe00u
#define ID_FIRST            0xfe0u
#define ID_BYTES            0xb105f00d00241330ull

#define CODE_END_OF_CHANNEL 0x01u
#define CODE_SEND_EVENT     0x34u
#define CODE_GO             0xa0u
#define CODE_GO_MASK        0xfdu
#define CODE_GO_NON_SECURE  0x02u

/* CR0 to CR4 and CRD: channels and events; a cache of 8 lines of 4 bytes; a 64-bit bus. */
static const uint32_t configuration[] = {
    (DMA330_CHANNELS - 1) << 4 | (DMA330_EVENTS - 1) << 17,
    7u << 4 | 2u,
    0,
    0,
    0,
    3u | 3u << 4 | 7u << 8 | 3u << 12 | 7u << 16 | (DMA330_FIFO_LINES - 1) << 20,
};

static void start(Dma330 *engine)
{
    if (!engine->stopped_clock && !timer_pending(engine->timer)) {
        engine->slice_ns = FIRST_SLICE_NS;
        timer_mod(engine->timer, qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL) + engine->slice_ns);
    }
}

static void go_on(Dma330 *engine)
{
    engine->slice_ns = MIN(2 * engine->slice_ns, SLICE_NS_MAX);
    timer_mod(engine->timer, qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL) + engine->slice_ns);
}

static void run_slice(void *opaque)
{
    Dma330 *engine = opaque;
    unsigned steps = 0;
    bool progress;

    do {
        progress = false;
        for (unsigned i = 0; i < DMA330_CHANNELS; i++) {
            Dma330Channel *channel = &engine->channel[i];

            if (channel->state == DMA330_EXECUTING || channel->state == DMA330_WAITING_FOR_EVENT) {
                progress |= dma330_channel_step(engine, channel) == DMA330_PROGRESS;
                steps++;
            }
        }
    } while (progress && steps < STEPS_PER_SLICE);
    if (progress && !engine->stopped_clock) {
        go_on(engine);
    }
}

static void update_interrupts(Dma330 *engine)
{
    bool faulting = engine->manager_faulting;

    for (unsigned i = 0; i < DMA330_EVENTS; i++) {
        qemu_set_irq(engine->event_irq[i], engine->interrupts >> i & 1);
    }
    for (unsigned i = 0; i < DMA330_CHANNELS; i++) {
        faulting |= engine->channel[i].state == DMA330_FAULTING;
    }
    qemu_set_irq(engine->abort, faulting);
}

void dma330_send_event(Dma330 *engine, unsigned event)
{
    if (engine->interrupt_enable >> event & 1) {
        engine->interrupts |= 1u << event;
        update_interrupts(engine);
    } else {
        engine->events |= 1u << event;
    }
}

bool dma330_take_event(Dma330 *engine, unsigned event)
{
    bool there = engine->events >> event & 1;

    engine->events &= ~(1u << event);
    return there;
}

void dma330_channel_fault(Dma330 *engine, Dma330Channel *channel, enum dma330_fault fault)
{
    channel->state = DMA330_FAULTING;
    channel->fault = fault;
    update_interrupts(engine);
}

static void manager_fault(Dma330 *engine, enum dma330_fault fault)
{
    engine->manager_faulting = true;
    engine->manager_fault = fault | DMA330_DEBUG_INSTRUCTION;
    update_interrupts(engine);
}

static void kill_channel(Dma330Channel *channel)
{
    channel->state = DMA330_STOPPED;
    channel->fault = 0;
    channel->beat = 0;
    channel->fifo_used = 0;
}

static void go(Dma330 *engine, unsigned number, bool non_secure, uint32_t pc)
{
    Dma330Channel *channel = &engine->channel[number % DMA330_CHANNELS];

    if (number >= DMA330_CHANNELS || channel->state != DMA330_STOPPED) {
        manager_fault(engine, DMA330_OPERAND_INVALID);
        return;
    }
    kill_channel(channel);
    channel->state = DMA330_EXECUTING;
    channel->non_secure = non_secure;
    channel->pc = pc;
}

/* The instruction in the debug registers: by the manager, or in place of a channel's next one. */
static void perform_debug_instruction(Dma330 *engine)
{
    uint32_t low = engine->debug_instruction[0];
    bool for_channel = low & 1;
    Dma330Channel *channel = &engine->channel[low >> 8 & 7];
    uint8_t code = (uint8_t)(low >> 16), operand = (uint8_t)(low >> 24);

    if (code == CODE_END_OF_CHANNEL && for_channel) {
        kill_channel(channel);
    } else if (code == CODE_END_OF_CHANNEL) {
        engine->manager_faulting = false;
        engine->manager_fault = 0;
    } else if (code == CODE_SEND_EVENT) {
        dma330_send_event(engine, operand >> 3);
    } else if ((code & CODE_GO_MASK) == CODE_GO && !for_channel && !engine->manager_faulting) {
        go(engine, operand, code & CODE_GO_NON_SECURE, engine->debug_instruction[1]);
    } else if (for_channel) {
        dma330_channel_fault(engine, channel, DMA330_UNDEFINED_INSTRUCTION);
    } else {
        manager_fault(engine, DMA330_UNDEFINED_INSTRUCTION);
    }
    update_interrupts(engine);
}

static uint32_t faulting_channels(const Dma330 *engine)
{
    uint32_t set = 0;

    for (unsigned i = 0; i < DMA330_CHANNELS; i++) {
        set |= (uint32_t)(engine->channel[i].state == DMA330_FAULTING) << i;
    }
    return set;
}

static uint32_t read_channel(const Dma330Channel *channel, hwaddr offset)
{
    switch (offset) {
    case 0x00:
        return channel->source;
    case 0x04:
        return channel->destination;
    case 0x08:
        return channel->control;
    case 0x0c:
        return channel->loop[0];
    case 0x10:
        return channel->loop[1];
    default:
        return 0;
    }
}

static uint64_t dma330_read(void *opaque, hwaddr offset, unsigned size)
{
    const Dma330 *engine = opaque;
    const Dma330Channel *channel = engine->channel;

    if (offset >= ID_FIRST) {
        return ID_BYTES >> (offset - ID_FIRST) * 2 & 0xff;
    }
    if (offset >= CONFIGURATION_FIRST) {
        hwaddr index = (offset - CONFIGURATION_FIRST) / 4;

        return index < ARRAY_SIZE(configuration) ? configuration[index] : 0;
    }
    if (offset >= CHANNEL_FIRST && offset < CHANNEL_FIRST + CHANNEL_STRIDE * DMA330_CHANNELS) {
        hwaddr place = offset - CHANNEL_FIRST;

        return read_channel(&channel[place / CHANNEL_STRIDE], place % CHANNEL_STRIDE);
    }
    if (offset >= STATUS_FIRST && offset < STATUS_FIRST + STATUS_STRIDE * DMA330_CHANNELS) {
        channel += (offset - STATUS_FIRST) / STATUS_STRIDE;
        return offset % STATUS_STRIDE
                   ? channel->pc
                   : channel->state | (channel->non_secure ? STATUS_NON_SECURE : 0);
    }
    if (offset >= FTR_FIRST && offset < FTR_FIRST + 4 * DMA330_CHANNELS) {
        return channel[(offset - FTR_FIRST) / 4].fault;
    }
    switch (offset) {
    case DSR:
        return engine->manager_faulting ? DSR_FAULTING : 0;
    case INTEN:
        return engine->interrupt_enable;
    case INT_EVENT_RIS:
        return engine->events | engine->interrupts;
    case INTMIS:
        return engine->interrupts;
    case FSRD:
        return engine->manager_faulting;
    case FSRC:
        return faulting_channels(engine);
    case FTRD:
        return engine->manager_fault;
    default:
        return 0;
    }
}

static void dma330_write(void *opaque, hwaddr offset, uint64_t written, unsigned size)
{
    Dma330 *engine = opaque;
    uint32_t value = (uint32_t)written;

    switch (offset) {
    case INTEN:
        engine->interrupt_enable = value;
        break;
    case INTCLR:
        engine->interrupts &= ~value;
        update_interrupts(engine);
        break;
    case DBGCMD:
        if ((value & 3) == 0) {
            perform_debug_instruction(engine);
        }
        break;
    case DBGINST0:
    case DBGINST1:
        engine->debug_instruction[(offset - DBGINST0) / 4] = value;
        break;
    default:
        break;
    }
    start(engine);
}

static const MemoryRegionOps dma330_ops = {
    .read = dma330_read,
    .write = dma330_write,
    .endianness = DEVICE_LITTLE_ENDIAN,
    .valid = {.min_access_size = 4, .max_access_size = 4},
};

static void resume(void *opaque)
{
    start(opaque);
}

void dma330_set_sysmmu(Dma330 *engine, ExynosSysmmu *sysmmu)
{
    engine->sysmmu = sysmmu;
    exynos_sysmmu_set_master(sysmmu, resume, engine);
}

void dma330_clock(void *opaque, bool running)
{
    Dma330 *engine = opaque;

    engine->stopped_clock = !running;
    if (running) {
        start(engine);
    } else {
        timer_del(engine->timer);
    }
}

static void dma330_reset(DeviceState *device)
{
    Dma330 *engine = DMA330(device);

    timer_del(engine->timer);
    memset(engine->channel, 0, sizeof(engine->channel));
    engine->manager_faulting = false;
    engine->manager_fault = 0;
    engine->interrupt_enable = 0;
    engine->interrupts = 0;
    engine->events = 0;
    update_interrupts(engine);
}

static void dma330_init(Object *object)
{
    Dma330 *engine = DMA330(object);
    SysBusDevice *device = SYS_BUS_DEVICE(object);

    memory_region_init_io(&engine->registers, object, &dma330_ops, engine, TYPE_DMA330,
                          DMA330_SIZE);
    sysbus_init_mmio(device, &engine->registers);
    sysbus_init_irq(device, &engine->abort);
    for (unsigned i = 0; i < DMA330_EVENTS; i++) {
        sysbus_init_irq(device, &engine->event_irq[i]);
    }
    engine->timer = timer_new_ns(QEMU_CLOCK_VIRTUAL, run_slice, engine);
}

static void dma330_class_init(ObjectClass *class, void *data)
{
    DEVICE_CLASS(class)->reset = dma330_reset;
}

static const TypeInfo dma330_types[] = {{
    .name = TYPE_DMA330,
    .parent = TYPE_SYS_BUS_DEVICE,
    .instance_size = sizeof(Dma330),
    .instance_init = dma330_init,
    .class_init = dma330_class_init,
}};

DEFINE_TYPES(dma330_types)
