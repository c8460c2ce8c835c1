/* SPDX-License-Identifier: MIT */
/*
 * More protection domains at once than there are VMIDs: each reads, at the same address as all
 * others, the word that is its own, on both CPUs, while VMIDs are taken from one and given to
 * another.
 */
#include <core/component.h>
#include <hw/call.h>
#include <hw/core_values.h>
#include <runtime/cap.h>
#include <runtime/memory.h>
#include <runtime/session.h>
#include <session/cpu_client.h>
#include <session/pd_client.h>
#include <session/rm_client.h>
#include <session/thread_client.h>
#include <string.h>
#include "isolation_test.h"

enum {
    DOMAINS = 300, /* VMIDs are 8 bits wide */
    ROUNDS = 3,
    PRIORITY = 10,
    BADGE_FIRST = 0x40000000,
    VALUE_FACTOR = 0x01010101,
    DOMAIN_CAPS = 18,
};

#define DOMAIN_RAM   (24u * PAGE_SIZE)
#define CODE_ADDRESS 0x00100000u
#define DATA_ADDRESS 0x00200000u
#define UTCB_ADDRESS 0x00010000u

/* domain.S */
extern const uint8_t domain_code[];
extern const uint32_t domain_code_size;

struct domain {
    struct session pd;
    uint32_t calls;
};

static struct domain domains[DOMAINS];
static struct session cpu;

/* New memory of the domain with `size` bytes in it, attached in it at `address`. */
static enum error add_memory(const struct domain *domain, cap_t rm, uint32_t address,
                             const void *bytes, size_t size, uint32_t flags)
{
    struct memory memory;
    cap_t dataspace = CAP_NULL;
    uint32_t attached = 0;
    enum error error = pd_ram_allocate(domain->pd.cap, PAGE_SIZE, 0, &dataspace);
    if (error) {
        return error;
    }
    error = memory_attach(dataspace, MAP_READ | MAP_WRITE, &memory);
    if (!error) {
        memcpy(memory.address, bytes, size);
        error = cache_clean(memory.address, size);
        memory_detach(&memory);
    }
    if (!error) {
        error = rm_attach(rm, address, 0, 0, flags, cap_plain(dataspace), &attached);
    }
    cap_free(dataspace);
    return error;
}

static enum error start(struct domain *domain, uint32_t number)
{
    const uint32_t value = number * VALUE_FACTOR;
    cap_t rm = CAP_NULL, thread = CAP_NULL;
    enum error error = session_open(PD_SERVICE, "domain", DOMAIN_RAM, DOMAIN_CAPS, &domain->pd);
    if (error) {
        return error;
    }
    error = pd_address_space(domain->pd.cap, &rm);
    if (!error) {
        error = add_memory(domain, rm, CODE_ADDRESS, domain_code, domain_code_size,
                           MAP_READ | MAP_EXECUTE);
    }
    if (!error) {
        error = add_memory(domain, rm, DATA_ADDRESS, &value, sizeof(value), MAP_READ);
    }
    if (!error) {
        error = pd_cap_grant(domain->pd.cap, CAP_PARENT,
                             cap_minted(CAP_ENDPOINT, BADGE_FIRST + number));
    }
    if (!error) {
        error = cpu_thread_create(cpu.cap, number % 2, PRIORITY, 0, 0, 0, UTCB_ADDRESS,
                                  cap_plain(domain->pd.cap), &thread);
    }
    if (!error) {
        error = thread_start(thread, CODE_ADDRESS, 0, DATA_ADDRESS);
    }
    cap_free(thread);
    cap_free(rm);
    return error;
}

/* Serve calls until each domain has made ROUNDS of them. Whether all brought the right word. */
static bool serve(uint32_t count)
{
    struct message message = {.utcb = thread_utcb()};
    uint32_t left = count * ROUNDS;
    bool right = true;
    ipc_wait(&message);
    while (left > 0) {
        if (tag_kind(message.tag) == MESSAGE_CALL) {
            const uint32_t number = message.badge - BADGE_FIRST;
            right = number < count && message.words[0] == number * VALUE_FACTOR && right;
            if (number < count && ++domains[number].calls <= ROUNDS) {
                left--;
            }
        }
        message.tag = tag_make(OK, MESSAGE_CALL, 0, 0);
        ipc_reply_wait(&message);
    }
    return right;
}

void test_many_domains(void)
{
    uint32_t started = 0;
    check_step(session_open(CPU_SERVICE, "", CORE_SESSION_RAM, CORE_SESSION_CAPS, &cpu),
               "CPU session");
    while (started < DOMAINS && start(&domains[started], started) == OK) {
        started++;
    }
    check(started == DOMAINS, "%u protection domains at once", (unsigned int)started);
    check(serve(started), "each of them sees its own memory, %d times over", ROUNDS);
    for (uint32_t i = 0; i < started; i++) {
        session_close(&domains[i].pd);
    }
    session_close(&cpu);
    check(true, "all of them closed while they ran");
}
