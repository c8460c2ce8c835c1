/* SPDX-License-Identifier: MIT */
/* Session DMA, see dma.h. */
#include "device/dma.h"

#include <session/dma_server.h>
#include "memory/arena.h"
#include "memory/dataspace.h"
#include "object/capability.h"

/* Where guarded registers are in core's address space, a page each (hw/boot_info.h tells what is
 * there beside them). */
#define WINDOW_BASE 0x00040000u
enum { WINDOW_COUNT = 64 };

/* Reads of the status register: a millisecond or two, and accesses that are under way take
 * microseconds. */
enum { POLLS_MAX = 10000 };

struct dma_session;

struct dma_pin {
    struct dma_session *session;
    struct dataspace *dataspace; /* NULL: it has ended, the pin is lost */
    uint32_t number;
    struct dma_pin *next;              /* of the session */
    struct dma_pin *other, **other_at; /* of the dataspace, and what points to this one */
};

struct dma_session {
    struct session session;
    struct dma_pin registers; /* the dataspace of the control register */
    volatile uint32_t *page;  /* it, mapped here; NULL: no guard */
    uint32_t window;          /* number of the page */
    uint32_t control, status; /* words in the page */
    uint32_t stop, stopped;   /* what is written there and awaited here */
    struct dma_pin *pins;
    uint32_t last_number;
    bool is_stuck; /* the device could not be stopped */
};

_Static_assert(sizeof(struct dma_session) <= PAGE_SIZE, "a session fits in its page");

static bool windows[WINDOW_COUNT];

static void pin_add(struct dma_pin *pin, struct dataspace *dataspace)
{
    pin->dataspace = dataspace;
    pin->other = dataspace->pins;
    pin->other_at = &dataspace->pins;
    if (pin->other != NULL) {
        pin->other->other_at = &pin->other;
    }
    dataspace->pins = pin;
}

static void pin_remove(struct dma_pin *pin)
{
    if (pin->dataspace != NULL) {
        *pin->other_at = pin->other;
        if (pin->other != NULL) {
            pin->other->other_at = pin->other_at;
        }
        pin->dataspace = NULL;
    }
}

/* Stop the device. If it does not stop, all that it may reach is lost. */
static void device_stop(struct dma_session *dma)
{
    uint32_t polls = dma->page == NULL || dma->is_stuck ? 0 : POLLS_MAX;
    if (polls > 0) {
        dma->page[dma->control] = dma->stop;
    }
    while (polls > 0 && (dma->page[dma->status] & dma->stopped) != dma->stopped) {
        polls--;
        dma->is_stuck = polls == 0;
    }
    for (struct dma_pin *pin = dma->pins; dma->is_stuck && pin != NULL; pin = pin->next) {
        if (pin->dataspace != NULL) {
            pin->dataspace->is_lost = pin->dataspace->is_ram;
        }
    }
}

/* Unmap the registers: the device is stopped, and stays so. */
static void guard_end(struct dma_session *dma)
{
    pin_remove(&dma->registers);
    if (dma->page != NULL) {
        uint32_t done;
        (void)core_unmap(CORE_CAP_PD, WINDOW_BASE + dma->window * PAGE_SIZE, PAGE_SIZE, &done);
        windows[dma->window] = false;
        dma->page = NULL;
    }
}

void dma_lose(struct dataspace *dataspace)
{
    while (dataspace->pins != NULL) {
        struct dma_pin *pin = dataspace->pins;
        struct dma_session *dma = pin->session;
        device_stop(dma);
        pin_remove(pin);
        if (pin == &dma->registers) {
            guard_end(dma);
        }
    }
}

static enum error open(struct session *session, const char *label)
{
    (void)session;
    (void)label;
    return OK;
}

static void close(struct session *session)
{
    struct dma_session *dma = (struct dma_session *)session;
    if (dma->pins != NULL) {
        device_stop(dma);
    }
    while (dma->pins != NULL) {
        struct dma_pin *pin = dma->pins;
        dma->pins = pin->next;
        pin_remove(pin);
        arena_free(&session->account, pin, sizeof *pin);
    }
    guard_end(dma);
}

const struct service dma_sessions = {
    .name = "DMA",
    .kind = KIND_DMA,
    .open = open,
    .close = close,
};

static uint32_t window_take(void)
{
    uint32_t window = 0;
    while (window < WINDOW_COUNT && windows[window]) {
        window++;
    }
    return window;
}

static bool is_register(const struct dataspace *registers, uint32_t offset)
{
    return offset % sizeof(uint32_t) == 0 && offset < PAGE_SIZE && offset < registers->size;
}

static enum error guard(void *self, uint32_t control, uint32_t stop, uint32_t status,
                        uint32_t stopped, struct cap_item *item)
{
    struct dma_session *dma = self;
    struct dataspace *registers;
    if (dataspace_of(item, MAP_WRITE, &registers) != OK || (registers->flags & MAP_DEVICE) == 0) {
        return ERROR_CAPABILITY;
    }
    if (dma->page != NULL || dma->pins != NULL || !is_register(registers, control) ||
        !is_register(registers, status)) {
        return ERROR_INVALID;
    }
    uint32_t window = window_take(), done;
    if (window == WINDOW_COUNT) {
        return ERROR_BUSY;
    }
    uint32_t address = WINDOW_BASE + window * PAGE_SIZE;
    enum error error = core_map(CORE_CAP_PD, address, registers->base, PAGE_SIZE,
                                MAP_READ | MAP_WRITE | MAP_DEVICE, &done);
    if (error != OK) {
        return error;
    }
    windows[window] = true;
    dma->window = window;
    dma->page = (volatile uint32_t *)address;
    dma->control = control / (uint32_t)sizeof(uint32_t);
    dma->status = status / (uint32_t)sizeof(uint32_t);
    dma->stop = stop;
    dma->stopped = stopped;
    dma->registers.session = dma;
    pin_add(&dma->registers, registers);
    return OK;
}

static enum error pin_dataspace(void *self, struct cap_item *item, uint32_t *number,
                                uint32_t *address, uint32_t *size, uint32_t *flags)
{
    struct dma_session *dma = self;
    struct dataspace *dataspace;
    enum error error = dataspace_of(item, MAP_READ, &dataspace);
    if (error != OK) {
        return error;
    }
    if ((dataspace->flags & MAP_DEVICE) != 0) {
        return ERROR_DENIED;
    }
    if (dma->page == NULL) {
        return ERROR_INVALID;
    }
    dataspace_clean(dataspace);
    uint32_t badge = item->badge;
    struct dma_pin *pin = arena_allocate(&dma->session.account, sizeof *pin);
    if (pin == NULL) {
        return ERROR_RAM;
    }
    pin->session = dma;
    pin->number = ++dma->last_number;
    pin->next = dma->pins;
    dma->pins = pin;
    pin_add(pin, dataspace);
    *number = pin->number;
    *address = dataspace->base;
    *size = dataspace->size;
    *flags = dataspace_flags(dataspace, badge);
    return OK;
}

static enum error release(void *self, uint32_t number)
{
    struct dma_session *dma = self;
    struct dma_pin **at = &dma->pins;
    while (*at != NULL && (*at)->number != number) {
        at = &(*at)->next;
    }
    struct dma_pin *pin = *at;
    if (pin == NULL) {
        return ERROR_NOT_FOUND;
    }
    *at = pin->next;
    pin_remove(pin);
    arena_free(&dma->session.account, pin, sizeof *pin);
    return OK;
}

static enum error start(void *self, uint32_t value)
{
    const struct dma_session *dma = self;
    const struct dma_pin *pin = dma->pins;
    while (pin != NULL && pin->dataspace != NULL) {
        pin = pin->next;
    }
    if (dma->page == NULL || pin != NULL) {
        return ERROR_GONE;
    }
    dma->page[dma->control] = value;
    return OK;
}

void dma_serve(struct object *object, struct message *message)
{
    static const struct dma_service service = {
        .guard = guard,
        .pin = pin_dataspace,
        .release = release,
        .start = start,
    };
    dma_dispatch(&service, object, message);
}
