/* SPDX-License-Identifier: MIT */
/* Kernel objects paid by an account, see kernel_object.h. */
#include "object/kernel_object.h"

#include "memory/arena.h"

/* Give back what was prepared. */
static void give_back(struct account *account, struct kernel_object *object)
{
    arena_free(account, object->memory, core.info->object_size[object->type]);
    slots_give(&core.slots, object->slot);
    account_return_caps(account, 1);
    *object = (struct kernel_object){.slot = CAP_NULL};
}

enum error kernel_object_prepare(struct account *account, enum object_type type,
                                 struct kernel_object *object)
{
    if (account_charge_caps(account, 1) != OK) {
        return ERROR_CAPS;
    }
    cap_t slot = slots_take(&core.slots);
    void *memory = arena_allocate(account, core.info->object_size[type]);
    *object = (struct kernel_object){.slot = slot, .type = type, .memory = memory};
    if (slot != CAP_NULL && memory != NULL) {
        return OK;
    }
    give_back(account, object);
    return memory == NULL ? ERROR_RAM : ERROR_CAPS;
}

uint32_t kernel_object_memory(const struct kernel_object *object)
{
    return (uint32_t)(uintptr_t)object->memory;
}

enum error kernel_object_made(struct account *account, struct kernel_object *object,
                              enum error error)
{
    if (error != OK) {
        give_back(account, object);
    }
    return error;
}

void kernel_object_destroy(struct account *account, struct kernel_object *object)
{
    if (object->slot == CAP_NULL) {
        return;
    }
    enum error error;
    do {
        error = core_destroy(object->slot);
    } while (error == ERROR_AGAIN);
    if (error != OK) {
        core_stop("a kernel object cannot be destroyed");
    }
    give_back(account, object);
}
