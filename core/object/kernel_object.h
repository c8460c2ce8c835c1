/* SPDX-License-Identifier: MIT */
/*
 * Kernel objects: their memory and their index in core's capability space, paid by an account.
 *
 * Making one takes two steps, as each kind has a system call of its own: prepare, then the call
 * with `slot` and kernel_object_memory(), whose result goes to kernel_object_made().
 */
#ifndef OBJECT_KERNEL_OBJECT_H
#define OBJECT_KERNEL_OBJECT_H

#include "core.h"

struct kernel_object {
    cap_t slot; /* CAP_NULL: there is no object */
    enum object_type type;
    void *memory;
};

/* Take memory and an index for an object of `type`. ERROR_RAM, ERROR_CAPS: the quota. */
enum error kernel_object_prepare(struct account *account, enum object_type type,
                                 struct kernel_object *object);

/* Its physical address. */
uint32_t kernel_object_memory(const struct kernel_object *object);

/* The object that was prepared has been made, or not, as `error`, which is returned, tells; in the
 * latter case what was prepared is given back. */
enum error kernel_object_made(struct account *account, struct kernel_object *object,
                              enum error error);

/* Destroy the object and give everything back. No effect if there is none. */
void kernel_object_destroy(struct account *account, struct kernel_object *object);

#endif
