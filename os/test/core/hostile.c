/* SPDX-License-Identifier: MIT */
/* Messages with any words and any capabilities, to each kind of object: core survives them, and
 * everything comes back. */
#include "test_core.h"

#include <core/component.h>
#include <hw/call.h>
#include <runtime/cap.h>
#include <runtime/utcb.h>
#include <session/pd_client.h>
#include <session/vm_client.h>
#include <session/rom_client.h>
#include <session/log_client.h>
#include <session/irq_client.h>
#include <session/io_mem_client.h>
#include "check/check.h"

enum { CALLS = 3000, METHODS = 12, OBJECTS = 10 };

static uint32_t random_state = 2463534242u;

/* Marsaglia's xorshift. */
static uint32_t random_word(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 17;
    random_state ^= random_state << 5;
    return random_state;
}

/* Words that are often near what is valid. */
static uint32_t hostile_word(void)
{
    static const uint32_t edges[] = {0,      1,          2,          7,          0x1000,
                                     0x2000, 0x40000000, 0x80000000, 0xfffff000, 0xffffffff};
    uint32_t word = random_word();
    return word % 4 == 0 ? word : edges[(word >> 8) % (sizeof edges / sizeof *edges)];
}

static void hostile_call(cap_t to, const cap_t *caps, uint32_t count)
{
    struct utcb *utcb = thread_utcb();
    uint32_t words[MESSAGE_REGISTERS];
    for (uint32_t i = 0; i < MESSAGE_REGISTERS; i++) {
        words[i] = hostile_word();
    }
    for (uint32_t i = MESSAGE_REGISTERS; i < MESSAGE_WORDS; i++) {
        utcb->words[i] = hostile_word();
    }
    uint32_t sent = random_word() % (MESSAGE_CAPS + 1);
    for (uint32_t i = 0; i < sent; i++) {
        cap_t cap = caps[random_word() % count];
        utcb->send[i] = cap == CAP_NOTIFICATION ? cap_minted(cap, random_word()) : cap_plain(cap);
    }
    cap_t received[MESSAGE_CAPS], before[MESSAGE_CAPS];
    for (uint32_t i = 0; i < MESSAGE_CAPS; i++) {
        before[i] = utcb->receive[i];
        received[i] = cap_allocate();
        utcb->receive[i] = received[i];
    }
    uint32_t label = random_word() % METHODS | (random_word() % 8 == 0 ? random_word() << 8 : 0);
    tag_t tag = tag_make(label & 0xffff, MESSAGE_CALL, sent, random_word() % 16);
    (void)ipc_call(to, &tag, words);
    for (uint32_t i = 0; i < MESSAGE_CAPS; i++) {
        utcb->receive[i] = before[i];
        cap_free(received[i]);
    }
}

void test_hostile(void)
{
    struct usage before = usage_now();
    struct child child;
    struct session vm, rom, log, irq, io_mem;
    cap_t thread, dataspace;
    check_step(child_open(&child), "child");
    check_step(child_thread(&child, 0, &thread), "thread");
    check_step(pd_ram_allocate(child.pd.cap, 4096, 0, &dataspace), "allocation");
    check_step(session_open(VM_SERVICE, "", CHILD_RAM, CHILD_CAPS, &vm), "VM");
    check_step(session_open(ROM_SERVICE, "board.dtb", CORE_SESSION_RAM, CORE_SESSION_CAPS, &rom),
               "ROM");
    check_step(session_open(LOG_SERVICE, "hostile", CORE_SESSION_RAM, CORE_SESSION_CAPS, &log),
               "LOG");
    check_step(session_open(IRQ_SERVICE, "terminal2", CORE_SESSION_RAM, CORE_SESSION_CAPS, &irq),
               "IRQ");
    check_step(
        session_open(IO_MEM_SERVICE, "terminal2", CORE_SESSION_RAM, CORE_SESSION_CAPS, &io_mem),
        "IO_MEM");
    const cap_t objects[OBJECTS] = {child.pd.cap, child.space, child.cpu.cap, thread,  dataspace,
                                    vm.cap,       rom.cap,     log.cap,       irq.cap, io_mem.cap};
    const cap_t caps[] = {child.pd.cap, child.space, child.cpu.cap,    thread,      dataspace,
                          vm.cap,       rom.cap,     CAP_NOTIFICATION, CAP_ENDPOINT};
    for (uint32_t i = 0; i < CALLS * OBJECTS; i++) {
        hostile_call(objects[i % OBJECTS], caps, sizeof caps / sizeof *caps);
    }
    check(true, "%u hostile calls", CALLS * OBJECTS);
    cap_free(thread);
    cap_free(dataspace);
    session_close(&vm);
    session_close(&rom);
    session_close(&log);
    session_close(&irq);
    session_close(&io_mem);
    child_close(&child);
    usage_check(&before, "hostile calls");
}
