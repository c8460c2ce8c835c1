/* SPDX-License-Identifier: MIT */
/* Exceptions injected into the guest; see cpu/inject.h. */
#include "cpu/inject.h"

/* SCTLR, B4.1.130 */
#define SCTLR_V  (1u << 13) /* high vectors */
#define SCTLR_EE (1u << 25) /* exceptions big-endian */
#define SCTLR_TE (1u << 30) /* exceptions in Thumb state */
#define TTBCR_EAE                                                                                  \
    (1u << 31) /* long descriptors, and the fault status format that goes with them                \
                */

/* DFSR and IFSR, B4.1.52 and B4.1.96: a synchronous external abort, not on a table walk. */
enum {
    FSR_SHORT_EXTERNAL = 0x08,
    FSR_LONG_EXTERNAL = 1 << 9 | 0x10,
    FSR_SHORT_DEBUG = 0x02, /* a debug event, B3.13.3 */
    FSR_LONG_DEBUG = 1 << 9 | 0x22,
    FSR_WRITE = 1 << 11,
};

enum vector { VECTOR_UNDEFINED = 0x04, VECTOR_PREFETCH = 0x0c, VECTOR_DATA = 0x10 };
#define HIGH_VECTORS 0xffff0000u

/* Enter `mode` at `vector`. */
static void enter(struct vcpu *vcpu, enum psr_mode mode, enum vector vector)
{
    struct general_registers *registers = &vcpu->state->general;
    const struct vcpu_extended *extended = &vcpu->state->extended;
    uint32_t psr = registers->psr & (PSR_FLAGS | PSR_Q | PSR_GE | PSR_A | PSR_F);
    psr |= (uint32_t)mode | PSR_I;
    if (mode == MODE_ABT) {
        psr |= PSR_A;
    }
    if (extended->sctlr & SCTLR_TE) {
        psr |= PSR_T;
    }
    if (extended->sctlr & SCTLR_EE) {
        psr |= PSR_E;
    }
    registers->psr = psr;
    registers->pc = (extended->sctlr & SCTLR_V ? HIGH_VECTORS : extended->vbar) + (uint32_t)vector;
}

static uint32_t fault_status(const struct vcpu_extended *extended)
{
    return extended->ttbcr & TTBCR_EAE ? FSR_LONG_EXTERNAL : FSR_SHORT_EXTERNAL;
}

void inject_data_abort(struct vcpu *vcpu, uint32_t address, bool write)
{
    struct vcpu_extended *extended = vcpu_extended_change(vcpu);
    extended->dfsr = fault_status(extended) | (write ? FSR_WRITE : 0);
    extended->dfar = address;
    extended->lr_abt = vcpu->state->general.pc + 8;
    extended->spsr_abt = vcpu->state->general.psr;
    enter(vcpu, MODE_ABT, VECTOR_DATA);
}

/* A prefetch abort, with the status and address that are in `vcpu`'s state. */
static void enter_prefetch_abort(struct vcpu *vcpu, struct vcpu_extended *extended)
{
    extended->lr_abt = vcpu->state->general.pc + 4;
    extended->spsr_abt = vcpu->state->general.psr;
    enter(vcpu, MODE_ABT, VECTOR_PREFETCH);
}

void inject_prefetch_abort(struct vcpu *vcpu, uint32_t address)
{
    struct vcpu_extended *extended = vcpu_extended_change(vcpu);
    extended->ifsr = fault_status(extended);
    extended->ifar = address;
    enter_prefetch_abort(vcpu, extended);
}

void inject_debug_event(struct vcpu *vcpu)
{
    struct vcpu_extended *extended = vcpu_extended_change(vcpu);
    extended->ifsr = extended->ttbcr & TTBCR_EAE ? FSR_LONG_DEBUG : FSR_SHORT_DEBUG;
    enter_prefetch_abort(vcpu, extended);
}

void inject_undefined(struct vcpu *vcpu)
{
    struct vcpu_extended *extended = vcpu_extended_change(vcpu);
    uint32_t psr = vcpu->state->general.psr;
    extended->lr_und = vcpu->state->general.pc + (psr & PSR_T ? 2 : 4);
    extended->spsr_und = psr;
    enter(vcpu, MODE_UND, VECTOR_UNDEFINED);
}
