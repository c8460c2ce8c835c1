/* SPDX-License-Identifier: MIT */
/*
 * test_hog: eats all that its account and its capability space give, then ends in one of several
 * ways. Started again and again by test_quota.
 */
#include <hw/core_values.h>
#include <runtime/cap.h>
#include <runtime/component.h>
#include <runtime/memory.h>
#include <runtime/session.h>
#include <runtime/thread.h>
#include <session/parent_client.h>
#include <session/pd_client.h>
#include <session/rm_client.h>
#include "quota/hog.h"

enum { THREADS = 8, STACK = 4096, THREAD_PRIORITY = 1, LARGEST = 1 << 20, SPREAD = 1 << 21 };

#define SPREAD_FIRST 0x40000000u

static struct thread threads[THREADS];

static void spin(void *argument)
{
    (void)argument;
    for (;;) {
    }
}

/* Threads with all their kernel objects, some of them on the other CPU. */
static uint32_t make_threads(void)
{
    struct thread_settings settings = {.priority = THREAD_PRIORITY, .stack_size = STACK};
    for (uint32_t i = 0; i < THREADS; i++) {
        settings.cpu = i % 2;
        if (thread_spawn(&threads[i], &settings, spin, NULL) != OK) {
            return 0;
        }
    }
    return HOG_MADE_THREADS;
}

/* RAM in ever smaller pieces, each attached where it needs a translation table of its own. */
static uint32_t eat_ram(void)
{
    uint32_t place = SPREAD_FIRST;
    enum error error = OK;
    for (uint32_t size = LARGEST; size >= PAGE_SIZE; size /= 2) {
        for (;;) {
            cap_t dataspace = CAP_NULL;
            uint32_t address = 0;
            error = pd_ram_allocate(CAP_PD, size, 0, &dataspace);
            if (error) {
                break;
            }
            (void)rm_attach(CAP_ADDRESS_SPACE, place, 0, 0, MAP_READ | MAP_WRITE,
                            cap_plain(dataspace), &address);
            place += SPREAD;
            cap_free(dataspace);
        }
    }
    return error == ERROR_RAM ? HOG_ATE_RAM : 0;
}

/* The smallest dataspaces, until capabilities run out. */
static uint32_t eat_caps(void)
{
    enum error error = OK;
    while (!error) {
        cap_t dataspace = CAP_NULL;
        error = pd_ram_allocate(CAP_PD, PAGE_SIZE, 0, &dataspace);
        cap_free(dataspace);
    }
    return error == ERROR_CAPS ? HOG_ATE_CAPS : 0;
}

static uint32_t fill_space(void)
{
    for (;;) {
        const cap_t index = cap_allocate();
        if (index == CAP_NULL) {
            return HOG_FILLED_SPACE;
        }
        if (pd_cap_grant(CAP_PD, index, cap_minted(CAP_ENDPOINT, index)) != OK) {
            return 0;
        }
    }
}

void component_main(void)
{
    uint32_t round = 0;
    cap_t none = CAP_NULL;
    uint32_t eaten = 0;
    (void)parent_open(CAP_PARENT, 0, 0, HOG_ROUND_SERVICE, "", &round, &none);

    /* In turn all RAM, or all capabilities: of either there is more than of the other then. */
    eaten |= make_threads();
    if (round / HOG_ENDS % 2 != 0) {
        eaten |= eat_caps() | HOG_ATE_RAM;
    } else {
        eaten |= eat_ram() | HOG_ATE_CAPS;
    }
    eaten |= fill_space();

    switch (round % HOG_ENDS) {
    case HOG_FAULTS:
        (void)*(volatile uint32_t *)HOG_UNMAPPED; /* NOLINT: its fault is what is wanted */
        break;
    case HOG_IN_CALL:
    case HOG_SPINS:
        (void)parent_announce(CAP_PARENT, HOG_DONE_SERVICE);
        spin(NULL);
        break;
    default:
        component_exit(eaten);
    }
}
