/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A PL330 DMA engine for memory-to-memory transfers, behind a SysMMU (ARM DDI 0424).
 *
 * QEMU has a model of the PL330 too, which serves the engines without a SysMMU here. It finishes a
 * program within the register write that starts it, and takes a transfer that was refused for
 * done. This one takes time, and stalls at an access that the SysMMU holds back: it goes on there
 * when the SysMMU lets it pass, or is stopped by DMAKILL.
 */
#ifndef DMA330_H
#define DMA330_H

#include "exynos_sysmmu.h"
#include "hw/sysbus.h"

#define TYPE_DMA330 "exynos5250-mdma"
OBJECT_DECLARE_SIMPLE_TYPE(Dma330, DMA330)

#define DMA330_CHANNELS   8
#define DMA330_EVENTS     32
#define DMA330_BUS_BYTES  8
#define DMA330_FIFO_LINES 64
#define DMA330_FIFO_BYTES (DMA330_FIFO_LINES * DMA330_BUS_BYTES)

/* States as the channel status register shows them. */
enum dma330_state {
    DMA330_STOPPED = 0,
    DMA330_EXECUTING = 1,
    DMA330_WAITING_FOR_EVENT = 4,
    DMA330_FAULTING = 15,
};

/* Bits of the fault type registers. */
enum dma330_fault {
    DMA330_UNDEFINED_INSTRUCTION = 1u << 0,
    DMA330_OPERAND_INVALID = 1u << 1,
    DMA330_FIFO_TOO_SMALL = 1u << 12,
    DMA330_DATA_MISSING = 1u << 13,
    DMA330_FETCH_ERROR = 1u << 16,
    DMA330_WRITE_ERROR = 1u << 17,
    DMA330_READ_ERROR = 1u << 18,
    DMA330_DEBUG_INSTRUCTION = 1u << 30,
};

typedef struct Dma330Channel {
    uint32_t source, destination, control, pc;
    uint8_t loop[2];
    enum dma330_state state;
    uint32_t fault;
    bool non_secure;
    unsigned beat; /* how much of the burst at pc is done */
    unsigned fifo_used;
    uint8_t fifo[DMA330_FIFO_BYTES];
} Dma330Channel;

struct Dma330 {
    SysBusDevice parent_obj;
    MemoryRegion registers;
    ExynosSysmmu *sysmmu;
    QEMUTimer *timer;
    int64_t slice_ns; /* until the slice that is due */
    qemu_irq abort;
    qemu_irq event_irq[DMA330_EVENTS];
    Dma330Channel channel[DMA330_CHANNELS];
    uint32_t manager_fault;
    bool manager_faulting;
    uint32_t interrupt_enable, interrupts, events;
    uint32_t debug_instruction[2];
    bool stopped_clock;
};

/* Names the unit that each access goes through; needed before the first transfer. */
void dma330_set_sysmmu(Dma330 *engine, ExynosSysmmu *sysmmu);

/* A ClockGateHandler: without its clock, the engine stands still. */
void dma330_clock(void *engine, bool running);

/* What one step of a channel came to. */
enum dma330_step {
    DMA330_PROGRESS, /* an instruction or a beat is done */
    DMA330_WAIT,     /* nothing can be done before something else happens */
};

/* Performs one instruction, or one beat of a burst, of a channel. */
enum dma330_step dma330_channel_step(Dma330 *engine, Dma330Channel *channel);

/* For the program interpreter: signals an event; waits for one (true: it was there, and is
   consumed); puts a channel into the faulting state. */
void dma330_send_event(Dma330 *engine, unsigned event);
bool dma330_take_event(Dma330 *engine, unsigned event);
void dma330_channel_fault(Dma330 *engine, Dma330Channel *channel, enum dma330_fault fault);

#endif
