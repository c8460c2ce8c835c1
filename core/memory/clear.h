/* SPDX-License-Identifier: MIT */
/* Clearing memory before it is handed on. */
#ifndef MEMORY_CLEAR_H
#define MEMORY_CLEAR_H

#include <stddef.h>
#include <stdint.h>

/* Zero `size` bytes from `address` on: whole pages. */
void clear_pages(uintptr_t address, size_t size);

#endif
