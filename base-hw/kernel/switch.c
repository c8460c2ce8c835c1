/* SPDX-License-Identifier: MIT */
/*
 * The switch from the thread that is loaded to the current one: address space, timer right, VFP
 * access, thread pointer; and between a guest's world and the components' (vm/world.h).
 */
#include <vm/vcpu.h>
#include <vm/world.h>
#include "cpu.h"
#include "vfp.h"

static void load_address_space(struct cpu *cpu, struct pd *pd)
{
    if (pd->vmid.value == VMID_NONE) {
        pd_assign_vmid(pd);
    }
    write_VTTBR(pd_vttbr(pd));
    if (pd->timer_right != cpu->timer_right) {
        cpu->timer_right = pd->timer_right;
        write_CNTKCTL(CNTKCTL_PL0PCTEN | (pd->timer_right ? CNTKCTL_PL0PTEN : 0));
    }
}

static void switch_to(struct cpu *cpu, struct thread *next)
{
    struct thread *previous = cpu->loaded;

    if (cpu->guest_world) {
        world_leave(cpu, previous);
    } else if (previous != NULL) {
        previous->tpidrurw = read_TPIDRURW();
    }
    if (previous == NULL || previous->pd != next->pd) {
        cpu->loaded = NULL; /* so that the old VMID may be taken */
        load_address_space(cpu, next->pd);
    }
    cpu->loaded = next;
    if (next->vcpu != NULL) {
        world_enter(cpu, next);
    } else {
        write_TPIDRURW(next->tpidrurw);
    }
    vfp_select(cpu);
}

void context_switch(struct cpu *cpu)
{
    do {
        vcpu_deliver_pending(cpu);
        if (cpu->current != cpu->loaded) {
            switch_to(cpu, cpu->current);
        }
    } while (cpu->current != cpu->loaded || cpu->posted != NULL);
}
