/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A UART of the Exynos. Its outputs: 0 the interrupt, 1 "nothing for DMA to receive", on which
 * QEMU's PL330 waits. QEMU's own model loses the bytes of a full receive FIFO, lets a DMA engine
 * read where there is nothing, and gives no time-out after DMA has emptied the FIFO, without which
 * Linux stops to receive.
 */
#ifndef EXYNOS_UART_H
#define EXYNOS_UART_H

#include "chardev/char.h"
#include "hw/sysbus.h"

#define TYPE_EXYNOS_UART "exynos5250-uart"
OBJECT_DECLARE_SIMPLE_TYPE(ExynosUart, EXYNOS_UART)

/* Makes a UART, unmapped: its serial line, the size of its FIFOs, and the bytes that one unit of
   their trigger level stands for. */
DeviceState *exynos_uart_new(Chardev *line, unsigned fifo_bytes, unsigned trigger_unit);

#endif
