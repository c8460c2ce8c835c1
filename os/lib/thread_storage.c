/* SPDX-License-Identifier: MIT */
/*
 * Thread-local storage, as the ARM ELF TLS ABI (variant 1) lays it out: the thread pointer names a
 * block of two words, and the image of the variables follows at the next multiple of its alignment.
 *
 * The compiler's code and the C library's read the thread pointer from TPIDRURO themselves.
 */
#include <stdalign.h>
#include <string.h>
#include <hw/call.h>
#include <runtime/utcb.h>
#include "runtime.h"

/* From component.ld: initial values, their size, and the size with the zeroed rest. */
extern const char tls_image[];
extern const char tls_image_size[];
extern const char tls_size[];
extern const char tls_align[];

enum { STORAGE_MAIN = 1024, STORAGE_ALIGN = 64 };

static alignas(STORAGE_ALIGN) char storage_main[STORAGE_MAIN];

/* Offset of the variables from the thread block. */
static size_t variables_offset(void)
{
    const size_t align = (uintptr_t)tls_align;
    const size_t block = sizeof(struct thread_block);
    return align > block ? align : block;
}

size_t thread_storage_size(void)
{
    return variables_offset() + (uintptr_t)tls_size;
}

struct thread_block *thread_storage_setup(void *memory, struct utcb *utcb, struct thread *thread)
{
    struct thread_block *const block = memory;
    block->utcb = utcb;
    block->thread = thread;
    memcpy((char *)memory + variables_offset(), tls_image, (uintptr_t)tls_image_size);
    return block;
}

void thread_storage_setup_main(struct utcb *utcb)
{
    thread_pointer_set(thread_storage_setup(storage_main, utcb, NULL));
}
