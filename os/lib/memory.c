/* SPDX-License-Identifier: MIT */
/* Dataspaces attached to the own address space. See runtime/memory.h. */
#include <hw/core_values.h>
#include <runtime/cap.h>
#include <runtime/memory.h>
#include <session/dataspace_client.h>
#include <session/pd_client.h>
#include <session/rm_client.h>

enum error memory_attach(cap_t dataspace, uint32_t map_flags, struct memory *memory)
{
    uint32_t size = 0;
    uint32_t most = 0;
    uint32_t address = 0;
    *memory = (struct memory){.dataspace = dataspace};
    enum error error = dataspace_information(dataspace, &size, &most);
    if (error) {
        return error;
    }
    error =
        rm_attach(CAP_ADDRESS_SPACE, RM_ANYWHERE, 0, 0, map_flags, cap_plain(dataspace), &address);
    if (error) {
        return error;
    }
    memory->address = (void *)(uintptr_t)address;
    memory->size = size;
    return OK;
}

void memory_detach(struct memory *memory)
{
    if (memory->address != NULL) {
        (void)rm_detach(CAP_ADDRESS_SPACE, (uint32_t)(uintptr_t)memory->address);
        memory->address = NULL;
        memory->size = 0;
    }
}

enum error memory_allocate(size_t size, uint32_t ram_flags, struct memory *memory)
{
    cap_t dataspace = CAP_NULL;
    *memory = (struct memory){0};
    enum error error = pd_ram_allocate(CAP_PD, (uint32_t)size, ram_flags, &dataspace);
    if (error) {
        return error;
    }
    error =
        dataspace == CAP_NULL ? ERROR_CAPS : memory_attach(dataspace, MAP_READ | MAP_WRITE, memory);
    if (error) {
        (void)pd_ram_free(CAP_PD, cap_plain(dataspace));
        cap_free(dataspace);
        *memory = (struct memory){0};
    }
    return error;
}

void memory_free(struct memory *memory)
{
    memory_detach(memory);
    if (memory->dataspace != CAP_NULL) {
        (void)pd_ram_free(CAP_PD, cap_plain(memory->dataspace));
        cap_free(memory->dataspace);
        memory->dataspace = CAP_NULL;
    }
}
