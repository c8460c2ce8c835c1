/* SPDX-License-Identifier: MIT */
/*
 * Memory for the C library's malloc: sbrk() over dataspaces, attached one after the other in an
 * area of their own. What was taken is reused by malloc and given back when the component ends.
 */
#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <hw/core_values.h>
#include <runtime/cap.h>
#include <session/pd_client.h>
#include <session/rm_client.h>

#define HEAP_BASE COMPONENT_STACK_TOP
#define HEAP_END  RM_ANYWHERE_BASE

enum { HEAP_STEP = 32768 }; /* least amount that is taken from the account at once */

static uint32_t used_end = HEAP_BASE;
static uint32_t attached_end = HEAP_BASE;

void *sbrk(ptrdiff_t increment);

/* Attach at least `size` more bytes; small ones only if the account holds no full step. */
static enum error extend(uint32_t size)
{
    const uint32_t pages = (size + PAGE_SIZE - 1) & ~(uint32_t)(PAGE_SIZE - 1);
    uint32_t amount = pages > HEAP_STEP ? pages : (uint32_t)HEAP_STEP;
    cap_t dataspace = CAP_NULL;
    enum error error = pd_ram_allocate(CAP_PD, amount, 0, &dataspace);
    if (error == ERROR_RAM && pages < amount) {
        amount = pages;
        error = pd_ram_allocate(CAP_PD, amount, 0, &dataspace);
    }
    if (error) {
        return error;
    }
    uint32_t address = 0;
    error = rm_attach(CAP_ADDRESS_SPACE, attached_end, 0, 0, MAP_READ | MAP_WRITE,
                      cap_plain(dataspace), &address);
    if (error) {
        (void)pd_ram_free(CAP_PD, cap_plain(dataspace));
    } else {
        attached_end += amount;
    }
    cap_free(dataspace); /* the mapping keeps what the heap needs */
    return error;
}

void *sbrk(ptrdiff_t increment)
{
    const uint32_t before = used_end;
    if (increment < 0) {
        const uint32_t decrement = 0u - (uint32_t)increment;
        if (decrement > used_end - HEAP_BASE) {
            errno = EINVAL;
            return (void *)-1;
        }
        used_end -= decrement;
        return (void *)(uintptr_t)before;
    }
    if ((uint32_t)increment > HEAP_END - used_end - PAGE_SIZE) {
        errno = ENOMEM;
        return (void *)-1;
    }
    const uint32_t end = used_end + (uint32_t)increment;
    if (end > attached_end && extend(end - attached_end) != OK) {
        errno = ENOMEM;
        return (void *)-1;
    }
    used_end = end;
    return (void *)(uintptr_t)before;
}
