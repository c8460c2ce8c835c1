/* SPDX-License-Identifier: MIT */
/* A device in a client's hands; see lease.h. */
#include <stdio.h>
#include <core/component.h>
#include <hw/core_values.h>
#include <runtime/cap.h>
#include <runtime/log.h>
#include <session/io_mem_client.h>
#include <session/irq.h>
#include "clock.h"
#include "lease.h"

static void close(struct session *session)
{
    if (session->cap != CAP_NULL) {
        session_close(session);
    }
}

static enum error open_registers(struct lease *lease)
{
    char label[SESSION_STRING_SIZE];
    (void)snprintf(label, sizeof(label), "%s:0" IO_MEM_UNPROTECTED, lease->device->name);
    enum error error =
        session_open(IO_MEM_SERVICE, label, CORE_SESSION_RAM, CORE_SESSION_CAPS, &lease->registers);
    if (!error) {
        error =
            io_mem_dataspace(lease->registers.cap, &lease->offset, &lease->size, &lease->dataspace);
    }
    return error;
}

static void close_registers(struct lease *lease)
{
    cap_free(lease->dataspace);
    lease->dataspace = CAP_NULL;
    close(&lease->registers);
}

/* Stop the device. Its registers are open, and nobody else has them. */
static bool reset(const struct lease *lease)
{
    struct memory pages;
    if (memory_attach(lease->dataspace, MAP_READ | MAP_WRITE, &pages)) {
        return false;
    }
    bool stopped = lease->device->reset((volatile uint8_t *)pages.address + lease->offset);
    memory_detach(&pages);
    return stopped;
}

enum error lease_begin(struct lease *lease, const struct machine_device *device)
{
    lease->device = device;
    clock_set(device->gate, true);
    enum error error = open_registers(lease);
    if (!error && !reset(lease)) {
        error = ERROR_BUSY;
    }
    if (!error) {
        /* Before the client has its registers: the IOMMU may have passed everything until now. */
        error = protection_open(&lease->protection, device->iommu);
    }
    if (error) {
        close_registers(lease);
    }
    return error;
}

void lease_end(struct lease *lease)
{
    for (uint32_t i = 0; i < MACHINE_INTERRUPTS; i++) {
        close(&lease->interrupts[i]);
    }
    /* The client's mappings of the registers go with their session. */
    close_registers(lease);
    bool stopped = open_registers(lease) == OK && reset(lease);
    protection_close(&lease->protection); /* from here on its driver holds the device back */
    if (!stopped) {
        log_printf("%s does not stop; its IOMMU holds it back\n", lease->device->name);
    }
    close_registers(lease);
    if (stopped) {
        clock_set(lease->device->gate, false);
    }
}

enum error lease_interrupt(struct lease *lease, uint32_t index, cap_t *irq)
{
    if (index >= MACHINE_INTERRUPTS || lease->device->interrupts[index] == NULL) {
        return ERROR_NOT_FOUND;
    }
    struct session *session = &lease->interrupts[index];
    enum error error = OK;
    if (session->cap == CAP_NULL) {
        error = session_open(IRQ_SERVICE, lease->device->interrupts[index], CORE_SESSION_RAM,
                             CORE_SESSION_CAPS, session);
    }
    *irq = session->cap;
    return error;
}
