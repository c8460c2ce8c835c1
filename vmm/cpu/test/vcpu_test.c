/* SPDX-License-Identifier: MIT */
/* Host test of a stopped vCPU's registers, injected exceptions and coprocessor accesses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>
#include "cpu/coprocessor.h"
#include "cpu/inject.h"
#include "cpu/vcpu.h"

static struct vcpu_state state;
static struct vcpu_extended hardware; /* what the CPU holds */
static struct vcpu vcpu;
static uint32_t transfers;

static enum error transfer(struct vcpu *self, enum vcpu_state_operation operation)
{
    transfers++;
    if (operation == VCPU_STATE_READ) {
        self->state->extended = hardware;
    } else {
        hardware = self->state->extended;
    }
    return OK;
}

static int setup(void **context)
{
    (void)context;
    memset(&state, 0, sizeof(state));
    memset(&hardware, 0, sizeof(hardware));
    transfers = 0;
    vcpu = (struct vcpu){.state = &state, .transfer = transfer};
    for (uint32_t i = 0; i < 13; i++) {
        state.general.r[i] = 100 + i;
    }
    state.general.sp_usr = 113;
    state.general.lr_usr = 114;
    state.general.pc = 0x80001000;
    return 0;
}

static void registers_of_each_mode(void **context)
{
    (void)context;
    hardware = (struct vcpu_extended){.sp_svc = 1,
                                      .lr_svc = 2,
                                      .sp_irq = 3,
                                      .lr_irq = 4,
                                      .sp_abt = 5,
                                      .lr_abt = 6,
                                      .sp_und = 7,
                                      .lr_und = 8,
                                      .r8_fiq = 9,
                                      .r12_fiq = 10,
                                      .sp_fiq = 11,
                                      .lr_fiq = 12};
    static const struct {
        uint32_t mode, r8, r12, sp, lr;
    } expected[] = {
        {MODE_USR, 108, 112, 113, 114}, {MODE_SYS, 108, 112, 113, 114}, {MODE_SVC, 108, 112, 1, 2},
        {MODE_IRQ, 108, 112, 3, 4},     {MODE_ABT, 108, 112, 5, 6},     {MODE_UND, 108, 112, 7, 8},
        {MODE_FIQ, 9, 10, 11, 12},
    };
    for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
        state.general.psr = expected[i].mode;
        assert_int_equal(vcpu_register(&vcpu, 0), 100);
        assert_int_equal(vcpu_register(&vcpu, 7), 107);
        assert_int_equal(vcpu_register(&vcpu, 8), expected[i].r8);
        assert_int_equal(vcpu_register(&vcpu, 12), expected[i].r12);
        assert_int_equal(vcpu_register(&vcpu, 13), expected[i].sp);
        assert_int_equal(vcpu_register(&vcpu, 14), expected[i].lr);
        assert_int_equal(vcpu_register(&vcpu, 15), 0x80001008);
    }
    assert_int_equal(transfers, 1); /* read once */
    state.general.psr = MODE_SVC;
    vcpu_set_register(&vcpu, 14, 77);
    vcpu_set_register(&vcpu, 3, 78);
    vcpu_set_register(&vcpu, 15, 79);
    assert_int_equal(vcpu_extended_commit(&vcpu), OK);
    assert_int_equal(hardware.lr_svc, 77);
    assert_int_equal(state.general.r[3], 78);
    assert_int_equal(state.general.pc, 0x80001000);
    transfers = 0;
    assert_int_equal(vcpu_extended_commit(&vcpu), OK);
    assert_int_equal(transfers, 0);
}

static void skipping_ends_an_it_block(void **context)
{
    (void)context;
    vcpu_skip(&vcpu, HSR_LONG);
    assert_int_equal(state.general.pc, 0x80001004);
    /* IT[7:0] = 0b00000100: this instruction and one more, both for EQ */
    state.general.psr = MODE_SVC | PSR_T | 1 << 10;
    vcpu_skip(&vcpu, 0);
    assert_int_equal(state.general.pc, 0x80001006);
    assert_int_equal(state.general.psr, MODE_SVC | PSR_T | 2 << 10);
    vcpu_skip(&vcpu, 0);
    assert_int_equal(state.general.psr, MODE_SVC | PSR_T);
}

static void conditions(void **context)
{
    (void)context;
    for (uint32_t flags = 0; flags < 16; flags++) {
        state.general.psr = flags << 28 | MODE_SVC;
        bool n = flags & 8;
        bool z = flags & 4;
        bool c = flags & 2;
        bool v = flags & 1;
        const bool expected[16] = {
            z,       !z,     c,      !c,           n,           !n,   v,   !v, c && !z,
            !c || z, n == v, n != v, n == v && !z, n != v || z, true, true};
        for (uint32_t condition = 0; condition < 16; condition++) {
            uint32_t hsr = HSR_COND_VALID | condition << 20;
            assert_int_equal(vcpu_condition(&vcpu, hsr), expected[condition]);
        }
        assert_true(vcpu_condition(&vcpu, 0));
    }
    state.general.psr = MODE_SVC | PSR_T | 2 << 10; /* in an IT block for EQ, Z clear */
    assert_false(vcpu_condition(&vcpu, 0));
}

static void data_abort(void **context)
{
    (void)context;
    hardware.vbar = 0xc0008000;
    state.general.psr = PSR_FLAGS | PSR_T | PSR_F | MODE_SVC | 1 << 10;
    uint32_t before = state.general.psr;
    inject_data_abort(&vcpu, 0xf0001234, true);
    (void)vcpu_extended_commit(&vcpu);
    assert_int_equal(hardware.dfsr, 0x808);
    assert_int_equal(hardware.dfar, 0xf0001234);
    assert_int_equal(hardware.lr_abt, 0x80001008);
    assert_int_equal(hardware.spsr_abt, before);
    assert_int_equal(state.general.pc, 0xc0008010);
    assert_int_equal(state.general.psr, PSR_FLAGS | PSR_A | PSR_I | PSR_F | MODE_ABT);
}

static void data_abort_long_descriptors_thumb_high_vectors(void **context)
{
    (void)context;
    hardware.ttbcr = 1u << 31;
    hardware.sctlr = 1u << 30 | 1u << 25 | 1u << 13;
    state.general.psr = MODE_USR;
    inject_data_abort(&vcpu, 0x10, false);
    (void)vcpu_extended_commit(&vcpu);
    assert_int_equal(hardware.dfsr, 0x210);
    assert_int_equal(state.general.pc, 0xffff0010);
    assert_int_equal(state.general.psr, PSR_A | PSR_I | PSR_E | PSR_T | MODE_ABT);
}

static void prefetch_abort_and_undefined(void **context)
{
    (void)context;
    hardware.vbar = 0x80000000;
    state.general.psr = MODE_USR;
    inject_prefetch_abort(&vcpu, 0x80001000);
    (void)vcpu_extended_commit(&vcpu);
    assert_int_equal(hardware.ifsr, 0x008);
    assert_int_equal(hardware.ifar, 0x80001000);
    assert_int_equal(hardware.lr_abt, 0x80001004);
    assert_int_equal(state.general.pc, 0x8000000c);
    state.general.psr = PSR_T | MODE_SVC;
    state.general.pc = 0x80002000;
    inject_undefined(&vcpu);
    (void)vcpu_extended_commit(&vcpu);
    assert_int_equal(hardware.lr_und, 0x80002002);
    assert_int_equal(hardware.spsr_und, PSR_T | MODE_SVC);
    assert_int_equal(state.general.pc, 0x80000004);
    assert_int_equal(state.general.psr, PSR_I | MODE_UND);
}

static uint32_t cp_hsr(enum hsr_class class, uint32_t crn, uint32_t opc1, uint32_t crm,
                       uint32_t opc2, bool read)
{
    enum { RT = 5 };
    return (uint32_t) class << 26 | HSR_LONG | HSR_COND_VALID | 14 << 20 | opc2 << 17 | opc1 << 14 |
           crn << 10 | RT << 5 | crm << 1 | read;
}

static void coprocessor_registers(void **context)
{
    (void)context;
    state.general.psr = MODE_SVC;
    assert_true(coprocessor_access(&vcpu, cp_hsr(HSR_CP15_MCR, 1, 0, 0, 1, true), 1)); /* ACTLR */
    assert_int_equal(state.general.r[5], 0x40);
    assert_true(coprocessor_access(&vcpu, cp_hsr(HSR_CP15_MCR, 1, 0, 0, 1, false), 1));
    assert_true(coprocessor_access(&vcpu, cp_hsr(HSR_CP15_MCR, 9, 1, 0, 2, true), 3)); /* L2CTLR */
    assert_int_equal(state.general.r[5], 2 << 24);
    assert_true(coprocessor_access(&vcpu, cp_hsr(HSR_CP15_MCR, 9, 0, 12, 0, true), 1)); /* PMCR */
    assert_int_equal(state.general.r[5], 0);
    assert_true(coprocessor_access(&vcpu, cp_hsr(HSR_CP14_MCR, 0, 0, 0, 0, true), 1));
    assert_false(coprocessor_access(&vcpu, cp_hsr(HSR_CP15_MCR, 14, 0, 2, 1, true), 1));
    assert_false(coprocessor_access(&vcpu, cp_hsr(HSR_CP14_MCR, 1, 0, 0, 1, true), 1));
    assert_false(coprocessor_access(&vcpu, cp_hsr(HSR_CP15_MCRR, 0, 0, 14, 0, true), 1));
}

static void reset_state(void **context)
{
    (void)context;
    hardware.ttbcr = 5;
    hardware.cntvoff = 0x1234;
    hardware.cntv_ctl = 1;
    vcpu_reset(&vcpu, 0x80208000, 0, 0xffffffff, 0x87000000);
    (void)vcpu_extended_commit(&vcpu);
    assert_int_equal(hardware.sctlr & 7, 0);
    assert_int_equal(hardware.ttbcr, 0);
    assert_int_equal(hardware.cntv_ctl, 0);
    assert_int_equal(hardware.cntvoff, 0x1234);
    assert_int_equal(state.general.pc, 0x80208000);
    assert_int_equal(state.general.r[1], 0xffffffff);
    assert_int_equal(state.general.r[2], 0x87000000);
    assert_int_equal(state.general.r[5], 0);
    assert_int_equal(state.general.psr, 0x1d3);
    assert_string_equal(vcpu_mode_name(state.general.psr), "svc");
    assert_string_equal(vcpu_mode_name(0), "invalid");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(registers_of_each_mode, setup),
        cmocka_unit_test_setup(skipping_ends_an_it_block, setup),
        cmocka_unit_test_setup(conditions, setup),
        cmocka_unit_test_setup(data_abort, setup),
        cmocka_unit_test_setup(data_abort_long_descriptors_thumb_high_vectors, setup),
        cmocka_unit_test_setup(prefetch_abort_and_undefined, setup),
        cmocka_unit_test_setup(coprocessor_registers, setup),
        cmocka_unit_test_setup(reset_state, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
