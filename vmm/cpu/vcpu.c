/* SPDX-License-Identifier: MIT */
/* Registers of a stopped virtual CPU; see cpu/vcpu.h. */
#include <stddef.h>
#include <string.h>
#include "cpu/vcpu.h"

enum {
    SCTLR_RESET = 0x00c50078, /* Cortex-A15 TRM 4.3.27: MMU, caches and alignment checks off */
    REGISTER_SP = 13,
    REGISTER_LR = 14,
    REGISTER_PC = 15,
    FIQ_FIRST = 8, /* r8..r12 are banked in FIQ mode */
    STORED_PC_AHEAD = 8,
};

const struct vcpu_extended *vcpu_extended(struct vcpu *vcpu)
{
    if (!(vcpu->extended & VCPU_EXTENDED_KNOWN) && vcpu->transfer(vcpu, VCPU_STATE_READ) == OK) {
        vcpu->extended |= VCPU_EXTENDED_KNOWN;
    }
    return &vcpu->state->extended;
}

struct vcpu_extended *vcpu_extended_change(struct vcpu *vcpu)
{
    (void)vcpu_extended(vcpu);
    vcpu->extended |= VCPU_EXTENDED_CHANGED;
    return &vcpu->state->extended;
}

enum error vcpu_extended_commit(struct vcpu *vcpu)
{
    enum error error = OK;
    if (vcpu->extended & VCPU_EXTENDED_CHANGED) {
        error = vcpu->transfer(vcpu, VCPU_STATE_WRITE);
    }
    vcpu->extended = 0;
    return error;
}

/* Where register `number` (0..14) of the present mode is kept if it is banked; else NULL. */
static uint32_t *banked(struct vcpu *vcpu, uint32_t number)
{
    uint32_t mode = PSR_MODE(vcpu->state->general.psr);
    bool fiq = mode == MODE_FIQ;
    if (number < REGISTER_SP && !(fiq && number >= FIQ_FIRST)) {
        return NULL;
    }
    (void)vcpu_extended(vcpu);
    struct vcpu_extended *extended = &vcpu->state->extended;
    switch (mode) {
    case MODE_FIQ: {
        uint32_t *const registers[] = {&extended->r8_fiq,  &extended->r9_fiq,  &extended->r10_fiq,
                                       &extended->r11_fiq, &extended->r12_fiq, &extended->sp_fiq,
                                       &extended->lr_fiq};
        return registers[number - FIQ_FIRST];
    }
    case MODE_IRQ:
        return number == REGISTER_SP ? &extended->sp_irq : &extended->lr_irq;
    case MODE_SVC:
        return number == REGISTER_SP ? &extended->sp_svc : &extended->lr_svc;
    case MODE_ABT:
        return number == REGISTER_SP ? &extended->sp_abt : &extended->lr_abt;
    case MODE_UND:
        return number == REGISTER_SP ? &extended->sp_und : &extended->lr_und;
    default: /* user and system mode share theirs */
        return NULL;
    }
}

/* Where register `number` (0..14) is kept, in the general part. */
static uint32_t *general(struct vcpu *vcpu, uint32_t number)
{
    struct general_registers *registers = &vcpu->state->general;
    switch (number) {
    case REGISTER_SP:
        return &registers->sp_usr;
    case REGISTER_LR:
        return &registers->lr_usr;
    default:
        return &registers->r[number];
    }
}

uint32_t vcpu_register(struct vcpu *vcpu, uint32_t number)
{
    if (number >= REGISTER_PC) {
        return vcpu->state->general.pc + STORED_PC_AHEAD;
    }
    const uint32_t *place = banked(vcpu, number);
    return place != NULL ? *place : *general(vcpu, number);
}

void vcpu_set_register(struct vcpu *vcpu, uint32_t number, uint32_t value)
{
    if (number >= REGISTER_PC) {
        return;
    }
    uint32_t *place = banked(vcpu, number);
    if (place != NULL) {
        vcpu->extended |= VCPU_EXTENDED_CHANGED;
        *place = value;
    } else {
        *general(vcpu, number) = value;
    }
}

/* The IT block's state, in one piece: bits 7:5 the condition's base, 4:0 what is left. */
static uint32_t it_state(uint32_t psr)
{
    return (psr & PSR_IT_HIGH) >> 8 | (psr & PSR_IT_LOW) >> 25;
}

void vcpu_skip_it(struct vcpu *vcpu)
{
    uint32_t *psr = &vcpu->state->general.psr;
    uint32_t it = it_state(*psr);
    it = (it & 7) == 0 ? 0 : (it & 0xe0) | (it << 1 & 0x1f);
    *psr &= ~(PSR_IT_HIGH | PSR_IT_LOW);
    *psr |= (it >> 2) << 10 | (it & 3) << 25;
}

bool vcpu_condition(const struct vcpu *vcpu, uint32_t hsr)
{
    enum { ALWAYS = 14 };
    uint32_t psr = vcpu->state->general.psr;
    uint32_t condition = ALWAYS;
    if (hsr & HSR_COND_VALID) {
        condition = HSR_CONDITION(hsr);
    } else if (it_state(psr) != 0) {
        condition = it_state(psr) >> 4;
    }
    bool n = psr >> 31 & 1;
    bool z = psr >> 30 & 1;
    bool c = psr >> 29 & 1;
    bool v = psr >> 28 & 1;
    bool holds;
    switch (condition >> 1) {
    case 0:
        holds = z;
        break;
    case 1:
        holds = c;
        break;
    case 2:
        holds = n;
        break;
    case 3:
        holds = v;
        break;
    case 4:
        holds = c && !z;
        break;
    case 5:
        holds = n == v;
        break;
    case 6:
        holds = n == v && !z;
        break;
    default:
        return true;
    }
    return condition & 1 ? !holds : holds;
}

void vcpu_reset(struct vcpu *vcpu, uint32_t pc, uint32_t r0, uint32_t r1, uint32_t r2)
{
    struct vcpu_state *state = vcpu->state;
    struct vcpu_extended *extended = vcpu_extended_change(vcpu);
    uint64_t offset = extended->cntvoff;
    memset(extended, 0, sizeof(*extended));
    extended->cntvoff = offset;
    extended->sctlr = SCTLR_RESET;
    extended->cntv_cval = UINT64_MAX; /* never due */
    memset(&state->general, 0, sizeof(state->general));
    state->general.r[0] = r0;
    state->general.r[1] = r1;
    state->general.r[2] = r2;
    state->general.pc = pc;
    state->general.psr = PSR_A | PSR_I | PSR_F | MODE_SVC;
}

const char *vcpu_mode_name(uint32_t psr)
{
    switch (PSR_MODE(psr)) {
    case MODE_USR:
        return "usr";
    case MODE_FIQ:
        return "fiq";
    case MODE_IRQ:
        return "irq";
    case MODE_SVC:
        return "svc";
    case MODE_ABT:
        return "abt";
    case MODE_UND:
        return "und";
    case MODE_SYS:
        return "sys";
    default:
        return "invalid";
    }
}
