/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * UART of the Exynos (Linux: samsung_tty.c).
 *
 * What is sent leaves at once, so the transmit FIFO is always empty. Bytes are received at the pace
 * of the baud rate, by the FIFO's free space at a time, and wait in the FIFO. The receive interrupt
 * comes when they reach the trigger level, or, with the time-out enabled, when no byte has come for
 * some time, also if they have all been read since and the control register asks for that.
 * Interrupt sources whose reason lasts come back when cleared.
 */
#include "qemu/osdep.h"

#include "chardev/char-fe.h"
#include "exynos_uart.h"
#include "hw/irq.h"
#include "qapi/error.h"
#include "qemu/fifo8.h"
#include "qemu/timer.h"

#define UART_SIZE      0x100u
#define REGISTER_COUNT 15

#define ULCON                       0x00u
#define UCON                        0x04u
#define UCON_RESET                  0x3000u
#define UCON_RECEIVE_MODE           0x3u
#define UCON_RECEIVE_DMA            0x2u
#define UCON_TIMEOUT_ENABLE         (1u << 7)
#define UCON_TIMEOUT_WHEN_EMPTY     (1u << 11)
#define UCON_TIMEOUT_SHIFT          12
#define UFCON                       0x08u
#define UFCON_ENABLE                1u
#define UFCON_RESET_RECEIVE         2u
#define UFCON_RESET_BITS            6u
#define UFCON_RECEIVE_TRIGGER_SHIFT 4
#define UTRSTAT                     0x10u
#define UTRSTAT_RECEIVED            1u
#define UTRSTAT_SENT                6u
#define UTRSTAT_TIMEOUT             8u
#define UFSTAT                      0x18u
#define UFSTAT_RECEIVE_COUNT        0xffu
#define UFSTAT_RECEIVE_FULL         (1u << 8)
#define UTXH                        0x20u
#define URXH                        0x24u
#define UBRDIV                      0x28u
#define UFRACVAL                    0x2cu
#define UINTP                       0x30u
#define UINTSP                      0x34u
#define UINTM                       0x38u

#define SOURCE_RECEIVED 1u
#define SOURCE_ERROR    2u
#define SOURCE_SENT     4u

#define UART_CLOCK_HZ      100000000ull
#define BITS_PER_FRAME     10u
#define FRAMES_PER_TIMEOUT 8u

struct ExynosUart {
    SysBusDevice parent_obj;
    MemoryRegion registers;
    CharBackend line;
    qemu_irq irq;
    qemu_irq no_request;
    QEMUTimer *timeout;
    QEMUTimer *line_free; /* pending while the bytes of the last burst take their time */
    Fifo8 received;
    unsigned trigger_unit;
    bool timed_out;
    uint32_t value[REGISTER_COUNT];
};

static bool fifo_enabled(const ExynosUart *uart)
{
    return uart->value[UFCON / 4] & UFCON_ENABLE;
}

static bool received_by_dma(const ExynosUart *uart)
{
    return (uart->value[UCON / 4] & UCON_RECEIVE_MODE) == UCON_RECEIVE_DMA;
}

/* In DMA mode the trigger level makes requests to the DMA engine in place of interrupts. */
static bool receive_reason_lasts(ExynosUart *uart)
{
    unsigned level = uart->value[UFCON / 4] >> UFCON_RECEIVE_TRIGGER_SHIFT & 7;
    unsigned count = fifo8_num_used(&uart->received);

    if (count == 0 || received_by_dma(uart)) {
        return false;
    }
    return !fifo_enabled(uart) || !(uart->value[UCON / 4] & UCON_TIMEOUT_ENABLE) ||
           count >= (level + 1) * uart->trigger_unit;
}

static void update(ExynosUart *uart)
{
    uart->value[UINTSP / 4] |= SOURCE_SENT;
    if (receive_reason_lasts(uart)) {
        uart->value[UINTSP / 4] |= SOURCE_RECEIVED;
    }
    uart->value[UINTP / 4] = uart->value[UINTSP / 4] & ~uart->value[UINTM / 4];
    qemu_set_irq(uart->irq, uart->value[UINTP / 4] != 0);
    qemu_set_irq(uart->no_request, !received_by_dma(uart) || fifo8_is_empty(&uart->received));
}

static int64_t frame_ns(const ExynosUart *uart)
{
    uint64_t sixteenths = 16ull * (uart->value[UBRDIV / 4] + 1) + uart->value[UFRACVAL / 4];

    return (int64_t)(NANOSECONDS_PER_SECOND * BITS_PER_FRAME * sixteenths / UART_CLOCK_HZ);
}

static void restart_timeout(ExynosUart *uart, int64_t last_byte)
{
    unsigned units = (uart->value[UCON / 4] >> UCON_TIMEOUT_SHIFT & 15) + 1;

    timer_mod(uart->timeout, last_byte + frame_ns(uart) * units * FRAMES_PER_TIMEOUT);
}

static void free_line(void *opaque)
{
    ExynosUart *uart = opaque;

    qemu_chr_fe_accept_input(&uart->line);
}

static void time_out(void *opaque)
{
    ExynosUart *uart = opaque;
    uint32_t control = uart->value[UCON / 4];

    if (control & UCON_TIMEOUT_ENABLE &&
        (control & UCON_TIMEOUT_WHEN_EMPTY || !fifo8_is_empty(&uart->received))) {
        uart->timed_out = true;
        uart->value[UINTSP / 4] |= SOURCE_RECEIVED;
        update(uart);
    }
}

static int can_receive(void *opaque)
{
    ExynosUart *uart = opaque;

    if (timer_pending(uart->line_free)) {
        return 0;
    }
    if (!fifo_enabled(uart)) {
        return fifo8_is_empty(&uart->received);
    }
    return (int)fifo8_num_free(&uart->received);
}

static void receive(void *opaque, const uint8_t *bytes, int size)
{
    ExynosUart *uart = opaque;
    int64_t last_byte = qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL) + size * frame_ns(uart);

    for (int i = 0; i < size && !fifo8_is_full(&uart->received); i++) {
        fifo8_push(&uart->received, bytes[i]);
    }
    timer_mod(uart->line_free, last_byte);
    restart_timeout(uart, last_byte);
    update(uart);
}

static uint32_t take_received(ExynosUart *uart)
{
    uint32_t byte = 0;

    if (fifo8_is_empty(&uart->received)) {
        uart->value[UINTSP / 4] |= SOURCE_ERROR;
    } else {
        byte = fifo8_pop(&uart->received);
    }
    qemu_chr_fe_accept_input(&uart->line);
    update(uart);
    return byte;
}

static uint64_t uart_read(void *opaque, hwaddr offset, unsigned size)
{
    ExynosUart *uart = opaque;

    switch (offset) {
    case UTRSTAT:
        return UTRSTAT_SENT | (fifo8_is_empty(&uart->received) ? 0 : UTRSTAT_RECEIVED) |
               (uart->timed_out ? UTRSTAT_TIMEOUT : 0);
    case UFSTAT:
        return (fifo8_num_used(&uart->received) & UFSTAT_RECEIVE_COUNT) |
               (fifo8_is_full(&uart->received) ? UFSTAT_RECEIVE_FULL : 0);
    case URXH:
        return take_received(uart);
    default:
        return offset / 4 < REGISTER_COUNT ? uart->value[offset / 4] : 0;
    }
}

static void uart_write(void *opaque, hwaddr offset, uint64_t written, unsigned size)
{
    ExynosUart *uart = opaque;
    uint32_t value = (uint32_t)written;
    uint8_t byte = (uint8_t)value;

    switch (offset) {
    case UFCON:
        if (value & UFCON_RESET_RECEIVE) {
            fifo8_reset(&uart->received);
        }
        uart->value[UFCON / 4] = value & ~UFCON_RESET_BITS;
        break;
    case UTRSTAT:
        uart->timed_out &= !(value & UTRSTAT_TIMEOUT);
        break;
    case UTXH:
        qemu_chr_fe_write_all(&uart->line, &byte, 1);
        break;
    case UINTP:
    case UINTSP:
        uart->value[UINTSP / 4] &= ~value;
        break;
    case UFSTAT:
    case URXH:
        break;
    default:
        if (offset / 4 < REGISTER_COUNT) {
            uart->value[offset / 4] = value;
        }
        break;
    }
    update(uart);
}

static const MemoryRegionOps uart_ops = {
    .read = uart_read,
    .write = uart_write,
    .endianness = DEVICE_LITTLE_ENDIAN,
    .valid = {.min_access_size = 1, .max_access_size = 4},
};

static void uart_reset(DeviceState *device)
{
    ExynosUart *uart = EXYNOS_UART(device);

    timer_del(uart->timeout);
    timer_del(uart->line_free);
    fifo8_reset(&uart->received);
    memset(uart->value, 0, sizeof(uart->value));
    uart->value[UCON / 4] = UCON_RESET;
    uart->timed_out = false;
    update(uart);
}

DeviceState *exynos_uart_new(Chardev *line, unsigned fifo_bytes, unsigned trigger_unit)
{
    DeviceState *device = qdev_new(TYPE_EXYNOS_UART);
    ExynosUart *uart = EXYNOS_UART(device);

    fifo8_create(&uart->received, fifo_bytes);
    uart->trigger_unit = trigger_unit;
    if (line) {
        qemu_chr_fe_init(&uart->line, line, &error_fatal);
    }
    qemu_chr_fe_set_handlers(&uart->line, can_receive, receive, NULL, NULL, uart, NULL, true);
    sysbus_realize_and_unref(SYS_BUS_DEVICE(device), &error_fatal);
    return device;
}

static void uart_init(Object *object)
{
    ExynosUart *uart = EXYNOS_UART(object);
    SysBusDevice *device = SYS_BUS_DEVICE(object);

    memory_region_init_io(&uart->registers, object, &uart_ops, uart, TYPE_EXYNOS_UART, UART_SIZE);
    sysbus_init_mmio(device, &uart->registers);
    sysbus_init_irq(device, &uart->irq);
    sysbus_init_irq(device, &uart->no_request);
    uart->timeout = timer_new_ns(QEMU_CLOCK_VIRTUAL, time_out, uart);
    uart->line_free = timer_new_ns(QEMU_CLOCK_VIRTUAL, free_line, uart);
}

static void uart_class_init(ObjectClass *class, void *data)
{
    DEVICE_CLASS(class)->reset = uart_reset;
    DEVICE_CLASS(class)->user_creatable = false;
}

static const TypeInfo uart_types[] = {{
    .name = TYPE_EXYNOS_UART,
    .parent = TYPE_SYS_BUS_DEVICE,
    .instance_size = sizeof(ExynosUart),
    .instance_init = uart_init,
    .class_init = uart_class_init,
}};

DEFINE_TYPES(uart_types)
