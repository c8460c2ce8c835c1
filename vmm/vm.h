/* SPDX-License-Identifier: MIT */
/*
 * A virtual machine: its CPUs, its RAM, its board, and the sessions behind them.
 *
 * Everything runs on the main thread: exits of the vCPUs arrive as messages at its endpoint, what
 * the outside has to say as signals. A vCPU's state page is touched only while the vCPU is
 * stopped, from its exit to the reply or vcpu_resume(). Whatever changed interrupts calls
 * vm_settle() before the event loop waits again.
 *
 * While an exit is on its way, which may be at any time, the kernel refuses to resume the vCPU and
 * to transfer its state: what is to be done then is done when the exit has come.
 */
#ifndef VMM_VM_H
#define VMM_VM_H

#include <hw/message.h>
#include <runtime/memory.h>
#include <runtime/rom.h>
#include <runtime/rpc.h>
#include "board/vexpress_a15.h"
#include "console.h"
#include "cpu/psci.h"
#include "cpu/vcpu.h"
#include "device/unclaimed.h"
#include "loader/loader.h"
#include "passthrough.h"
#include "settings.h"
#include "timer_clock.h"

enum vm_cpu_run {
    VM_CPU_OFF,      /* PSCI: off */
    VM_CPU_RUNNING,  /* or an exit of its is being handled, or will come */
    VM_CPU_WAITING,  /* for an interrupt: its exit is not answered, its virtual timer wakes it */
    VM_CPU_PARKED,   /* likewise, but a timeout stands in for its timer */
    VM_CPU_STARTING, /* as soon as an exit has come that was under way */
};

/* What a vCPU starts with. */
struct vm_cpu_start {
    uint32_t pc; /* bit 0: in Thumb state */
    uint32_t r[3];
};

struct vm;

struct vm_cpu {
    struct vcpu vcpu; /* first: see vm_cpu_of() */
    struct vm *vm;
    enum vm_cpu_run run;
    bool recalled; /* an exit will follow */
    cap_t cap;
    struct rpc_object exits;
    struct memory page;
    struct timeout wake; /* while parked */
    struct vm_cpu_start start;
    struct device_access access; /* the one that is being handled */
};

struct vm {
    struct settings settings;
    struct session session;
    struct memory ram;
    struct rom config, kernel, initrd, tree;
    struct loader loader;
    struct timer_clock clock;
    struct console console;
    struct board board;
    struct psci psci;
    struct unclaimed unclaimed;
    struct passthrough passthrough;
    enum machine_event event; /* asked for; 0: none */
    uint32_t resets;          /* how often the machine was reset */
    struct vm_cpu cpus[GIC_CPUS];
};

/* Open all sessions, plan the guest and set the machine up, ready for vm_start(). False: `problem`
 * is for the user. */
bool vm_open(struct vm *vm, struct problem *problem);

/* Load the guest, put the machine into its state after power-on and run the first CPU. If that is
 * `current`, whose exit is being handled, the reply to the exit will resume it. */
bool vm_start(struct vm *vm, const struct vm_cpu *current, struct problem *problem);

/* Give a stopped vCPU the state that `start` says. ERROR_BUSY: an exit of its is under way. */
enum error vm_cpu_begin(struct vm_cpu *cpu);

/* What PSCI asks of the machine; the context is the struct vm. */
extern const struct psci_ops vm_psci_ops;

/* Let the vCPUs learn of interrupts that changed: wake those that wait for one, and recall those
 * that run. */
void vm_settle(struct vm *vm);

/* Carry out what the guest asked of its machine, once all its CPUs have stopped. `current` as for
 * vm_start(); it is VM_CPU_RUNNING afterwards if it is to be resumed. */
void vm_machine_event(struct vm *vm, const struct vm_cpu *current);

/* Is a machine event pending, at which all CPUs stop? */
static inline bool vm_is_stopping(const struct vm *vm)
{
    return vm->event != 0;
}

/* The vCPU may run on: bring its interrupts up to date and write back what changed. */
static inline enum error vm_cpu_prepare(struct vm_cpu *cpu)
{
    gic_enter(&cpu->vm->board.gic, cpu->vcpu.number);
    return cpu->vcpu.extended != 0 ? vcpu_extended_commit(&cpu->vcpu) : OK;
}

/* Handle an exit (exits.c): the dispatch of `exits`. */
void vm_cpu_exit(void *self, struct message *message);

#endif
