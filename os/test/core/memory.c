/* SPDX-License-Identifier: MIT */
/* RAM, dataspaces and the address space. */
#include "test_core.h"

#include <string.h>
#include <core/component.h>
#include <hw/core_values.h>
#include <runtime/cap.h>
#include <runtime/memory.h>
#include <session/dataspace_client.h>
#include <session/pd_client.h>
#include <session/rm_client.h>
#include "check/check.h"

enum { LARGE = 2 << 20, ROUNDS = 1000 };

static bool is_zero(const struct memory *memory)
{
    const uint32_t *words = memory->address;
    for (size_t i = 0; i < memory->size / sizeof *words; i++) {
        if (words[i] != 0) {
            return false;
        }
    }
    return true;
}

static void memory_is_cleared(void)
{
    bool zero = true;
    for (int i = 0; i < 100; i++) {
        struct memory memory;
        check_step(memory_allocate((size_t)PAGE_SIZE << i % 4, 0, &memory), "allocation");
        zero = zero && is_zero(&memory);
        memset(memory.address, 0xa5, memory.size);
        memory_free(&memory);
    }
    check(zero, "memory is cleared before it is handed on");
}

static enum error attach(cap_t dataspace, uint32_t address, uint32_t offset, uint32_t size,
                         uint32_t flags)
{
    uint32_t attached;
    return rm_attach(CAP_ADDRESS_SPACE, address, offset, size, flags, cap_plain(dataspace),
                     &attached);
}

static void arguments_are_checked(void)
{
    const uint32_t at = 0x20000000;
    const uint32_t rw = MAP_READ | MAP_WRITE;
    cap_t dataspace, none;
    check_error(pd_ram_allocate(CAP_PD, 0, 0, &none), ERROR_INVALID, "no dataspace of size 0");
    check_error(pd_ram_allocate(CAP_PD, PAGE_SIZE, 1 << 9, &none), ERROR_INVALID, "unknown flags");
    check_error(pd_ram_allocate(CAP_PD, 0xfffffffe, 0, &none), ERROR_INVALID, "size that wraps");
    check_error(pd_ram_allocate(CAP_PD, 0xf0000000, 0, &none), ERROR_RAM, "more than there is");
    check_step(pd_ram_allocate(CAP_PD, 2 * PAGE_SIZE, 0, &dataspace), "allocation");
    check_error(attach(dataspace, at + 1, 0, 0, rw), ERROR_INVALID, "unaligned address");
    check_error(attach(dataspace, 0, 0, 0, rw), ERROR_INVALID, "nothing at address 0");
    check_error(attach(dataspace, at, 8, 0, rw), ERROR_INVALID, "unaligned offset");
    check_error(attach(dataspace, at, 2 * PAGE_SIZE, 0, rw), ERROR_INVALID, "offset at the end");
    check_error(attach(dataspace, at, PAGE_SIZE, 2 * PAGE_SIZE, rw), ERROR_INVALID, "too long");
    check_error(attach(dataspace, at, PAGE_SIZE, 0xffffffff, rw), ERROR_INVALID, "wrapping size");
    check_error(attach(dataspace, at, 0, 0, rw | MAP_EXECUTE), ERROR_INVALID, "not W and X");
    check_error(attach(dataspace, at, 0, 0, MAP_READ | MAP_DEVICE), ERROR_INVALID, "memory type");
    check_error(attach(dataspace, at, 0, 0, MAP_WRITE), ERROR_INVALID, "write without read");
    check_error(attach(dataspace, 0xfffff000, 0, PAGE_SIZE, rw), ERROR_INVALID, "the last page");
    check_error(attach(dataspace, COMPONENT_IMAGE, 0, 0, rw), ERROR_EXISTS, "over the own image");
    check_error(attach(dataspace, at, 0, 0, rw), OK, "attach at an address");
    check_error(attach(dataspace, at + PAGE_SIZE, 0, 0, rw), ERROR_EXISTS, "overlap");
    check_error(attach(CAP_PD, at + LARGE, 0, 0, rw), ERROR_CAPABILITY, "attach a PD");
    check_error(attach(CAP_ENDPOINT, at + LARGE, 0, 0, rw), ERROR_CAPABILITY, "attach an endpoint");
    check_error(rm_detach(CAP_ADDRESS_SPACE, at + PAGE_SIZE), ERROR_NOT_FOUND,
                "detach in the middle");
    check_error(rm_detach(CAP_ADDRESS_SPACE, at), OK, "detach");
    check_error(rm_detach(CAP_ADDRESS_SPACE, at), ERROR_NOT_FOUND, "detach twice");
    uint32_t size = 0, flags = 0;
    check_error(dataspace_information(dataspace, &size, &flags), OK, "information");
    check(size == 2 * PAGE_SIZE && flags == (MAP_READ | MAP_WRITE | MAP_EXECUTE), "what it says");
    check_error(pd_ram_free(CAP_PD, cap_plain(dataspace)), OK, "free");
    check_error(pd_ram_free(CAP_PD, cap_plain(dataspace)), ERROR_CAPABILITY, "free twice");
    check_error(dataspace_information(dataspace, &size, &flags), ERROR_GONE, "stale capability");
    check_error(attach(dataspace, at, 0, 0, rw), ERROR_CAPABILITY, "attach what is freed");
    cap_free(dataspace);
}

static void large_pages(void)
{
    struct memory memory;
    struct usage before = usage_now();
    check_error(memory_allocate(4 * LARGE, RAM_LARGE, &memory), OK, "8 MiB in large pages");
    struct usage after = usage_now();
    check(after.ram_used - before.ram_used <= 4 * LARGE + 2 * PAGE_SIZE,
          "large pages need no tables");
    check(is_zero(&memory), "large pages are cleared");
    memory_free(&memory);
    check_error(memory_allocate(PAGE_SIZE, RAM_UNCACHED, &memory), OK, "uncached memory");
    *(volatile uint32_t *)memory.address = 1;
    check(*(volatile uint32_t *)memory.address == 1, "uncached memory holds what is written");
    memory_free(&memory);
}

static void detached_everywhere(void)
{
    struct child child;
    cap_t dataspace;
    uint32_t attached;
    check_step(child_open(&child), "child");
    check_step(pd_ram_allocate(child.pd.cap, PAGE_SIZE, 0, &dataspace), "allocation");
    check_error(pd_ram_free(CAP_PD, cap_plain(dataspace)), ERROR_DENIED, "free another's memory");
    struct usage before = usage_now();
    for (int i = 0; i < 10; i++) {
        check_step(attach(dataspace, RM_ANYWHERE, 0, 0, MAP_READ), "attach");
    }
    check_step(rm_attach(child.space, RM_ANYWHERE, 0, 0, MAP_READ, cap_plain(dataspace), &attached),
               "attach");
    child_close(&child);
    struct usage after = usage_now();
    check(after.ram_used <= before.ram_used && after.caps_used <= before.caps_used,
          "what a PD owned is detached where others attached it");
    cap_free(dataspace);
}

static void often(void)
{
    struct memory memory;
    check_step(memory_allocate(PAGE_SIZE, 0, &memory), "allocation");
    memory_free(&memory);
    struct usage before = usage_now();
    for (int i = 0; i < ROUNDS; i++) {
        check_step(memory_allocate(PAGE_SIZE, 0, &memory), "allocation");
        memory_free(&memory);
    }
    usage_check(&before, "1000 allocations");
}

void test_memory(void)
{
    memory_is_cleared();
    struct usage before = usage_now();
    arguments_are_checked();
    large_pages();
    usage_check(&before, "allocations");
    detached_everywhere();
    often();
}
