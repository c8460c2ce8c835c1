/* SPDX-License-Identifier: MIT */
/*
 * From a message to what serves it: its badge names an object, the object's kind the session, and
 * the session's generated dispatch checks the message and calls the method.
 */
#include "dispatch.h"

#include "device/dma.h"
#include "device/io_mem.h"
#include "device/irq.h"
#include "init/parent.h"
#include "log/log.h"
#include "memory/address_space.h"
#include "memory/dataspace.h"
#include "object/capability.h"
#include "process/cpu.h"
#include "process/pd.h"
#include "process/thread.h"
#include "rom/rom.h"
#include "vm/vm.h"

typedef void (*serve_function)(struct object *object, struct message *message);

static const serve_function serve[KIND_COUNT] = {
    [KIND_PARENT] = parent_serve,
    [KIND_PD] = pd_serve,
    [KIND_ADDRESS_SPACE] = address_space_serve,
    [KIND_CPU] = cpu_serve,
    [KIND_THREAD] = thread_serve,
    [KIND_DATASPACE] = dataspace_serve,
    [KIND_ROM] = rom_serve,
    [KIND_IO_MEM] = io_mem_serve,
    [KIND_IRQ] = irq_serve,
    [KIND_DMA] = dma_serve,
    [KIND_VM] = vm_serve,
    [KIND_LOG] = log_serve,
};

static void dispatch_call(struct message *message)
{
    uint32_t caps = tag_caps(message->tag);
    struct object *object = registry_lookup(&core.registry, message->badge);
    if (object == NULL) {
        message->tag = tag_make(ERROR_GONE, MESSAGE_CALL, 0, 0);
    } else {
        serve[object->kind](object, message);
    }
    if (caps != 0) {
        capability_drop_received(caps);
    }
}

bool dispatch(struct message *message)
{
    switch (tag_kind(message->tag)) {
    case MESSAGE_CALL:
        dispatch_call(message);
        return true;
    case MESSAGE_FAULT: {
        struct object *object = registry_lookup(&core.registry, message->badge);
        if (object != NULL && object->kind == KIND_THREAD) {
            thread_note_fault((struct thread *)object, message);
        }
        return false;
    }
    case MESSAGE_NOTIFICATION:
    case MESSAGE_VM_EXIT:
        break;
    }
    return false;
}
