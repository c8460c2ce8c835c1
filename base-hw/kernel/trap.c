/* SPDX-License-Identifier: MIT */
/*
 * What brings a CPU into the kernel beside system calls: faults of threads, exits of vCPUs, the
 * first use of VFP, interrupts. The way of a fault: trap_handle(), ipc_send_event(), the handler.
 */
#include "trap.h"
#include <arm/cp15.h>
#include <arm/panic.h>
#include "ipc.h"
#include "irq.h"
#include "schedule.h"
#include "vfp.h"

static enum fault_kind abort_kind(uint32_t hsr, enum fault_kind access)
{
    if ((hsr & HSR_FSC_MASK) == HSR_FSC_ALIGNMENT) {
        return FAULT_ALIGNMENT;
    }
    switch (hsr & HSR_FSC_KIND_MASK) {
    case HSR_FSC_TRANSLATION:
    case HSR_FSC_ACCESS_FLAG:
    case HSR_FSC_PERMISSION:
        return access;
    default:
        return FAULT_EXTERNAL;
    }
}

/* Core's own faults end the system. */
static void core_fault(const struct thread *core, uint32_t hsr)
{
    struct fault_frame frame = {
        .sp = core->registers->sp_usr,
        .lr = core->registers->lr_usr,
        .pc = core->registers->pc,
        .psr = core->psr,
        .kind = hsr >> HSR_EC_SHIFT == HSR_EC_PREFETCH ? FAULT_VECTOR_PREFETCH
                : hsr >> HSR_EC_SHIFT == HSR_EC_DATA   ? FAULT_VECTOR_DATA
                                                       : FAULT_VECTOR_UNDEFINED,
    };

    __builtin_memcpy(frame.r, core->registers->r, sizeof(frame.r));
    panic_fault(&frame);
}

/* A fault of an ordinary thread, as its handler will see it. */
static __attribute__((noinline)) void fault(struct cpu *cpu, struct thread *current, uint32_t hsr)
{
    enum fault_kind kind = FAULT_INSTRUCTION;
    uint32_t address = current->registers->pc;

    if (hsr >> HSR_EC_SHIFT == HSR_EC_DATA) {
        kind = abort_kind(hsr, (hsr & HSR_WNR) != 0 ? FAULT_WRITE : FAULT_READ);
        address = read_HDFAR();
    } else if (hsr >> HSR_EC_SHIFT == HSR_EC_PREFETCH) {
        kind = abort_kind(hsr, FAULT_EXECUTE);
        address = read_HIFAR();
    }
    if (current->pd->is_core) {
        core_fault(current, hsr);
    }
    current->event_tag = tag_make((uint32_t)kind, MESSAGE_FAULT, 0, MESSAGE_REGISTERS);
    current->event_words.words[0] = address;
    current->event_words.words[1] = current->registers->pc;
    current->event_words.words[2] = hsr;
    current->event_words.words[3] = current->psr;
    ipc_send_event(cpu, current);
}

/* Go on behind the instruction that trapped; in Thumb state the next one of its IT block is due
 * (ITAdvance(), ARM DDI 0406C A2.5.2). In ARM state IT is 0. */
static void skip_instruction(struct thread *thread, uint32_t hsr)
{
    uint32_t psr = thread->psr;
    uint32_t it = (psr >> 8 & 0xfc) | (psr >> 25 & 3);

    it = (it & 7) != 0 ? (it & 0xe0) | (it << 1 & 0x1f) : 0;
    thread->psr = (psr & ~(uint32_t)PSR_IT) | (it & 0xfc) << 8 | (it & 3) << 25;
    thread->registers->pc += (hsr & HSR_IL) != 0 ? 4 : 2;
}

void trap_handle(struct cpu *cpu, struct thread *current, uint32_t hsr)
{
    uint32_t class = hsr >> HSR_EC_SHIFT;

    if (vfp_take(cpu, hsr) || (class == HSR_EC_DATA && trap_is_late_abort(hsr))) {
        return;
    }
    if (class == HSR_EC_WFI) {
        skip_instruction(current, hsr);
        schedule_yield(cpu);
    } else {
        fault(cpu, current, hsr);
    }
}

void interrupt_handle(struct cpu *cpu)
{
    irq_handle(cpu);
    context_switch(cpu);
}
