/* SPDX-License-Identifier: MIT */
/*
 * Virtual interrupts in the GIC's virtual interface (ARM IHI 0048B chapter 5). See vcpu.h.
 */
#include "vcpu.h"
#include <arm/gic.h>
#include "world.h"

#define LISTS_ALL ((1u << VCPU_LIST_REGISTERS) - 1)
/* `i` goes through the list registers in `mask`. */
#define FOR_EACH_LIST(i, mask)                                                                     \
    for (uint32_t left_ = (mask), i; left_ != 0 && (i = (uint32_t)__builtin_ctz(left_), true);     \
         left_ &= left_ - 1)

#define TIMER_BIT (1u << BOARD_INTID_VIRTUAL_TIMER)
/* The only physical interrupt that a list register may be linked to. */
#define LIST_TIMER (BOARD_INTID_VIRTUAL_TIMER << GICH_LR_PHYSICAL_SHIFT)

bool vm_accept_lists(struct vcpu *vcpu)
{
    uint32_t dirty = vcpu->state->list_register_dirty & LISTS_ALL;
    uint32_t lists[VCPU_LIST_REGISTERS];

    __builtin_memcpy(lists, vcpu->list_register, sizeof(lists));
    FOR_EACH_LIST(i, dirty)
    {
        lists[i] = vcpu->state->list_register[i];
        if ((lists[i] & GICH_LR_HW) != 0 && (lists[i] & GICH_LR_PHYSICAL_MASK) != LIST_TIMER) {
            return false;
        }
    }
    __builtin_memcpy(vcpu->list_register, lists, sizeof(lists));
    vcpu->lists_dirty |= dirty;
    vcpu->lists_used |= dirty;
    vcpu->state->list_register_dirty = 0;
    return true;
}

void vm_load_lists(struct vcpu *vcpu)
{
    FOR_EACH_LIST(i, vcpu->lists_dirty)
    {
        write_GICH_LR(i, vcpu->list_register[i]);
    }
    vcpu->lists_dirty = 0;
}

void vm_show_lists(struct vcpu *vcpu)
{
    uint32_t used = vcpu->lists_used;
    uint32_t empty = read_GICH_ELSR0();

    FOR_EACH_LIST(i, used)
    {
        vcpu->state->list_register[i] = read_GICH_LR(i);
    }
    if ((used & empty) != 0) {
        /* QEMU 7.2 does not look at the physical interrupts when a guest ends one of its own, and
         * so forgets a timer that fired between: any write to the distributor makes it look. */
        write_GICD_ISENABLER(0, TIMER_BIT);
    }
    vcpu->lists_used = used & ~empty;
    vcpu->state->list_register_empty = ~vcpu->lists_used & LISTS_ALL;
}

void vm_load_interrupts(struct vcpu *vcpu)
{
    write_GICH_VMCR(vcpu->extended.gich_vmcr);
    write_GICH_APR(vcpu->extended.gich_apr);
    vcpu->lists_dirty = LISTS_ALL; /* the guest's world is entered next, which loads them */
    (vcpu->timer_active ? gic_set_active : gic_clear_active)(BOARD_INTID_VIRTUAL_TIMER);
}

void vm_save_interrupts(struct vcpu *vcpu)
{
    vcpu->extended.gich_vmcr = read_GICH_VMCR();
    vcpu->extended.gich_apr = read_GICH_APR();
    FOR_EACH_LIST(i, LISTS_ALL & ~vcpu->lists_dirty)
    {
        vcpu->list_register[i] = read_GICH_LR(i);
    }
    vcpu->timer_active = (read_GICD_ISACTIVER(0) & TIMER_BIT) != 0;
}

bool vm_timer_is_armed(const struct vcpu *vcpu)
{
    return (vcpu->extended.cntv_ctl & (CNT_CTL_ENABLE | CNT_CTL_IMASK)) == CNT_CTL_ENABLE;
}

void vm_timer_interrupt(struct cpu *cpu)
{
    if (cpu->resident == NULL) {
        write_CNTV_CTL(0);
        gic_deactivate(BOARD_INTID_VIRTUAL_TIMER);
        return;
    }
    vcpu_post(cpu, cpu->resident, VM_EXIT_VTIMER);
}

void vm_maintenance_interrupt(struct cpu *cpu)
{
    if (cpu->resident == NULL || !cpu->guest_world) {
        write_GICH_HCR(0);
        return;
    }
    cpu->resident->vcpu->gich_hcr = GICH_HCR_EN;
    write_GICH_HCR(GICH_HCR_EN);
    vcpu_post(cpu, cpu->resident, VM_EXIT_MAINTENANCE);
}

void vm_answer_kick(struct cpu *cpu)
{
    if (cpu->evict_wanted && !cpu->guest_world) {
        world_evict(cpu);
    }
    cpu->evict_wanted = false;
}
