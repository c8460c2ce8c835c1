/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The four PL330 DMA engines and the SysMMUs. The MDMAs, which have one, are of our own model;
 * the PDMAs, which take requests from peripherals, of QEMU's.
 *
 * Sources number the memory-to-memory engines' SysMMUs differently; that the unit at 0x10a40000
 * guards MDMA0 and the one at 0x11d50000 MDMA1 is inferred from their clocks. No source lists one
 * for the PDMAs: these reach all memory. The SysMMUs of masters that are not modelled have their
 * registers here, but nothing to translate.
 */
#include "qemu/osdep.h"

#include "arndale.h"
#include "dma330.h"
#include "exec/address-spaces.h"
#include "hw/or-irq.h"
#include "hw/qdev-properties.h"
#include "qapi/error.h"

#define EVENTS         32
#define QUEUE_CAPACITY 4
#define QUEUE_DEPTH    8
#define PDMA_REQUESTS  32
#define PDMA_WIDTH     32

typedef struct SysmmuPlace {
    uint32_t base;
    uint8_t group, bit;
    uint8_t gate_bit;
    enum clock_gate_register gate;
} SysmmuPlace;

typedef struct MdmaPlace {
    uint32_t base;
    unsigned spi;
    unsigned abort_group, abort_bit;
    enum clock_gate_register gate;
    unsigned gate_bit;
    SysmmuPlace sysmmu;
} MdmaPlace;

static const MdmaPlace mdmas[] = {
    {0x10800000, 33, 15, 3, GATE_IP_ACP, 1, {0x10a40000, 7, 0, 5, GATE_IP_ACP}},
    {0x11c10000, 124, 13, 1, GATE_IP_GEN, 4, {0x11d50000, 7, 2, 9, GATE_IP_GEN}},
};

static const SysmmuPlace idle_sysmmus[] = {
    {0x10a50000, 6, 6, 0, GATE_NONE},      /* SSS */
    {0x10a60000, 24, 5, 7, GATE_IP_ACP},   /* G2D */
    {0x11200000, 6, 2, 1, GATE_IP_MFC},    /* MFC_R */
    {0x11210000, 8, 5, 2, GATE_IP_MFC},    /* MFC_L */
    {0x11d40000, 4, 0, 6, GATE_IP_GEN},    /* rotator */
    {0x11f20000, 4, 2, 7, GATE_IP_GEN},    /* JPEG */
    {0x12370000, 6, 4, 0, GATE_NONE},      /* RTIC */
    {0x13260000, 10, 6, 8, GATE_IP_ISP0},  /* ISP */
    {0x13270000, 11, 6, 9, GATE_IP_ISP0},  /* DRC */
    {0x13280000, 5, 2, 11, GATE_IP_ISP0},  /* SCC */
    {0x13290000, 3, 6, 12, GATE_IP_ISP0},  /* SCP */
    {0x132a0000, 5, 0, 10, GATE_IP_ISP0},  /* FD */
    {0x132b0000, 5, 4, 13, GATE_IP_ISP0},  /* MCU */
    {0x132c0000, 11, 0, 4, GATE_IP_ISP1},  /* ODC */
    {0x132d0000, 10, 4, 5, GATE_IP_ISP1},  /* DIS0 */
    {0x132e0000, 9, 4, 6, GATE_IP_ISP1},   /* DIS1 */
    {0x132f0000, 5, 6, 7, GATE_IP_ISP1},   /* 3DNR */
    {0x13c40000, 3, 4, 11, GATE_IP_GSCL},  /* LITE0 */
    {0x13c50000, 24, 1, 12, GATE_IP_GSCL}, /* LITE1 */
    {0x13e80000, 2, 0, 7, GATE_IP_GSCL},   /* GSC0 */
    {0x13e90000, 2, 2, 8, GATE_IP_GSCL},   /* GSC1 */
    {0x13ea0000, 2, 4, 9, GATE_IP_GSCL},   /* GSC2 */
    {0x13eb0000, 2, 6, 10, GATE_IP_GSCL},  /* GSC3 */
    {0x14640000, 3, 2, 8, GATE_IP_DISP1},  /* FIMD1 */
    {0x14650000, 7, 4, 9, GATE_IP_DISP1},  /* TV */
};

static ExynosSysmmu *add_sysmmu(ArndaleBoard *board, const SysmmuPlace *place)
{
    DeviceState *device = qdev_new(TYPE_EXYNOS_SYSMMU);
    ExynosSysmmu *sysmmu = EXYNOS_SYSMMU(device);

    sysbus_realize_and_unref(SYS_BUS_DEVICE(device), &error_fatal);
    board_map(board, device, place->base, place->gate, place->gate_bit);
    sysbus_connect_irq(SYS_BUS_DEVICE(device), 0, board_combined(board, place->group, place->bit));
    exynos_sysmmu_set_tzpc(sysmmu, board->iram_tzpc);
    return sysmmu;
}

/* The engine's interrupt is the OR of its events, the outputs from 1 on. Output 0 is the abort
   line, which is left to the caller. */
static void connect_events(ArndaleBoard *board, DeviceState *engine, unsigned spi)
{
    DeviceState *any = qdev_new(TYPE_OR_IRQ);

    object_property_set_int(OBJECT(any), "num-lines", EVENTS, &error_fatal);
    qdev_realize_and_unref(any, NULL, &error_fatal);
    for (int i = 0; i < EVENTS; i++) {
        sysbus_connect_irq(SYS_BUS_DEVICE(engine), i + 1, qdev_get_gpio_in(any, i));
    }
    qdev_connect_gpio_out(any, 0, board_spi(board, spi));
}

static void add_mdma(ArndaleBoard *board, const MdmaPlace *place)
{
    DeviceState *device = qdev_new(TYPE_DMA330);

    sysbus_realize_and_unref(SYS_BUS_DEVICE(device), &error_fatal);
    dma330_set_sysmmu(DMA330(device), add_sysmmu(board, &place->sysmmu));
    board_map(board, device, place->base, place->gate, place->gate_bit);
    exynos_cmu_add_gate(board->cmu, place->gate, place->gate_bit, dma330_clock, device);
    connect_events(board, device, place->spi);
    sysbus_connect_irq(SYS_BUS_DEVICE(device), 0,
                       board_combined(board, place->abort_group, place->abort_bit));
}

static DeviceState *add_pdma(ArndaleBoard *board, hwaddr base, unsigned spi, unsigned gate_bit)
{
    DeviceState *engine = qdev_new("pl330");

    object_property_set_link(OBJECT(engine), "memory", OBJECT(get_system_memory()), &error_fatal);
    qdev_prop_set_uint8(engine, "num_periph_req", PDMA_REQUESTS);
    qdev_prop_set_uint8(engine, "num_events", EVENTS);
    qdev_prop_set_uint8(engine, "wr_cap", QUEUE_CAPACITY);
    qdev_prop_set_uint8(engine, "wr_q_dep", QUEUE_DEPTH);
    qdev_prop_set_uint8(engine, "rd_cap", QUEUE_CAPACITY);
    qdev_prop_set_uint8(engine, "rd_q_dep", QUEUE_DEPTH);
    qdev_prop_set_uint8(engine, "data_width", PDMA_WIDTH);
    qdev_prop_set_uint16(engine, "data_buffer_dep", PDMA_WIDTH);
    sysbus_realize_and_unref(SYS_BUS_DEVICE(engine), &error_fatal);
    board_map(board, engine, base, GATE_IP_FSYS, gate_bit);
    connect_events(board, engine, spi);
    return engine;
}

/* A UART keeps its engine's receive request back while it has nothing. */
static void connect_uart(ArndaleBoard *board, unsigned uart, DeviceState *engine, int request)
{
    sysbus_connect_irq(SYS_BUS_DEVICE(board->uart[uart]), 1, qdev_get_gpio_in(engine, request));
}

void board_add_dma(ArndaleBoard *board)
{
    DeviceState *pdma0, *pdma1;

    for (unsigned i = 0; i < ARRAY_SIZE(mdmas); i++) {
        add_mdma(board, &mdmas[i]);
    }
    pdma0 = add_pdma(board, 0x121a0000, 34, 1);
    pdma1 = add_pdma(board, 0x121b0000, 35, 2);
    connect_uart(board, 0, pdma0, 13);
    connect_uart(board, 1, pdma1, 15);
    connect_uart(board, 2, pdma0, 15);
    connect_uart(board, 3, pdma1, 17);
    for (unsigned i = 0; i < ARRAY_SIZE(idle_sysmmus); i++) {
        add_sysmmu(board, &idle_sysmmus[i]);
    }
}
