/* SPDX-License-Identifier: MIT */
/* Memory in whole pages: dataspaces of the own account, attached to the own address space. */
#ifndef RUNTIME_MEMORY_H
#define RUNTIME_MEMORY_H

#include <stddef.h>
#include <hw/error.h>
#include <hw/message.h>
#include <core/component.h>

struct memory {
    cap_t dataspace;
    void *address;
    size_t size; /* whole pages */
};

/* Allocate `size` bytes, zeroed, and attach them read-write. `ram_flags`: enum ram_flags.
 * Errors: those of PD.ram_allocate and RM.attach. */
enum error memory_allocate(size_t size, uint32_t ram_flags, struct memory *memory);

/* Detach and free it. */
void memory_free(struct memory *memory);

/* Attach all of a dataspace anywhere, with `map_flags` (hw/core_values.h). Errors: RM.attach's. */
enum error memory_attach(cap_t dataspace, uint32_t map_flags, struct memory *memory);

/* Detach it; the dataspace and its capability stay. */
void memory_detach(struct memory *memory);

#endif
