/* SPDX-License-Identifier: MIT */
/* Each kind of fault, taken from the own PD session, which reports it to whoever asked last. */
#include <hw/call.h>
#include <hw/core_values.h>
#include <runtime/cap.h>
#include <runtime/memory.h>
#include <runtime/session.h>
#include <runtime/thread.h>
#include <session/pd_client.h>
#include <session/rm_client.h>
#include <session/thread_client.h>
#include "fault_test.h"

enum { STACK = 8192, PRIORITY = 10, ADDRESS_ANY = 0, VALUE = 0x600dcafe };

#define FLAG_FAULT  (1u << 8)
#define FLAG_FINISH (1u << 9)

struct fault {
    uint32_t kind, address, pc, thread;
};

/* Run `misdeed` on a thread until it faults. */
static enum error provoke(void (*misdeed)(void *), void *argument, struct thread *thread,
                          struct fault *fault)
{
    const struct thread_settings settings = {.priority = PRIORITY, .stack_size = STACK};
    enum error error = thread_spawn(thread, &settings, misdeed, argument);
    if (error) {
        return error;
    }
    (void)session_wait(FLAG_FAULT);
    return pd_fault(CAP_PD, &fault->kind, &fault->address, &fault->pc, &fault->thread);
}

/* An unaligned access. QEMU 7.2 gives it a reserved fault status (0x3f) when TGE routes it to Hyp,
 * which the kernel cannot tell from an external abort. */
static void expect_alignment(uint32_t address)
{
    struct thread thread;
    struct fault fault = {0};
    const enum error error = provoke(fault_unaligned, (void *)(uintptr_t)address, &thread, &fault);
    check(error == OK && fault.address == (address | 1) &&
              (fault.kind == FAULT_ALIGNMENT || fault.kind == FAULT_EXTERNAL),
          "an unaligned exclusive load: kind %u, address %#x", (unsigned int)fault.kind,
          (unsigned int)fault.address);
    thread_end(&thread);
}

/* One kind: `kind`, at `address` unless that is ADDRESS_ANY. */
static void expect(void (*misdeed)(void *), uint32_t argument, enum fault_kind kind,
                   uint32_t address, const char *text)
{
    struct thread thread;
    struct fault fault = {0};
    const enum error error = provoke(misdeed, (void *)(uintptr_t)argument, &thread, &fault);
    check(error == OK && fault.kind == (uint32_t)kind &&
              (address == ADDRESS_ANY || fault.address == address),
          "%s: kind %u, address %#x, PC %#x", text, (unsigned int)fault.kind,
          (unsigned int)fault.address, (unsigned int)fault.pc);
    thread_end(&thread);
}

void test_kinds(void)
{
    static uint32_t data;
    const uint32_t data_address = (uint32_t)(uintptr_t)&data;
    const uint32_t code_address = (uint32_t)(uintptr_t)fault_undefined;
    struct fault fault;

    check_step(pd_fault_handler(CAP_PD, cap_minted(CAP_NOTIFICATION, FLAG_FAULT)),
               "naming a fault handler");
    expect(fault_read, FAULT_UNMAPPED, FAULT_READ, FAULT_UNMAPPED, "reading nothing");
    expect(fault_read, 0, FAULT_READ, 0, "reading through a null pointer");
    expect(fault_write, FAULT_UNMAPPED, FAULT_WRITE, FAULT_UNMAPPED, "writing nothing");
    expect(fault_write, code_address, FAULT_WRITE, code_address, "writing code");
    expect(fault_execute, FAULT_UNMAPPED, FAULT_EXECUTE, FAULT_UNMAPPED, "executing nothing");
    expect(fault_execute, data_address, FAULT_EXECUTE, data_address, "executing data");
    expect(fault_undefined, 0, FAULT_INSTRUCTION, ADDRESS_ANY, "an undefined instruction");
    expect(fault_privileged, 0, FAULT_INSTRUCTION, ADDRESS_ANY, "a register of PL1");
    expect(fault_hypervisor_call, 0, FAULT_INSTRUCTION, ADDRESS_ANY, "HVC");
    expect(fault_monitor_call, 0, FAULT_INSTRUCTION, ADDRESS_ANY, "SMC");
    expect_alignment(data_address);
    expect(fault_stack, 0, FAULT_WRITE, ADDRESS_ANY, "running over the end of a stack");
    check_error(pd_fault(CAP_PD, &fault.kind, &fault.address, &fault.pc, &fault.thread),
                ERROR_NOT_FOUND, "no further fault");
}

/* A thread that reads a word which is not there at first, and tells what it got. */
struct patient {
    cap_t finish;
    volatile uint32_t got;
};

static void read_patiently(void *argument)
{
    struct patient *patient = argument;
    patient->got = *(volatile uint32_t *)(uintptr_t)FAULT_UNMAPPED;
    (void)notification_signal(patient->finish);
}

void test_resume(void)
{
    static struct patient patient;
    struct thread thread;
    struct fault fault = {0};
    struct memory memory;
    uint32_t address = 0;

    patient.finish = cap_allocate();
    check_step(pd_cap_grant(CAP_PD, patient.finish, cap_minted(CAP_NOTIFICATION, FLAG_FINISH)),
               "minting");
    check_step(memory_allocate(PAGE_SIZE, 0, &memory), "allocating");
    *(volatile uint32_t *)memory.address = VALUE;
    check_error(provoke(read_patiently, &patient, &thread, &fault), OK, "a thread faults");
    check_step(rm_attach(CAP_ADDRESS_SPACE, FAULT_UNMAPPED, 0, 0, MAP_READ,
                         cap_plain(memory.dataspace), &address),
               "attaching what it missed");
    check_error(thread_resume(thread.cap), OK, "it is resumed");
    (void)session_wait(FLAG_FINISH);
    check(patient.got == VALUE, "and goes on with what is there now");
    check_error(thread_resume(thread.cap), ERROR_BUSY, "resuming a thread that has not faulted");
    thread_end(&thread);
    (void)rm_detach(CAP_ADDRESS_SPACE, FAULT_UNMAPPED);
    memory_free(&memory);
}
