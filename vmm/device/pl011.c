/* SPDX-License-Identifier: MIT */
/* Virtual PL011 UART; see device/pl011.h. Sections are those of ARM DDI 0183G. */
#include <string.h>
#include "device/pl011.h"

enum pl011_register {
    UARTDR = 0x000,        /* RW data, 3.3.1 */
    UARTRSR = 0x004,       /* RW receive status, error clear, 3.3.2 */
    UARTFR = 0x018,        /* RO flags, 3.3.3 */
    UARTILPR = 0x020,      /* RW IrDA low-power counter, 3.3.4 */
    UARTIBRD = 0x024,      /* RW integer baud rate, 3.3.5 */
    UARTFBRD = 0x028,      /* RW fractional baud rate, 3.3.6 */
    UARTLCR_H = 0x02c,     /* RW line control, 3.3.7 */
    UARTCR = 0x030,        /* RW control, 3.3.8 */
    UARTIFLS = 0x034,      /* RW interrupt FIFO level select, 3.3.9 */
    UARTIMSC = 0x038,      /* RW interrupt mask, 3.3.10 */
    UARTRIS = 0x03c,       /* RO raw interrupts, 3.3.11 */
    UARTMIS = 0x040,       /* RO masked interrupts, 3.3.12 */
    UARTICR = 0x044,       /* WO interrupt clear, 3.3.13 */
    UARTDMACR = 0x048,     /* RW DMA control, 3.3.14 */
    UARTPERIPHID0 = 0xfe0, /* RO eight registers of a byte each, 3.3.15 and on */
};

enum {
    FR_CTS = 1 << 0,
    FR_DSR = 1 << 1,
    FR_DCD = 1 << 2,
    FR_BUSY = 1 << 3,
    FR_RXFE = 1 << 4,
    FR_TXFF = 1 << 5,
    FR_RXFF = 1 << 6,
    FR_TXFE = 1 << 7,
    LCR_FIFO = 1 << 4,
    CR_ENABLE = 1 << 0,
    CR_LOOPBACK = 1 << 7,
    CR_TRANSMIT = 1 << 8,
    CR_RECEIVE = 1 << 9,
    INTERRUPT_RECEIVE = 1 << 4,
    INTERRUPT_TRANSMIT = 1 << 5,
    INTERRUPT_TIMEOUT = 1 << 6,
    INTERRUPT_ALL = 0x7ff,
    CR_MASK = 0xff87,
    LCR_MASK = 0xff,
    IFLS_MASK = 0x3f,
    IFLS_RESET = 0x12,
    DMACR_MASK = 0x7,
    ILPR_MASK = 0xff,
    IBRD_MASK = 0xffff,
    FBRD_MASK = 0x3f,
};

static const uint8_t identification[8] = {0x11, 0x10, 0x14, 0x00, 0x0d, 0xf0, 0x05, 0xb1};

static void update_line(struct pl011 *uart)
{
    line_set(&uart->line, (uart->raw & uart->mask) != 0);
}

/* Bytes that the receive FIFO holds at most: one while the FIFOs are off. */
static uint32_t receive_size(const struct pl011 *uart)
{
    return uart->line_control & LCR_FIFO ? PL011_FIFO : 1;
}

/* Bytes in the receive FIFO that raise its interrupt (3.3.9). */
static uint32_t receive_level(const struct pl011 *uart)
{
    static const uint8_t eighths[8] = {1, 2, 4, 6, 7, 7, 7, 7};
    return uart->line_control & LCR_FIFO ? PL011_FIFO / 8 * eighths[uart->fifo_level >> 3 & 7] : 1;
}

/* Flags and interrupts as the FIFOs are now. */
static void update(struct pl011 *uart)
{
    uart->flags = FR_CTS | FR_DSR | FR_DCD;
    uart->flags |= uart->transmit_count == PL011_TRANSMIT ? FR_TXFF | FR_BUSY : FR_TXFE;
    if (uart->receive_count == 0) {
        uart->flags |= FR_RXFE;
        uart->raw &= ~(uint32_t)(INTERRUPT_RECEIVE | INTERRUPT_TIMEOUT);
    } else {
        /* What is left below the level has been there for a while: the timeout interrupt. */
        uart->raw |= INTERRUPT_TIMEOUT;
    }
    if (uart->receive_count >= receive_size(uart)) {
        uart->flags |= FR_RXFF;
    }
    if (uart->receive_count >= receive_level(uart)) {
        uart->raw |= INTERRUPT_RECEIVE;
    } else {
        uart->raw &= ~(uint32_t)INTERRUPT_RECEIVE;
    }
    update_line(uart);
}

static void receive_byte(struct pl011 *uart, uint8_t byte)
{
    uart->receive[(uart->receive_first + uart->receive_count) % PL011_FIFO] = byte;
    uart->receive_count++;
}

void pl011_receive(struct pl011 *uart)
{
    const uint32_t on = CR_ENABLE | CR_RECEIVE;
    if ((uart->control & on) != on || (uart->control & CR_LOOPBACK)) {
        return;
    }
    uint8_t bytes[PL011_FIFO];
    uint32_t size = receive_size(uart);
    if (uart->receive_count >= size) {
        return;
    }
    size_t count = uart->backend.read(uart->backend.context, bytes, size - uart->receive_count);
    for (size_t i = 0; i < count; i++) {
        receive_byte(uart, bytes[i]);
    }
    if (count != 0) {
        update(uart);
    }
}

void pl011_flush(struct pl011 *uart)
{
    if (uart->transmit_count == 0) {
        return;
    }
    bool was_full = uart->transmit_count == PL011_TRANSMIT;
    size_t taken = uart->backend.write(uart->backend.context, uart->transmit, uart->transmit_count);
    uart->transmit_count -= (uint32_t)taken;
    memmove(uart->transmit, uart->transmit + taken, uart->transmit_count);
    if (was_full && taken != 0) {
        uart->raw |= INTERRUPT_TRANSMIT;
        update(uart);
    }
}

static void transmit_byte(struct pl011 *uart, uint8_t byte)
{
    if (uart->control & CR_LOOPBACK) {
        if (uart->receive_count < receive_size(uart)) {
            receive_byte(uart, byte);
        }
        uart->raw |= INTERRUPT_TRANSMIT;
        update(uart);
        return;
    }
    if (uart->transmit_count == PL011_TRANSMIT) {
        return; /* written while full: lost, as in hardware */
    }
    if (uart->transmit_count == 0) {
        uart->backend.flush_later(uart->backend.context);
    }
    uart->transmit[uart->transmit_count] = byte;
    uart->transmit_count++;
    if (byte == '\n' || uart->transmit_count == PL011_TRANSMIT) {
        pl011_flush(uart);
    }
    if (uart->transmit_count == PL011_TRANSMIT) {
        uart->raw &= ~(uint32_t)INTERRUPT_TRANSMIT;
        update(uart);
    } else if (!(uart->raw & INTERRUPT_TRANSMIT)) {
        uart->raw |= INTERRUPT_TRANSMIT;
        update_line(uart);
    }
}

static uint32_t read_data(struct pl011 *uart)
{
    if (uart->receive_count == 0) {
        return 0;
    }
    uint32_t value = uart->receive[uart->receive_first];
    uart->receive_first = (uart->receive_first + 1) % PL011_FIFO;
    uart->receive_count--;
    if (uart->receive_count == 0) {
        pl011_receive(uart);
    }
    update(uart);
    return value;
}

static uint32_t read_register(struct pl011 *uart, uint32_t offset)
{
    switch (offset) {
    case UARTDR:
        return read_data(uart);
    case UARTFR:
        return uart->flags;
    case UARTILPR:
        return uart->low_power;
    case UARTIBRD:
        return uart->integer_baud;
    case UARTFBRD:
        return uart->fraction_baud;
    case UARTLCR_H:
        return uart->line_control;
    case UARTCR:
        return uart->control;
    case UARTIFLS:
        return uart->fifo_level;
    case UARTIMSC:
        return uart->mask;
    case UARTRIS:
        return uart->raw;
    case UARTMIS:
        return uart->raw & uart->mask;
    case UARTDMACR:
        return uart->dma;
    default:
        break;
    }
    return offset >= UARTPERIPHID0 ? identification[(offset - UARTPERIPHID0) / 4 % 8] : 0;
}

static bool pl011_read(struct device *device, struct device_access *access)
{
    struct pl011 *uart = (struct pl011 *)device;
    if (access->offset == UARTFR) { /* guests poll it */
        access->value = uart->flags & device_width_mask(access->width);
        return true;
    }
    uint32_t value = read_register(uart, access->offset & ~3u);
    access->value = device_narrow(value, access->offset, access->width);
    return true;
}

static void set_line_control(struct pl011 *uart, uint32_t value)
{
    if ((uart->line_control ^ value) & LCR_FIFO) {
        uart->receive_first = 0; /* switching the FIFOs empties them */
        uart->receive_count = 0;
    }
    uart->line_control = value & LCR_MASK;
    pl011_receive(uart);
    update(uart);
}

static bool pl011_write(struct device *device, struct device_access *access)
{
    struct pl011 *uart = (struct pl011 *)device;
    uint32_t value = access->value & device_width_mask(access->width);
    switch (access->offset) {
    case UARTDR:
        transmit_byte(uart, (uint8_t)value);
        break;
    case UARTILPR:
        uart->low_power = value & ILPR_MASK;
        break;
    case UARTIBRD:
        uart->integer_baud = value & IBRD_MASK;
        break;
    case UARTFBRD:
        uart->fraction_baud = value & FBRD_MASK;
        break;
    case UARTLCR_H:
        set_line_control(uart, value);
        break;
    case UARTCR:
        uart->control = value & CR_MASK;
        pl011_receive(uart);
        break;
    case UARTIFLS:
        uart->fifo_level = value & IFLS_MASK;
        update(uart);
        break;
    case UARTIMSC:
        uart->mask = value & INTERRUPT_ALL;
        update_line(uart);
        break;
    case UARTICR:
        uart->raw &= ~value;
        update_line(uart);
        break;
    case UARTDMACR:
        uart->dma = value & DMACR_MASK;
        break;
    default: /* read-only, reserved, or the error status, which is always clear */
        break;
    }
    return true;
}

static void pl011_reset(struct device *device)
{
    struct pl011 *uart = (struct pl011 *)device;
    pl011_flush(uart);
    uart->control = CR_TRANSMIT | CR_RECEIVE;
    uart->line_control = 0;
    uart->integer_baud = 0;
    uart->fraction_baud = 0;
    uart->fifo_level = IFLS_RESET;
    uart->low_power = 0;
    uart->dma = 0;
    uart->raw = 0;
    uart->mask = 0;
    uart->receive_first = 0;
    uart->receive_count = 0;
    update(uart);
}

static const struct device_ops pl011_ops = {pl011_read, pl011_write, pl011_reset};

void pl011_initialize(struct pl011 *uart, uint32_t base, struct line line,
                      struct character_backend backend)
{
    memset(uart, 0, sizeof(*uart));
    uart->device = (struct device){"pl011", base, PL011_SIZE, &pl011_ops};
    uart->line = line;
    uart->backend = backend;
    pl011_reset(&uart->device);
}
