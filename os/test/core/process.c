/* SPDX-License-Identifier: MIT */
/* Protection domains, threads, faults, and quota. */
#include "test_core.h"

#include <core/component.h>
#include <hw/core_values.h>
#include <runtime/cap.h>
#include <runtime/memory.h>
#include <runtime/signal.h>
#include <session/cpu_client.h>
#include <session/parent_client.h>
#include <session/pd_client.h>
#include <session/rm_client.h>
#include <session/thread_client.h>
#include "check/check.h"

enum { ROUNDS = 1000, DATA = 0x20000000 };

/* A child that counts at DATA, for ever. */
static const uint32_t spin[] = {
    0xe3a01202, /* mov r1, #0x20000000 */
    0xe2800001, /* add r0, r0, #1 */
    0xe5810000, /* str r0, [r1] */
    0xeafffffc, /* b .-8 */
};

static void ignore(void *context)
{
    (void)context;
}

static void faults_are_told(void)
{
    static struct signal_handler handler = {.handle = ignore};
    struct child child;
    cap_t thread, data;
    uint32_t kind = 0, address = 0, pc = 0, number = 1, attached;
    check_step(child_open(&child), "child");
    check_step(child_load(&child, spin, sizeof spin / sizeof *spin), "code");
    check_step(child_thread(&child, 1, &thread), "thread");
    check_step(signal_register(&handler), "signal");
    check_error(pd_fault_handler(child.pd.cap, signal_cap_item(&handler)), OK, "fault handler");
    check_error(pd_fault(child.pd.cap, &kind, &address, &pc, &number), ERROR_NOT_FOUND, "no fault");
    check_error(thread_resume(thread), ERROR_BUSY, "resume what is not stopped");
    check_error(thread_start(thread, CHILD_CODE, 0, 0), OK, "start");
    check_error(thread_start(thread, CHILD_CODE, 0, 0), ERROR_BUSY, "start twice");
    (void)session_wait(handler.flag);
    check_error(pd_fault(child.pd.cap, &kind, &address, &pc, &number), OK, "fault");
    check(kind == FAULT_WRITE && address == DATA && pc == CHILD_CODE + 8 && number == 0,
          "what faulted: kind %u, address %x, PC %x", (unsigned)kind, (unsigned)address,
          (unsigned)pc);
    check_error(pd_fault(child.pd.cap, &kind, &address, &pc, &number), ERROR_NOT_FOUND,
                "each fault is told once");
    check_step(pd_ram_allocate(CAP_PD, PAGE_SIZE, 0, &data), "allocation");
    check_step(rm_attach(child.space, DATA, 0, 0, MAP_READ | MAP_WRITE, cap_plain(data), &attached),
               "attach");
    check_error(thread_resume(thread), OK, "resume");
    struct memory memory;
    check_step(memory_attach(data, MAP_READ, &memory), "attach");
    while (*(volatile uint32_t *)memory.address == 0) {
    }
    check(true, "the thread goes on once its memory is there");
    memory_detach(&memory);
    check_step(pd_ram_free(CAP_PD, cap_plain(data)), "free");
    (void)session_wait(handler.flag);
    check_error(pd_fault(child.pd.cap, &kind, &address, &pc, &number), OK,
                "fault once the memory is gone again");
    cap_free(data);
    cap_free(thread);
    child_close(&child);
    signal_unregister(&handler);
}

static void arguments_are_checked(void)
{
    struct child child;
    cap_t thread, other;
    check_step(child_open(&child), "child");
    const cap_t cpu = child.cpu.cap;
    const struct cap_item pd = cap_plain(child.pd.cap);
    check_error(cpu_thread_create(cpu, 9, 1, 0, 2, 3, CHILD_UTCB, pd, &thread), ERROR_INVALID,
                "no such CPU");
    check_error(cpu_thread_create(cpu, 0, 99, 0, 2, 3, CHILD_UTCB, pd, &thread), ERROR_INVALID,
                "no such priority");
    check_error(cpu_thread_create(cpu, 0, 1, 0, 2, 3, CHILD_UTCB + 4, pd, &thread), ERROR_INVALID,
                "unaligned UTCB");
    check_error(cpu_thread_create(cpu, 0, 1, 0, 9999, 3, CHILD_UTCB, pd, &thread), ERROR_INVALID,
                "index beyond the capability space");
    check_error(cpu_thread_create(cpu, 0, 1, 0, 2, 3, CHILD_UTCB, cap_plain(cpu), &thread),
                ERROR_CAPABILITY, "thread in a CPU session");
    check_error(child_thread(&child, 0, &thread), OK, "thread");
    check_error(child_thread(&child, 0, &other), ERROR_EXISTS, "indices and UTCB are taken");
    check_error(cpu_thread_destroy(cpu, pd), ERROR_CAPABILITY, "destroy a PD as a thread");
    check_error(cpu_thread_destroy(cpu, cap_plain(thread)), OK, "destroy");
    check_error(cpu_thread_destroy(cpu, cap_plain(thread)), ERROR_CAPABILITY, "destroy twice");
    check_error(thread_start(thread, CHILD_CODE, 0, 0), ERROR_GONE, "start what is gone");
    cap_free(thread);
    check_error(child_thread(&child, 0, &thread), OK, "all indices are free again");
    cap_free(thread);
    check_error(pd_cap_grant(child.pd.cap, 0, pd), ERROR_INVALID, "grant at index 0");
    check_error(pd_cap_grant(child.pd.cap, 5000, pd), ERROR_INVALID, "grant beyond the space");
    check_error(pd_cap_grant(child.pd.cap, 20, pd), OK, "grant");
    check_error(pd_cap_grant(child.pd.cap, 20, pd), ERROR_EXISTS, "grant twice");
    check_error(pd_cap_grant(child.pd.cap, 21, cap_plain(CAP_NULL)), ERROR_CAPABILITY,
                "grant nothing");
    child_close(&child);
}

static void quota_holds(void)
{
    struct child child;
    struct session session;
    cap_t dataspace;
    uint32_t id;
    check_step(child_open(&child), "child");
    enum error error = OK;
    uint32_t count = 0;
    while (error == OK) {
        error = pd_ram_allocate(child.pd.cap, PAGE_SIZE, 0, &dataspace);
        cap_free(error == OK ? dataspace : CAP_NULL);
        count++;
    }
    check((error == ERROR_RAM || error == ERROR_CAPS) && count < CHILD_CAPS,
          "a PD cannot take more than its quota");
    check_error(pd_transfer(child.pd.cap, cap_plain(CAP_PD), 1 << 30, 0), ERROR_RAM,
                "transfer more than there is");
    check_error(pd_transfer(CAP_PD, cap_plain(child.cpu.cap), 1, 0), ERROR_CAPABILITY,
                "transfer to a CPU session");
    check_error(pd_transfer(CAP_PD, cap_plain(child.pd.cap), 2 * PAGE_SIZE, 2), OK, "transfer");
    check_error(pd_ram_allocate(child.pd.cap, PAGE_SIZE, 0, &dataspace), OK, "which can be used");
    cap_free(dataspace);
    check_error(session_open(PD_SERVICE, "poor", 100, 10, &session), ERROR_RAM, "PD without RAM");
    check_error(session_open(PD_SERVICE, "poor", 8 << 10, 10, &session), ERROR_RAM,
                "PD with too little RAM");
    check_error(session_open(PD_SERVICE, "poor", CHILD_RAM, 1, &session), ERROR_CAPS,
                "PD without capabilities");
    check_error(session_open(PD_SERVICE, "rich", 0xfffff000, 10, &session), ERROR_RAM,
                "more than the own quota");
    check_error(session_open("Nothing", "", PAGE_SIZE, 1, &session), ERROR_NOT_FOUND,
                "no such service");
    uint32_t ram, caps;
    for (id = 0; id < 100; id++) {
        if (parent_close(CAP_PARENT, id, &ram, &caps) == OK) {
            check(false, "id %u was closed", (unsigned)id);
        }
    }
    child_close(&child);
}

/* End a child while its threads run on both CPUs, a thousand times. */
static void everything_comes_back(void)
{
    struct usage before = usage_now();
    for (int i = 0; i < ROUNDS; i++) {
        struct child child;
        cap_t threads[2], data;
        uint32_t attached;
        check_step(child_open(&child), "child");
        check_step(child_load(&child, spin, sizeof spin / sizeof *spin), "code");
        check_step(pd_ram_allocate(child.pd.cap, PAGE_SIZE, 0, &data), "data");
        if (i % 2 == 0) {
            check_step(rm_attach(child.space, DATA, 0, 0, MAP_READ | MAP_WRITE, cap_plain(data),
                                 &attached),
                       "attach");
        }
        check_step(child_thread(&child, 1, &threads[0]), "thread");
        check_step(cpu_thread_create(child.cpu.cap, 0, 1, 0, 0, 0, CHILD_UTCB + PAGE_SIZE,
                                     cap_plain(child.pd.cap), &threads[1]),
                   "thread");
        check_step(thread_start(threads[0], CHILD_CODE, 0, 0), "start");
        check_step(thread_start(threads[1], CHILD_CODE, 0, 0), "start");
        cap_free(data);
        cap_free(threads[0]);
        cap_free(threads[1]);
        if (i % 3 == 0) {
            session_close(&child.cpu);
            session_close(&child.pd);
            cap_free(child.space);
        } else {
            child_close(&child);
        }
    }
    usage_check(&before, "1000 children that ran");
}

void test_process(void)
{
    struct usage before = usage_now();
    faults_are_told();
    arguments_are_checked();
    quota_holds();
    usage_check(&before, "children");
    everything_comes_back();
}
