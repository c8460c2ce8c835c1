/* SPDX-License-Identifier: MIT */
/* A unit and its session Iommu; see guard.h. */
#include <stdlib.h>
#include <string.h>
#include <core/component.h>
#include <hw/call.h>
#include <runtime/cap.h>
#include <runtime/interrupt.h>
#include <runtime/log.h>
#include <runtime/session.h>
#include <session/dma_client.h>
#include <session/iommu_server.h>
#include "device/config.h"
#include "guard.h"

enum {
    DMA_RAM = 40 * 1024, /* quota of the DMA session: some 500 pins */
    DMA_CAPS = 4,
    LEVEL1_ALIGN = TABLE_LEVEL1_SIZE,
    FAULTS_LOGGED = 64, /* those of another address than the last; then each power of two */
};

static const char *const fault_texts[IOMMU_FAULT_COUNT] = {
    [IOMMU_FAULT_NONE] = "none",   [IOMMU_FAULT_TRANSLATION] = "translation",
    [IOMMU_FAULT_READ] = "read",   [IOMMU_FAULT_WRITE] = "write",
    [IOMMU_FAULT_TABLE] = "table",
};

/* Log a fault, but for one that is tried again and again, and not without end. */
static void report(struct guard *guard, const struct unit_fault *fault)
{
    bool again = guard->faults > 1 && fault->kind == guard->fault.kind &&
                 fault->address == guard->fault.address;
    if ((!again && guard->faults_logged < FAULTS_LOGGED) ||
        (guard->faults & (guard->faults - 1)) == 0) {
        guard->faults_logged++;
        log_printf("%s: fault %lu: %s at 0x%08lx\n", guard->name, (unsigned long)guard->faults,
                   fault_texts[fault->kind], (unsigned long)fault->address);
    }
}

static void handle_interrupt(void *context)
{
    struct guard *guard = context;
    struct unit_fault fault;
    uint32_t count = 0;
    while (count < UNIT_FAULTS_MAX && unit_take_fault(&guard->unit, &fault)) {
        count++;
        guard->faults++;
        report(guard, &fault);
        guard->fault = fault;
    }
    if (count > 0 && guard->handler != CAP_NULL) {
        (void)notification_signal(guard->handler);
    }
    (void)interrupt_acknowledge(guard->device.irq);
}

static enum error serve_attach(void *self, uint32_t address, uint32_t offset, uint32_t size,
                               uint32_t flags, struct cap_item *dataspace)
{
    return guard_attach(self, address, offset, size, flags, dataspace);
}

static enum error serve_detach(void *self, uint32_t address)
{
    return guard_detach(self, address);
}

static enum error serve_handler(void *self, struct cap_item *notification)
{
    struct guard *guard = self;
    cap_free(guard->handler);
    guard->handler = notification->cap == CAP_OWN ? CAP_NULL : notification->cap;
    notification->cap = CAP_NULL;
    if (guard->handler != CAP_NULL && guard->unit.held) {
        (void)notification_signal(guard->handler);
    }
    return OK;
}

static enum error serve_fault(void *self, uint32_t *kind, uint32_t *address, uint32_t *count)
{
    const struct guard *guard = self;
    *kind = guard->unit.held ? guard->fault.kind : IOMMU_FAULT_NONE;
    *address = guard->unit.held ? guard->fault.address : 0;
    *count = guard->faults;
    return OK;
}

static enum error serve_resume(void *self)
{
    struct guard *guard = self;
    if (guard->unit.held && !guard->may_resume) {
        return ERROR_DENIED;
    }
    guard->unit.held = false;
    return unit_settle(&guard->unit);
}

static void dispatch(void *self, struct message *message)
{
    static const struct iommu_service service = {
        .attach = serve_attach,
        .detach = serve_detach,
        .handler = serve_handler,
        .fault = serve_fault,
        .resume = serve_resume,
    };
    iommu_dispatch(&service, self, message);
}

/* What the policy says. `off` takes the word `unprotected` beside it. */
static enum error read_policy(struct guard *guard, int node)
{
    const char *mode = config_text(node, "mode", "enable");
    if (strcmp(mode, "enable") == 0) {
        guard->unit.mode = UNIT_ENABLE;
    } else if (strcmp(mode, "block") == 0) {
        guard->unit.mode = UNIT_BLOCK;
    } else if (strcmp(mode, "off") == 0 && config_flag(node, "unprotected")) {
        guard->unit.mode = UNIT_OFF;
    } else {
        log_printf("%s: mode \"%s\" is none of enable, block, and off with `unprotected`\n",
                   guard->name, mode);
        return ERROR_INVALID;
    }
    const char *after = config_text(node, "after-fault", "resume");
    guard->may_resume = strcmp(after, "resume") == 0;
    return guard->may_resume || strcmp(after, "hold") == 0 ? OK : ERROR_INVALID;
}

/* Let core know how the unit is blocked, and where its table is. */
static enum error open_dma(struct guard *guard, cap_t registers, uint32_t offset,
                           uint32_t *physical)
{
    struct session session;
    uint32_t pin = 0;
    uint32_t size = 0;
    uint32_t flags = 0;
    enum error error = session_open(DMA_SERVICE, "", DMA_RAM, DMA_CAPS, &session);
    if (!error) {
        guard->unit.dma = session.cap;
        error = dma_guard(session.cap, offset + SYSMMU_CTRL, SYSMMU_CTRL_BLOCK,
                          offset + SYSMMU_STATUS, SYSMMU_STATUS_BLOCKED, cap_plain(registers));
    }
    if (!error) {
        /* Twice the size holds one that is aligned to it. */
        error = memory_allocate(TABLE_LEVEL1_SIZE + LEVEL1_ALIGN, RAM_UNCACHED, &guard->level1);
    }
    if (!error) {
        error =
            dma_pin(session.cap, cap_plain(guard->level1.dataspace), &pin, physical, &size, &flags);
    }
    return error;
}

enum error guard_init(struct guard *guard, int node)
{
    guard->name = config_name(node);
    guard->interrupt = (struct signal_handler){.handle = handle_interrupt, .context = guard};
    guard->object = (struct rpc_object){.dispatch = dispatch, .self = guard, .kind = MESSAGE_CALL};
    const char *device = config_text(node, "device", guard->name);
    uint32_t physical = 0;
    enum error error = read_policy(guard, node);
    if (!error) {
        error = device_open_registers(&guard->device, device);
    }
    if (!error) {
        guard->unit.registers = guard->device.registers;
        error = unit_block(&guard->unit) ? OK : ERROR_BUSY; /* before all else */
    }
    if (!error) {
        error = open_dma(guard, guard->device.dataspace, guard->device.offset, &physical);
    }
    if (!error) {
        uint32_t skip = -physical % LEVEL1_ALIGN;
        table_init(&guard->table, (uint32_t *)((uint8_t *)guard->level1.address + skip));
        error = unit_init(&guard->unit, physical + skip);
    }
    if (!error) {
        error = signal_register(&guard->interrupt);
    }
    return error
               ? error
               : device_open_interrupt(&guard->device, device, signal_cap_item(&guard->interrupt));
}

enum error guard_open(struct guard *guard, uint32_t ram, uint32_t caps)
{
    if (guard->unit.open) {
        return ERROR_BUSY;
    }
    enum error error = rpc_export(&guard->object);
    if (error) {
        return error;
    }
    guard->ram = ram;
    guard->caps = caps;
    guard->faults = 0;
    guard->faults_logged = 0;
    error = unit_open(&guard->unit);
    if (error) {
        guard_close(guard);
    }
    return error;
}

void guard_close(struct guard *guard)
{
    guard->unit.open = false;
    rpc_withdraw(&guard->object);
    cap_free(guard->handler);
    guard->handler = CAP_NULL;
    if (!unit_block(&guard->unit)) {
        /* Ending lets core block it, or stop the machine. */
        log_printf("%s: cannot be blocked\n", guard->name);
        abort();
    }
    guard_detach_all(guard);
}
