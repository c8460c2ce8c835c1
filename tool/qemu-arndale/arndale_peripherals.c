/* SPDX-License-Identifier: GPL-2.0-or-later */
/* UARTs, PWM timers, and the peripherals for which QEMU has a model: multi-core timer, I2C. */
#include "qemu/osdep.h"

#include "arndale.h"
#include "exynos_pwm.h"
#include "exynos_uart.h"
#include "qapi/error.h"
#include "sysemu/sysemu.h"

/* The console that QEMU's first serial line is connected to. */
#define CONSOLE_UART 2u

/* Bytes of each UART's FIFOs, and of one unit of their trigger level. */
static const struct {
    unsigned fifo, trigger;
} uart_sizes[UART_COUNT] = {{256, 32}, {64, 8}, {16, 2}, {16, 2}};

typedef struct I2cPlace {
    uint32_t base;
    unsigned spi;
    enum clock_gate_register gate;
    unsigned gate_bit;
} I2cPlace;

static const I2cPlace i2c_places[] = {
    {0x12c60000, 56, GATE_IP_PERIC, 6},  {0x12c70000, 57, GATE_IP_PERIC, 7},
    {0x12c80000, 58, GATE_IP_PERIC, 8},  {0x12c90000, 59, GATE_IP_PERIC, 9},
    {0x12ca0000, 60, GATE_IP_PERIC, 10}, {0x12cb0000, 61, GATE_IP_PERIC, 11},
    {0x12cc0000, 62, GATE_IP_PERIC, 12}, {0x12cd0000, 63, GATE_IP_PERIC, 13},
    {0x12ce0000, 64, GATE_IP_PERIC, 14},
};

/* Serial line 0 is UART2; lines 1, 2, 3 are UART0, UART1, UART3. */
static Chardev *serial_line(unsigned uart)
{
    if (uart == CONSOLE_UART) {
        return serial_hd(0);
    }
    return serial_hd((int)(uart < CONSOLE_UART ? uart + 1 : uart));
}

static void add_uart(ArndaleBoard *board, unsigned uart)
{
    DeviceState *device =
        exynos_uart_new(serial_line(uart), uart_sizes[uart].fifo, uart_sizes[uart].trigger);

    board_map(board, device, UART_BASE + uart * UART_STRIDE, GATE_IP_PERIC, uart);
    sysbus_connect_irq(SYS_BUS_DEVICE(device), 0, board_spi(board, SPI_UART + uart));
    board->uart[uart] = device;
}

static void add_multi_core_timer(ArndaleBoard *board)
{
    static const struct {
        unsigned group, bit;
    } comparator[] = {{23, 3}, {23, 4}, {25, 2}, {25, 3}};
    const unsigned gate_bit = 18;
    DeviceState *timer = qdev_new("exynos4210.mct");
    SysBusDevice *bus_device = SYS_BUS_DEVICE(timer);
    int line = 0;

    sysbus_realize_and_unref(bus_device, &error_fatal);
    board_map(board, timer, MCT_BASE, GATE_IP_PERIS, gate_bit);
    for (unsigned i = 0; i < ARRAY_SIZE(comparator); i++) {
        sysbus_connect_irq(bus_device, line++,
                           board_combined(board, comparator[i].group, comparator[i].bit));
    }
    sysbus_connect_irq(bus_device, line++, board_spi(board, SPI_MCT_LOCAL));
    sysbus_connect_irq(bus_device, line, board_spi(board, SPI_MCT_LOCAL + 1));
}

static void add_pwm_timers(ArndaleBoard *board)
{
    const unsigned gate_bit = 24;
    DeviceState *timers = qdev_new(TYPE_EXYNOS_PWM);

    sysbus_realize_and_unref(SYS_BUS_DEVICE(timers), &error_fatal);
    board_map(board, timers, PWM_BASE, GATE_IP_PERIC, gate_bit);
}

static void add_i2c(ArndaleBoard *board, const I2cPlace *place)
{
    DeviceState *device = qdev_new("exynos4210.i2c");

    sysbus_realize_and_unref(SYS_BUS_DEVICE(device), &error_fatal);
    board_map(board, device, place->base, place->gate, place->gate_bit);
    sysbus_connect_irq(SYS_BUS_DEVICE(device), 0, board_spi(board, place->spi));
}

void board_add_peripherals(ArndaleBoard *board)
{
    for (unsigned i = 0; i < UART_COUNT; i++) {
        add_uart(board, i);
    }
    add_multi_core_timer(board);
    add_pwm_timers(board);
    for (unsigned i = 0; i < ARRAY_SIZE(i2c_places); i++) {
        add_i2c(board, &i2c_places[i]);
    }
}
