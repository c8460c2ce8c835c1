/* SPDX-License-Identifier: MIT */
/* Trapped coprocessor accesses; see cpu/coprocessor.h. */
#include <stddef.h>
#include "cpu/coprocessor.h"

enum { ANY = 0xff };

/* Registers that read as `value` and ignore writes. */
struct coprocessor_register {
    uint8_t coprocessor, crn, opc1, crm, opc2; /* crm and opc2: ANY matches all */
    uint32_t value;
};

enum {
    ACTLR_SMP = 1 << 6,     /* Cortex-A15 TRM 4.3.28: takes part in coherency */
    L2CTLR_CPUS_SHIFT = 24, /* 4.3.48: CPUs in the cluster, less one */
};

static const struct coprocessor_register registers[] = {
    {15, 1, 0, 0, 1, ACTLR_SMP}, /* ACTLR */
    {15, 7, 0, 6, 2, 0},         /* DCISW: caches by set and way are the host's */
    {15, 7, 0, 10, 2, 0},        /* DCCSW */
    {15, 7, 0, 14, 2, 0},        /* DCCISW */
    {15, 9, 0, 12, ANY, 0},      /* performance monitors: none, so no counters */
    {15, 9, 0, 13, ANY, 0},      {15, 9, 0, 14, ANY, 0}, {15, 9, 1, 0, 3, 0}, /* L2ECTLR */
    {15, 15, 1, 0, 0, 0},                                                     /* L2ACTLR */
    {14, 0, 0, 0, 0, 0}, /* DBGDIDR: no debug architecture */
    {14, 0, 0, 1, 0, 0}, /* DBGDSCRint */
    {14, 1, 0, 0, 4, 0}, /* DBGOSLAR */
    {14, 1, 0, 1, 4, 0}, /* DBGOSLSR: no OS lock */
    {14, 1, 0, 3, 4, 0}, /* DBGOSDLR */
    {14, 1, 0, 4, 4, 0}, /* DBGPRCR */
};

static bool matches(uint8_t wanted, uint32_t given)
{
    return wanted == ANY || wanted == given;
}

/* The value of the register that `hsr` names; false: unknown. */
static bool look_up(uint32_t hsr, uint32_t cpus, uint32_t *value)
{
    uint32_t coprocessor = HSR_CLASS(hsr) == HSR_CP14_MCR ? 14 : 15;
    uint32_t crn = HSR_CP_CRN(hsr);
    uint32_t opc1 = HSR_CP_OPC1(hsr);
    uint32_t crm = HSR_CP_CRM(hsr);
    uint32_t opc2 = HSR_CP_OPC2(hsr);
    if (coprocessor == 15 && crn == 9 && opc1 == 1 && crm == 0 && opc2 == 2) { /* L2CTLR */
        *value = (cpus - 1) << L2CTLR_CPUS_SHIFT;
        return true;
    }
    for (size_t i = 0; i < sizeof(registers) / sizeof(registers[0]); i++) {
        const struct coprocessor_register *reg = &registers[i];
        if (reg->coprocessor == coprocessor && reg->crn == crn && reg->opc1 == opc1 &&
            matches(reg->crm, crm) && matches(reg->opc2, opc2)) {
            *value = reg->value;
            return true;
        }
    }
    return false;
}

bool coprocessor_access(struct vcpu *vcpu, uint32_t hsr, uint32_t cpus)
{
    uint32_t value;
    if (HSR_CLASS(hsr) == HSR_CP15_MCRR) {
        return false; /* the 64-bit ones that trap belong to the physical timer: not there */
    }
    if (!look_up(hsr, cpus, &value)) {
        return false;
    }
    if (HSR_CP_READ(hsr)) {
        vcpu_set_register(vcpu, HSR_CP_RT(hsr), value);
    }
    return true;
}
