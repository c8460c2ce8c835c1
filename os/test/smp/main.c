/* SPDX-License-Identifier: MIT */
/*
 * test_smp: what crosses CPUs. Calls and signals, memory that one CPU unmaps while the other uses
 * it, and threads that are destroyed while they run on the other CPU.
 */
#include <hw/call.h>
#include <hw/core_values.h>
#include <runtime/cap.h>
#include <runtime/component.h>
#include <runtime/log.h>
#include <runtime/memory.h>
#include "check/check.h"
#include "check/peer.h"

enum {
    CALLS = 5000,
    REMAPS = 500,
    PAGE_A = 0xaaaaaaaa,
    PAGE_B = 0xbbbbbbbb,
    DESTROYED = 200,
    STACK = 4096,
    FLAG_FOUND = 1u << 0,
};

static void test_calls(void)
{
    static struct peer near, far;
    bool right = true;
    uint32_t words[MESSAGE_REGISTERS] = {0};

    check_step(peer_start(&near, 0, PEER_PRIORITY), "starting a peer on CPU 0");
    check_step(peer_start(&far, 1, PEER_PRIORITY), "starting a peer on CPU 1");
    for (uint32_t i = 0; i < CALLS; i++) {
        words[0] = i;
        right =
            peer_call(far.thread.endpoint, PEER_ADD, 1, words) == OK && words[0] == i + 1 && right;
    }
    check(right, "%d calls to the other CPU", CALLS);
    for (uint32_t i = 0; i < CALLS; i++) {
        struct peer *peer = i % 2 == 0 ? &near : &far;
        words[0] = i;
        right = peer_call(peer->thread.endpoint, PEER_ADD, 1, words) == OK && words[0] == i + 1 &&
                right;
    }
    check(right, "%d calls to either CPU in turn", CALLS);
    peer_end(&near);
    peer_end(&far);
}

/* A thread on CPU 1 that reads a word again and again, and keeps what it sees. */
struct reader {
    struct thread thread;
    const volatile uint32_t *volatile address;
    volatile uint32_t seen;
    volatile uint32_t reads;
};

static void read_on(void *argument)
{
    struct reader *reader = argument;
    for (;;) {
        reader->seen = *reader->address;
        __atomic_thread_fence(__ATOMIC_SEQ_CST); /* the next address is not read before this */
        reader->reads++;
        __atomic_thread_fence(__ATOMIC_SEQ_CST);
    }
}

static void await_reads(const struct reader *reader, uint32_t count)
{
    __atomic_thread_fence(__ATOMIC_SEQ_CST); /* the new address is seen before reads are counted */
    const uint32_t start = reader->reads;
    while (reader->reads - start < count) {
        thread_yield();
    }
}

/* Map two pages in turn at the same address, which the reader on the other CPU reads: a
 * translation that CPU 1 kept over the unmapping shows as the other page's content. While nothing
 * is mapped there the reader reads elsewhere. */
static void test_unmap(void)
{
    static struct reader reader;
    struct memory a, b, window;
    const struct thread_settings settings = {
        .cpu = 1, .priority = PEER_PRIORITY, .stack_size = STACK};
    bool moved = false;

    check_step(memory_allocate(PAGE_SIZE, 0, &a), "allocating");
    check_step(memory_allocate(PAGE_SIZE, 0, &b), "allocating");
    *(volatile uint32_t *)a.address = PAGE_A;
    *(volatile uint32_t *)b.address = PAGE_B;
    uint32_t park = 0;
    reader = (struct reader){.address = &park};
    check_step(thread_spawn(&reader.thread, &settings, read_on, &reader), "starting a reader");

    uint32_t stale = 0;
    const void *address = NULL;
    for (uint32_t i = 0; i < REMAPS; i++) {
        const struct memory *page = i % 2 == 0 ? &a : &b;
        check_step(memory_attach(page->dataspace, MAP_READ, &window), "attaching");
        moved = (address != NULL && window.address != address) || moved;
        address = window.address;
        reader.address = window.address;
        await_reads(&reader, 2);
        const uint32_t seen = reader.seen;
        if (seen != (i % 2 == 0 ? PAGE_A : PAGE_B)) {
            log_printf("round %u: CPU 1 sees %#x\n", (unsigned int)i, (unsigned int)seen);
            stale++;
        }
        reader.address = &park;
        await_reads(&reader, 2);
        memory_detach(&window);
    }
    check(!moved, "all mappings were made at one address");
    check(stale == 0, "CPU 1 sees each of %d mappings that CPU 0 made there (%u stale)", REMAPS,
          (unsigned int)stale);
    thread_end(&reader.thread);
    memory_free(&a);
    memory_free(&b);
}

static void spin(void *argument)
{
    volatile uint32_t *count = argument;
    for (;;) {
        (*count)++;
    }
}

static void test_destroy_running(void)
{
    static volatile uint32_t count;
    const struct thread_settings settings = {
        .cpu = 1, .priority = PEER_PRIORITY, .stack_size = STACK};
    bool right = true;

    for (uint32_t i = 0; i < DESTROYED; i++) {
        struct thread thread;
        uint32_t before = count;
        check_step(thread_spawn(&thread, &settings, spin, (void *)(uintptr_t)&count),
                   "starting a thread");
        while (count - before < 100) {
            thread_yield();
        }
        thread_end(&thread);
        before = count;
        for (uint32_t k = 0; k < 100; k++) {
            thread_yield();
        }
        right = count == before && right;
    }
    check(right, "%d threads of the other CPU stopped for good when destroyed", DESTROYED);
}

void component_main(void)
{
    test_calls();
    test_unmap();
    test_destroy_running();
    check_finish("test_smp");
}
