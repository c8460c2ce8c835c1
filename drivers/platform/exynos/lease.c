/* SPDX-License-Identifier: MIT */
/* A device in a client's hands; see lease.h. */
#include <stdio.h>
#include <core/component.h>
#include <hw/core_values.h>
#include <iommu/iommu.h>
#include <runtime/cap.h>
#include <runtime/log.h>
#include <session/io_mem_client.h>
#include <session/iommu_client.h>
#include <session/irq.h>
#include "clock.h"
#include "lease.h"

enum {
    IOMMU_TABLES = 8, /* how many times IOMMU_TABLES_RAM a client gets */
    IOMMU_RAM = IOMMU_SESSION_RAM + IOMMU_TABLES * IOMMU_TABLES_RAM,
    IOMMU_CAPS = IOMMU_SESSION_CAPS + IOMMU_TABLES * IOMMU_TABLES_CAPS,
};

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
    enum error error = session_open(IO_MEM_SERVICE, label, CORE_SESSION_RAM, CORE_SESSION_CAPS,
                                    &lease->registers);
    if (!error) {
        error = io_mem_dataspace(lease->registers.cap, &lease->offset, &lease->size,
                                 &lease->dataspace);
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

static enum error open_iommu(struct lease *lease)
{
    const char *label = lease->device->iommu;
    return label == NULL
               ? OK
               : session_open(IOMMU_SERVICE, label, IOMMU_RAM, IOMMU_CAPS, &lease->iommu);
}

enum error lease_begin(struct lease *lease, const struct machine_device *device)
{
    lease->device = device;
    clock_set(device->gate, true);
    enum error error = open_registers(lease);
    if (!error && !reset(lease)) {
        log_printf("%s does not stop\n", device->name);
        error = ERROR_BUSY;
    }
    if (!error) {
        error = open_iommu(lease);
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
    close(&lease->iommu); /* from here on its driver holds the device back */
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

bool lease_renew(struct lease *lease)
{
    uint32_t kind = 0;
    uint32_t address = 0;
    uint32_t count = 0;
    if (lease->device->iommu == NULL ||
        (lease->iommu.cap != CAP_NULL &&
         iommu_fault(lease->iommu.cap, &kind, &address, &count) == OK)) {
        return false;
    }
    close(&lease->iommu);
    enum error error = open_iommu(lease);
    if (error) {
        log_printf("%s has no IOMMU: %s\n", lease->device->name, error_text(error));
    }
    return true;
}
