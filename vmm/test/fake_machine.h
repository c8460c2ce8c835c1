/* SPDX-License-Identifier: MIT */
/*
 * A virtual machine of CPUS vCPUs, the VMM's own code, between a kernel and a guest that the test
 * plays: the test makes vCPUs exit and events come, in the order that it wants.
 */
#ifndef VMM_TEST_FAKE_MACHINE_H
#define VMM_TEST_FAKE_MACHINE_H

#include <setjmp.h>
#include "exits.h"
#include "vm.h"

enum { CPUS = 3, TEXT_OFFSET = 0x208000, RAM_SIZE = 80 << 20 };
#define ENTRY 0x80208000u
#define TREE  0x84000000u

/* What the kernel knows of a vCPU. */
enum fake_state {
    FAKE_STOPPED,
    FAKE_RUNNABLE,
    FAKE_QUEUED, /* an exit of its waits until the VMM receives it */
};

struct fake_vcpu {
    enum fake_state state;
    bool recall; /* an exit of this kind follows before it runs on */
};

extern struct vm vm;
extern struct fake_vcpu fake_vcpus[CPUS];
extern struct vcpu_state fake_states[CPUS];
extern uint32_t fake_log_lines;
extern uint64_t fake_time;
extern size_t fake_cleaned;     /* bytes of guest RAM, from the caches */
extern jmp_buf fake_exit;       /* component_exit() jumps there */
extern uint32_t fake_exit_code; /* with this */

/* A machine that has been started: CPU 0 runs. */
void fake_machine_start(void);

/* The exit of `cpu` reaches the kernel; fake_receive() hands it to the VMM. */
void fake_queue(uint32_t cpu);
void fake_receive(uint32_t cpu, enum vm_exit kind, uint32_t hsr, uint32_t ipa, uint32_t address);

/* Both. `cpu` is runnable afterwards if the VMM resumed it. */
void fake_exit_of(uint32_t cpu, enum vm_exit kind, uint32_t hsr, uint32_t ipa, uint32_t address);

/* What must hold whenever the VMM waits. */
void fake_check(void);

#endif
