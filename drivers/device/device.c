/* SPDX-License-Identifier: MIT */
/* Sessions IO_MEM and IRQ of a device. They are kept for the driver's life. */
#include <stdio.h>
#include <core/component.h>
#include <hw/core_values.h>
#include <runtime/memory.h>
#include <runtime/session.h>
#include <session/io_mem_client.h>
#include <session/irq_client.h>
#include "device.h"

/* The label of the first range or interrupt of `node`. */
static enum error first_of(const char *node, char label[SESSION_STRING_SIZE])
{
    int length = snprintf(label, SESSION_STRING_SIZE, "%s:0", node);
    return length > SESSION_STRING_MAX ? ERROR_SIZE : OK;
}

enum error device_open_registers(struct device *device, const char *node)
{
    char label[SESSION_STRING_SIZE];
    struct session session;
    struct memory memory;
    uint32_t offset = 0;
    uint32_t size = 0;
    cap_t dataspace = CAP_NULL;

    enum error error = first_of(node, label);
    if (!error) {
        error = session_open(IO_MEM_SERVICE, label, CORE_SESSION_RAM, CORE_SESSION_CAPS, &session);
    }
    if (!error) {
        error = io_mem_dataspace(session.cap, &offset, &size, &dataspace);
    }
    if (!error) {
        error = memory_attach(dataspace, MAP_READ | MAP_WRITE, &memory);
    }
    if (!error) {
        device->registers = (volatile uint8_t *)memory.address + offset;
        device->registers_size = size;
        device->dataspace = dataspace;
        device->offset = offset;
    }
    return error;
}

enum error device_bind(const char *label, struct cap_item interrupt, cap_t *irq_session, cap_t *irq)
{
    struct session session;
    enum error error =
        session_open(IRQ_SERVICE, label, CORE_SESSION_RAM, CORE_SESSION_CAPS, &session);
    if (!error) {
        *irq_session = session.cap;
        error = irq_irq(session.cap, irq);
    }
    if (!error) {
        error = irq_bind(session.cap, interrupt);
    }
    return error;
}

enum error device_open_interrupt(struct device *device, const char *node, struct cap_item interrupt)
{
    char label[SESSION_STRING_SIZE];
    cap_t session = CAP_NULL;
    enum error error = first_of(node, label);
    return error ? error : device_bind(label, interrupt, &session, &device->irq);
}
