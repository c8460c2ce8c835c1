/* SPDX-License-Identifier: MIT */
/*
 * test_vmm_psr: a VMM that tries to enter Hyp mode, or to end interrupts that are not its guest's,
 * by what it writes into its vCPU's state page. The kernel must refuse each, and run what is right.
 *
 * Its guest is one instruction: HVC.
 */
#include <hw/call.h>
#include <hw/core_values.h>
#include <runtime/component.h>
#include <runtime/memory.h>
#include <runtime/rpc.h>
#include <runtime/session.h>
#include <session/vm_client.h>
#include "check/check.h"

enum {
    VM_RAM = 192 * 1024,
    VM_CAPS = 32,
    VCPU_PRIORITY = 1,
    GUEST_BASE = (int)0x80000000,
    HVC_0 = (int)0xe1400070,
    MODE_MASK = 0x1f,
    MODE_SVC = 0x13,
    PSR_MASKED = 0x1c0, /* A, I, F */
    PSR_J = 1 << 24,
    LAST_REFUSAL = 2,
    VIRTUAL_TIMER = 27,
};
#define LR_HARDWARE (1u << 31)
#define LR_PENDING  (1u << 28)
#define LR_PHYSICAL 10 /* shift */

static struct vcpu_state *state;
static cap_t vcpu;
static uint32_t exits;

static const uint8_t guest_modes[] = {0x10, 0x11, 0x12, 0x13, 0x17, 0x1b, 0x1f};

static bool is_guest_mode(uint32_t mode)
{
    bool found = false;
    for (uint32_t i = 0; i < sizeof(guest_modes); i++) {
        found |= guest_modes[i] == mode;
    }
    return found;
}

static enum error resume_with(uint32_t psr)
{
    state->general.pc = (uint32_t)GUEST_BASE;
    state->general.psr = psr;
    return vcpu_resume(vcpu);
}

static void try_modes(void)
{
    for (uint32_t mode = 0; mode <= MODE_MASK; mode++) {
        if (!is_guest_mode(mode)) {
            check_error(resume_with(PSR_MASKED | mode), ERROR_INVALID, "mode 0x%02x",
                        (unsigned int)mode);
        }
    }
    check_error(resume_with(PSR_MASKED | PSR_J | MODE_SVC), ERROR_INVALID, "Jazelle state");
}

static void try_list_registers(void)
{
    uint32_t refused = 0;
    uint32_t tried = 0;
    for (uint32_t physical = 0; physical < 1024; physical++) {
        if (physical == VIRTUAL_TIMER) {
            continue;
        }
        uint32_t n = physical % VCPU_LIST_REGISTERS;
        state->list_register[n] = LR_HARDWARE | LR_PENDING | physical << LR_PHYSICAL | 40;
        state->list_register_dirty = 1u << n;
        tried++;
        refused += resume_with(PSR_MASKED | MODE_SVC) == ERROR_INVALID;
    }
    check(refused == tried, "%u of %u foreign interrupts in list registers are refused",
          (unsigned int)refused, (unsigned int)tried);
    state->list_register_dirty = 0;
}

/* The guest's HVC exits: answer with a wrong state, and with a right one after it was refused. */
static void on_exit(void *self, struct message *message)
{
    (void)self;
    exits++;
    switch (exits) {
    case 1:
        check(tag_label(message->tag) == VM_EXIT_TRAP, "a guest in a right mode runs to its HVC");
        state->general.pc = (uint32_t)GUEST_BASE;
        state->general.psr = PSR_MASKED | 0x1a;
        break;
    case LAST_REFUSAL:
        check(tag_label(message->tag) == VM_EXIT_REFUSED && message->words[0] == ERROR_INVALID,
              "a reply that resumes into Hyp mode is refused");
        state->general.psr = PSR_MASKED | MODE_SVC;
        break;
    default:
        check(tag_label(message->tag) == VM_EXIT_TRAP, "and the guest still runs when it is right");
        check_finish("test_vmm_psr");
    }
    message->tag = tag_make(OK, MESSAGE_CALL, 0, 0);
}

void component_main(void)
{
    static struct rpc_object exit_object = {.dispatch = on_exit, .kind = MESSAGE_VM_EXIT};
    static struct session session;
    static struct memory ram, page;
    cap_t state_dataspace = CAP_NULL;
    check_step(session_open(VM_SERVICE, "", VM_RAM, VM_CAPS, &session), "VM session");
    check_step(memory_allocate(PAGE_SIZE, 0, &ram), "guest RAM");
    *(volatile uint32_t *)ram.address = (uint32_t)HVC_0;
    check_step(cache_clean(ram.address, PAGE_SIZE), "cleaning the guest's code");
    check_step(vm_attach(session.cap, (uint32_t)GUEST_BASE, 0, 0,
                         MAP_READ | MAP_WRITE | MAP_EXECUTE, cap_plain(ram.dataspace)),
               "attaching guest RAM");
    check_step(rpc_export(&exit_object), "endpoint of exits");
    check_step(vm_vcpu_create(session.cap, 0, 0, VCPU_PRIORITY, 0, rpc_cap_item(&exit_object),
                              &vcpu, &state_dataspace),
               "vCPU");
    check_step(memory_attach(state_dataspace, MAP_READ | MAP_WRITE, &page), "state page");
    state = page.address;
    try_modes();
    try_list_registers();
    check_error(resume_with(PSR_MASKED | MODE_SVC), OK, "a right state");
}
