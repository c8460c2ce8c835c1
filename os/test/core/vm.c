/* SPDX-License-Identifier: MIT */
/* Session VM: made, filled and ended, often. */
#include "test_core.h"

#include <core/component.h>
#include <hw/call.h>
#include <hw/core_values.h>
#include <runtime/cap.h>
#include <runtime/memory.h>
#include <session/pd_client.h>
#include <session/vm_client.h>
#include "check/check.h"

enum { VM_RAM = 64 << 10, VM_CAPS = 16, GUEST_RAM = 4 << 20, IPA = 0x80000000u, ROUNDS = 200 };

void test_vm(void)
{
    const uint32_t rwx = MAP_READ | MAP_WRITE | MAP_EXECUTE;
    struct usage before = usage_now();
    cap_t ram;
    check_step(pd_ram_allocate(CAP_PD, GUEST_RAM, RAM_LARGE, &ram), "guest RAM");
    struct session vm;
    cap_t vcpu, state;
    for (int i = 0; i < ROUNDS; i++) {
        check_step(session_open(VM_SERVICE, "", VM_RAM, VM_CAPS, &vm), "VM session");
        check_step(vm_attach(vm.cap, IPA, 0, 0, rwx, cap_plain(ram)), "guest RAM");
        check_step(vm_vcpu_create(vm.cap, (uint32_t)i % 2, 0, 5, 0, cap_minted(CAP_ENDPOINT, 1),
                                  &vcpu, &state),
                   "vCPU");
        cap_free(vcpu);
        cap_free(state);
        session_close(&vm);
    }
    check_step(session_open(VM_SERVICE, "", VM_RAM, VM_CAPS, &vm), "VM session");
    check_error(vm_attach(vm.cap, IPA, 0, 0, rwx, cap_plain(ram)), OK, "guest RAM, all rights");
    check_error(vm_attach(vm.cap, (uint32_t)IPA + PAGE_SIZE, 0, 0, rwx, cap_plain(ram)),
                ERROR_EXISTS, "overlap");
    check_error(vm_attach_interrupt_controller(vm.cap, IPA), ERROR_EXISTS, "GICV over RAM");
    check_error(vm_attach_interrupt_controller(vm.cap, 0x2c002000), OK, "GICV");
    check_error(vm_vcpu_create(vm.cap, 0, 256, 5, 0, cap_minted(CAP_ENDPOINT, 1), &vcpu, &state),
                ERROR_INVALID, "affinity");
    check_error(vm_vcpu_create(vm.cap, 7, 0, 5, 0, cap_minted(CAP_ENDPOINT, 1), &vcpu, &state),
                ERROR_INVALID, "CPU");
    check_error(vm_vcpu_create(vm.cap, 0, 0, 5, 0, cap_plain(CAP_PD), &vcpu, &state),
                ERROR_CAPABILITY, "core's own endpoint as handler");
    check_error(vm_vcpu_create(vm.cap, 0, 0, 5, 0, cap_plain(CAP_NOTIFICATION), &vcpu, &state),
                ERROR_CAPABILITY, "notification as handler");
    check_error(vm_vcpu_create(vm.cap, 1, 0, 5, 0, cap_minted(CAP_ENDPOINT, 1), &vcpu, &state), OK,
                "vCPU");
    check_error(pd_ram_free(CAP_PD, cap_plain(state)), ERROR_DENIED, "free its state page");
    struct memory memory;
    check_error(memory_attach(state, MAP_READ | MAP_WRITE, &memory), OK, "its state page");
    check_error(vm_detach(vm.cap, IPA), OK, "detach RAM");
    check_error(vm_detach(vm.cap, IPA), ERROR_NOT_FOUND, "twice");
    session_close(&vm);
    check_error(vcpu_resume(vcpu), ERROR_CAPABILITY, "the vCPU is gone with its session");
    cap_free(vcpu);
    cap_free(state);
    check_step(pd_ram_free(CAP_PD, cap_plain(ram)), "free");
    cap_free(ram);
    usage_check(&before, "VMs");
}
