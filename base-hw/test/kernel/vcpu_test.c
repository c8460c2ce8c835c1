/* SPDX-License-Identifier: MIT */
/* vCPUs: exits, resumption, events, what is refused, and what is switched between the two worlds.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <arm/cp15.h>
#include <arm/gich.h>
#include <hw/call_numbers.h>
#include <hw/core_values.h>
#include "model.h"

enum {
    VMM = 0,
    GUEST = 8,
    GUEST2 = 9,
    PRIORITY = 5,
    WFI = HSR_EC_WFI,
    HVC = HSR_EC_HVC,
    GUEST_SCTLR = 0x1234,
    GUEST_POINTER = 0x5678,
};

static struct vcpu *vcpu_of(uint32_t number)
{
    return model[number].thread->vcpu;
}

static uint32_t *vmm_r(void)
{
    return model[VMM].thread->registers->r;
}

static uint32_t vmm_call(uint32_t call, uint32_t number, uint32_t argument)
{
    return model_call(VMM, call, MODEL_CAP_VCPU + number, argument, 0);
}

static void vmm_waits(void)
{
    model_call(VMM, CALL_WAIT, 0, 0, 0);
    machine_settle();
    model_check();
}

static void vmm_replies(uint32_t label)
{
    model_call(VMM, CALL_REPLY_WAIT, 0, tag_make(label, MESSAGE_CALL, 0, 0), 0);
    machine_settle();
    model_check();
}

static void guest_traps(uint32_t number, uint32_t class)
{
    machine_trap(model[number].thread->cpu, class << HSR_EC_SHIFT);
    machine_settle();
    model_check();
}

/* The VMM runs on CPU 0; its vCPU, on `cpu`, is stopped. */
static void begin(uint32_t cpu)
{
    model_start();
    model_create(VMM, 0, PRIORITY, VMM);
    model_run(VMM);
    model_create_vcpu(GUEST, cpu, PRIORITY, VMM);
    model_create_vcpu(GUEST2, cpu, PRIORITY - 1, VMM);
    model_go();
    assert_true(model_is_current(VMM));
}

static void start_guest(uint32_t number)
{
    assert_int_equal(vmm_call(CALL_VCPU_RESUME, number, 0), OK);
    vmm_waits();
    assert_true(model_is_current(number));
}

static void assert_exit(uint32_t number, enum vm_exit kind)
{
    assert_true(model_is_current(VMM));
    assert_int_equal(tag_kind(vmm_r()[1]), MESSAGE_VM_EXIT);
    assert_int_equal(tag_label(vmm_r()[1]), kind);
    assert_ptr_equal(model[VMM].thread->caller, model[number].thread);
}

static void test_exit_and_resume(void **state)
{
    (void)state;
    for (uint32_t cpu = 0; cpu < MACHINE_CPUS; cpu++) {
        begin(cpu);
        start_guest(GUEST);
        assert_int_equal(vcpu_of(GUEST)->thread.psr, PSR_MODE_SVC);
        guest_traps(GUEST, HVC);
        assert_exit(GUEST, VM_EXIT_TRAP);
        assert_int_equal(vmm_r()[2], (uint32_t)HVC << HSR_EC_SHIFT);
        assert_int_equal(vmm_call(CALL_VCPU_RESUME, GUEST, 0), ERROR_BUSY); /* the reply does it */
        vmm_replies(OK);
        assert_true(model_is_current(GUEST));
    }
}

/* An asynchronous abort that is taken while a guest runs is not the guest's. */
static void test_late_abort_is_dropped(void **state)
{
    (void)state;
    for (uint32_t cpu = 0; cpu < MACHINE_CPUS; cpu++) {
        begin(cpu);
        start_guest(GUEST);
        machine_trap(cpu, (uint32_t)HSR_EC_DATA << HSR_EC_SHIFT | 0x11);
        machine_trap(cpu, (uint32_t)HSR_EC_DATA << HSR_EC_SHIFT | 0x19);
        model_check();
        assert_true(model_is_current(GUEST));
        assert_int_equal(model[VMM].thread->state, THREAD_WAITING);
        machine_trap(cpu, (uint32_t)HSR_EC_DATA << HSR_EC_SHIFT | 0x10); /* synchronous */
        machine_settle();
        assert_exit(GUEST, VM_EXIT_TRAP);
    }
}

static void test_psr_is_checked(void **state)
{
    static const uint32_t allowed = 1u << PSR_MODE_USR | 1u << PSR_MODE_FIQ | 1u << PSR_MODE_IRQ |
                                    1u << PSR_MODE_SVC | 1u << PSR_MODE_ABT | 1u << PSR_MODE_UND |
                                    1u << PSR_MODE_SYS;

    (void)state;
    for (uint32_t mode = 0; mode < 32; mode++) {
        begin(0);
        model[GUEST].state->general.psr = mode;
        assert_int_equal(vmm_call(CALL_VCPU_RESUME, GUEST, 0),
                         (allowed >> mode & 1) != 0 ? OK : ERROR_INVALID);
        model_check();
    }
    begin(0);
    model[GUEST].state->general.psr = PSR_MODE_SVC | PSR_J;
    assert_int_equal(vmm_call(CALL_VCPU_RESUME, GUEST, 0), ERROR_INVALID);
}

static void test_refused_reply(void **state)
{
    (void)state;
    for (uint32_t cpu = 0; cpu < MACHINE_CPUS; cpu++) {
        begin(cpu);
        start_guest(GUEST);
        guest_traps(GUEST, HVC);
        model[GUEST].state->general.psr = PSR_MODE_HYP;
        vmm_replies(OK);
        assert_exit(GUEST, VM_EXIT_REFUSED);
        assert_int_equal(vmm_r()[2], ERROR_INVALID);
        model[GUEST].state->general.psr = PSR_MODE_SVC;
        vmm_replies(OK);
        assert_true(model_is_current(GUEST));
        /* What the VMM writes while the guest runs has no effect. */
        model[GUEST].state->general.psr = PSR_MODE_HYP;
        assert_int_equal(vcpu_of(GUEST)->thread.psr, PSR_MODE_SVC);
    }
}

static void test_list_registers(void **state)
{
    const uint32_t timer = GICH_LR_HW | GICH_LR_PENDING |
                           BOARD_INTID_VIRTUAL_TIMER << GICH_LR_PHYSICAL_SHIFT |
                           BOARD_INTID_VIRTUAL_TIMER;

    (void)state;
    begin(0);
    model[GUEST].state->list_register[1] = timer;
    model[GUEST].state->list_register[2] =
        GICH_LR_HW | GICH_LR_PENDING | BOARD_INTID_HYP_TIMER << GICH_LR_PHYSICAL_SHIFT;
    model[GUEST].state->list_register_dirty = 1u << 1 | 1u << 2;
    assert_int_equal(vmm_call(CALL_VCPU_RESUME, GUEST, 0), ERROR_INVALID);
    model[GUEST].state->list_register[2] = GICH_LR_PENDING | 33;
    start_guest(GUEST);
    assert_int_equal(read_GICH_LR(1), timer);
    assert_int_equal(read_GICH_LR(2), GICH_LR_PENDING | 33);
    assert_int_equal(model[GUEST].state->list_register_dirty, 0);
    write_GICH_LR(1, timer & ~GICH_LR_STATE_MASK); /* the guest handled it */
    guest_traps(GUEST, HVC);
    assert_int_equal(model[GUEST].state->list_register_empty, 0xfu & ~(1u << 2));
    assert_int_equal(read_GICH_HCR(), 0); /* no virtual interrupt while a component runs */
}

/* Of a state page that is refused nothing is taken over. */
static void test_refused_lists(void **state)
{
    const uint32_t good = GICH_LR_PENDING | 40;

    (void)state;
    for (uint32_t evicted = 0; evicted <= 1; evicted++) {
        struct vcpu_state *page;

        begin(0);
        page = model[GUEST].state;
        page->list_register[0] = good;
        page->list_register_dirty = 1u << 0;
        start_guest(GUEST);
        guest_traps(GUEST, HVC);
        if (evicted == 1) {
            assert_int_equal(vmm_call(CALL_VCPU_STATE, GUEST, VCPU_STATE_READ), OK);
        }
        page->list_register[0] = GICH_LR_PENDING | 41;
        page->list_register[1] = GICH_LR_HW | 30u << GICH_LR_PHYSICAL_SHIFT | 42;
        page->list_register_dirty = 1u << 0 | 1u << 1;
        page->underflow = 1;
        vmm_replies(OK);
        assert_exit(GUEST, VM_EXIT_REFUSED);
        assert_int_equal(page->list_register_dirty, 1u << 0 | 1u << 1);
        page->list_register_dirty = 0;
        page->underflow = 0;
        vmm_replies(OK);
        assert_true(model_is_current(GUEST));
        assert_int_equal(read_GICH_LR(0), good);
        assert_int_equal(read_GICH_LR(1), 0);
        assert_int_equal(read_GICH_HCR(), GICH_HCR_EN);
    }
}

static void test_worlds(void **state)
{
    uint32_t component_sctlr;

    (void)state;
    begin(0);
    component_sctlr = read_SCTLR();
    assert_true((read_HCR() & HCR_TGE) != 0 && (read_HDCR() & HDCR_TDE) != 0);
    start_guest(GUEST);
    assert_true((read_HCR() & HCR_TGE) == 0);
    assert_int_equal(read_CNTHCTL() & CNTHCTL_PL1PCEN, 0);
    write_SCTLR(GUEST_SCTLR);
    write_CPACR(0);
    write_CNTKCTL(CNTKCTL_PL0PTEN | CNTKCTL_EVNTEN);
    write_TPIDRURO(GUEST_POINTER);
    write_TPIDRURW(GUEST_POINTER);
    guest_traps(GUEST, HVC);
    assert_int_equal(read_SCTLR(), component_sctlr);
    assert_int_equal(read_CPACR(), CPACR_CP10_FULL | CPACR_CP11_FULL);
    assert_int_equal(read_CNTKCTL(), CNTKCTL_PL0PCTEN);
    assert_int_equal(read_TPIDRURO(), 0);
    assert_int_equal(read_TPIDRURW(), 0);
    vmm_replies(OK);
    assert_int_equal(read_SCTLR(), GUEST_SCTLR);
    assert_int_equal(read_CPACR(), 0);
    assert_int_equal(read_TPIDRURO(), GUEST_POINTER);
    assert_int_equal(read_TPIDRURW(), GUEST_POINTER);
}

static void use_vfp(uint32_t cpu)
{
    machine_trap(cpu, (uint32_t)HSR_EC_HCPTR << HSR_EC_SHIFT | 10);
}

/* A guest that switched VFP off leaves it so for itself alone. */
static void test_vfp_enable(void **state)
{
    (void)state;
    begin(0);
    start_guest(GUEST);
    use_vfp(0);
    assert_true(model_is_current(GUEST));
    assert_ptr_equal(cpu_of(0)->vfp_owner, model[GUEST].thread);
    write_FPEXC(0);
    guest_traps(GUEST, HVC);
    machine_trap(0, (uint32_t)HSR_EC_UNKNOWN << HSR_EC_SHIFT); /* the VMM's use is undefined */
    assert_true(model_is_current(VMM));                        /* and tried again */
    assert_ptr_equal(cpu_of(0)->vfp_owner, model[VMM].thread);
    assert_int_equal(read_FPEXC(), FPEXC_EN);
    vmm_replies(OK);
    use_vfp(0);
    assert_int_equal(read_FPEXC(), 0); /* as the guest left it */
    guest_traps(GUEST, HVC);
    assert_int_equal(vmm_call(CALL_VCPU_RESUME, GUEST2, 0), OK);
    vmm_waits();
    assert_true(model_is_current(GUEST2));
    assert_null(cpu_of(0)->vfp_owner);
    assert_int_equal(read_FPEXC(), FPEXC_EN); /* its first use traps */
    assert_int_equal(model[GUEST].thread->vfp.fpexc, 0);
}

/* What is undefined though the thread owns VFP is a fault. */
static void test_undefined_instruction(void **state)
{
    (void)state;
    begin(0);
    use_vfp(0);
    machine_trap(0, (uint32_t)HSR_EC_UNKNOWN << HSR_EC_SHIFT);
    assert_int_equal(model[VMM].thread->state, THREAD_STOPPED);
    model_check();
}

static void test_recall(void **state)
{
    (void)state;
    begin(1);
    assert_int_equal(vmm_call(CALL_VCPU_RECALL, GUEST, 0), ERROR_BUSY);
    assert_int_equal(vmm_call(CALL_VCPU_RESUME, GUEST, 0), OK);
    machine_settle();
    assert_true(model_is_current(GUEST));
    assert_int_equal(vmm_call(CALL_VCPU_RECALL, GUEST, 0), OK);
    vmm_waits();
    assert_exit(GUEST, VM_EXIT_RECALL);
}

static void set_timer(uint32_t cpu, uint32_t control)
{
    machine_cpu = cpu;
    write_CNTV_CTL(control);
    machine_cpu = 0;
}

/* A vCPU that waits for an interrupt is woken by its timer, whatever runs there meanwhile. */
static void test_timer_of_idle(void **state)
{
    (void)state;
    for (uint32_t cpu = 0; cpu < MACHINE_CPUS; cpu++) {
        begin(cpu);
        start_guest(GUEST);
        set_timer(cpu, CNT_CTL_ENABLE);
        guest_traps(GUEST, WFI);
        assert_exit(GUEST, VM_EXIT_TRAP);
        vmm_waits();
        assert_true(vcpu_of(GUEST)->idle);
        gic_model_raise(cpu, BOARD_INTID_VIRTUAL_TIMER);
        machine_settle();
        assert_exit(GUEST, VM_EXIT_VTIMER);
        assert_true(gic_model_active(cpu, BOARD_INTID_VIRTUAL_TIMER));
        assert_false(vcpu_of(GUEST)->idle);
    }
}

/* When it gives way to another vCPU its VMM is told, for its timer cannot wake it any more. */
static void test_parked(void **state)
{
    (void)state;
    for (uint32_t cpu = 0; cpu < MACHINE_CPUS; cpu++) {
        begin(cpu);
        start_guest(GUEST);
        set_timer(cpu, CNT_CTL_ENABLE);
        guest_traps(GUEST, WFI);
        vmm_waits();
        gic_model_raise(cpu, BOARD_INTID_MAINTENANCE); /* none is due: no event */
        machine_settle();
        model_check();
        assert_ptr_equal(cpu_of(cpu)->resident, model[GUEST].thread);
        gic_model_raise(cpu, BOARD_INTID_VIRTUAL_TIMER);
        machine_settle();
        assert_exit(GUEST, VM_EXIT_VTIMER);
        assert_int_equal(vmm_call(CALL_VCPU_RESUME, GUEST2, 0), OK);
        vmm_waits(); /* the guest is idle again, and GUEST2 comes in */
        assert_exit(GUEST, VM_EXIT_PARKED);
        assert_ptr_not_equal(cpu_of(cpu)->resident, model[GUEST].thread);
    }
}

static void test_extended_state(void **state)
{
    (void)state;
    for (uint32_t cpu = 0; cpu < MACHINE_CPUS; cpu++) {
        begin(cpu);
        start_guest(GUEST);
        machine_cpu = cpu;
        write_SP_svc(GUEST_POINTER);
        write_SCTLR(GUEST_SCTLR);
        machine_cpu = 0;
        guest_traps(GUEST, HVC);
        /* No such operation: nothing happens, the state stays where it is. */
        assert_int_equal(vmm_call(CALL_VCPU_STATE, GUEST, VCPU_STATE_WRITE + 1), ERROR_INVALID);
        assert_ptr_equal(cpu_of(cpu)->resident, model[GUEST].thread);
        assert_false(cpu_of(cpu)->evict_wanted || gic_model_sgi_pending(cpu));
        while (vmm_call(CALL_VCPU_STATE, GUEST, VCPU_STATE_READ) == ERROR_AGAIN) {
            assert_int_equal(cpu, 1); /* it is asked for the state */
            machine_settle();
        }
        assert_int_equal(vmm_r()[0], OK);
        assert_int_equal(model[GUEST].state->extended.sp_svc, GUEST_POINTER);
        assert_int_equal(model[GUEST].state->extended.sctlr, GUEST_SCTLR);
        model[GUEST].state->extended.sp_svc = GUEST_POINTER + 1;
        assert_int_equal(vmm_call(CALL_VCPU_STATE, GUEST, VCPU_STATE_WRITE), OK);
        assert_int_equal(vmm_call(CALL_VCPU_STATE, GUEST, UINT32_MAX), ERROR_INVALID);
        vmm_replies(OK);
        assert_true(model_is_current(GUEST));
        machine_cpu = cpu;
        assert_int_equal(read_SP_svc(), GUEST_POINTER + 1);
        machine_cpu = 0;
    }
}

/* The VMM dies in the middle of an exit; the vCPU while it runs on another CPU. */
static void test_destroy(void **state)
{
    (void)state;
    for (uint32_t cpu = 0; cpu < MACHINE_CPUS; cpu++) {
        begin(cpu);
        start_guest(GUEST);
        guest_traps(GUEST, HVC);
        model_wake_core();
        model_destroy(VMM);
        model_check();
        assert_int_equal(model[GUEST].thread->state, THREAD_STOPPED);
        model_destroy(GUEST);
        model_destroy(GUEST2);
        model_check();
        begin(cpu);
        start_guest(GUEST);
        model_wake_core();
        model_destroy(GUEST);
        model_check();
        assert_null(cpu_of(cpu)->resident);
        model_go();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exit_and_resume),
        cmocka_unit_test(test_late_abort_is_dropped),
        cmocka_unit_test(test_psr_is_checked),
        cmocka_unit_test(test_refused_reply),
        cmocka_unit_test(test_list_registers),
        cmocka_unit_test(test_refused_lists),
        cmocka_unit_test(test_worlds),
        cmocka_unit_test(test_vfp_enable),
        cmocka_unit_test(test_undefined_instruction),
        cmocka_unit_test(test_recall),
        cmocka_unit_test(test_timer_of_idle),
        cmocka_unit_test(test_parked),
        cmocka_unit_test(test_extended_state),
        cmocka_unit_test(test_destroy),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
