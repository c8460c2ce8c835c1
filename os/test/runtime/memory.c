/* SPDX-License-Identifier: MIT */
/* Heap, and variables that each thread has of its own. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <check/check.h>
#include <runtime/thread.h>
#include <hw/call.h>
#include "parts.h"

enum { BLOCK = 20000, BLOCKS = 1000, STACK = 8192, INITIAL = 0x1234, THREAD_PRIORITY = 10 };

static _Thread_local unsigned initialised = INITIAL;
static _Thread_local unsigned zeroed;

void test_heap(void)
{
    static char *blocks[BLOCKS];
    unsigned count = 0;
    while (count < BLOCKS && (blocks[count] = malloc(BLOCK)) != NULL) {
        memset(blocks[count], (int)count, BLOCK);
        count++;
    }
    check(count > 10 && count < BLOCKS && errno == ENOMEM, "the heap ends with the quota");
    bool kept = true;
    for (unsigned i = 0; i < count; i++) {
        kept = kept && blocks[i][0] == (char)i && blocks[i][BLOCK - 1] == (char)i;
    }
    check(kept, "blocks do not overlap");
    for (unsigned i = 0; i < count; i++) {
        free(blocks[i]);
    }
    char *const again = malloc(count > 1 ? BLOCK * (size_t)(count - 1) : BLOCK);
    check(again != NULL, "what was freed is one block again");
    free(again);
}

static void use_storage(void *argument)
{
    bool *const right = argument;
    *right = initialised == INITIAL && zeroed == 0;
    initialised = zeroed = 1;
    errno = EINVAL;
}

void test_thread_storage(void)
{
    static struct thread thread;
    static bool right;
    const struct thread_settings settings = {.priority = THREAD_PRIORITY, .stack_size = STACK};
    initialised = 7;
    zeroed = 8;
    errno = 0;
    for (unsigned round = 0; round < 3; round++) {
        right = false;
        check_step(thread_spawn(&thread, &settings, use_storage, &right), "thread");
        for (unsigned i = 0; i < 1000 && !*(volatile bool *)&right; i++) {
            thread_yield();
        }
        check(right, "a thread finds its own initial values, round %u", round);
        thread_end(&thread);
    }
    check(initialised == 7 && zeroed == 8 && errno == 0, "and leaves the main thread's alone");
}
