/* SPDX-License-Identifier: MIT */
/*
 * Host test of a machine with several vCPUs: starting and stopping them, resets, and exits that
 * are under way meanwhile.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include "cpu/syndrome.h"
#include "fake_machine.h"

#define HSR_OF(class) ((uint32_t)(class) << 26 | HSR_LONG)

enum {
    CPU_OFF = (int)0x84000002,
    CPU_ON = (int)0x84000003,
    SYSTEM_OFF = (int)0x84000008,
    SYSTEM_RESET = (int)0x84000009,
    SECOND_ENTRY = 0x80300000,
    NOWHERE = 0x10000000,
};

static int setup(void **context)
{
    (void)context;
    fake_machine_start();
    fake_check();
    return 0;
}

/* `cpu` calls PSCI. */
static void psci(uint32_t cpu, int32_t function, uint32_t a, uint32_t b, uint32_t c)
{
    struct general_registers *registers = &fake_states[cpu].general;
    registers->r[0] = (uint32_t)function;
    registers->r[1] = a;
    registers->r[2] = b;
    registers->r[3] = c;
    fake_exit_of(cpu, VM_EXIT_TRAP, HSR_OF(HSR_HVC), 0, 0);
}

static void wait_for_interrupt(uint32_t cpu)
{
    fake_exit_of(cpu, VM_EXIT_TRAP, HSR_OF(HSR_WFI_WFE), 0, 0);
    assert_int_equal(vm.cpus[cpu].run, VM_CPU_WAITING);
}

static void runs_at(uint32_t cpu, uint32_t pc, uint32_t r0)
{
    assert_int_equal(fake_vcpus[cpu].state, FAKE_RUNNABLE);
    assert_int_equal(fake_states[cpu].general.pc, pc);
    assert_int_equal(fake_states[cpu].general.r[0], r0);
}

/* The guest lets all interrupts of `cpu` pass: distributor on, the timer's enabled. */
static void enable_timer_interrupt(uint32_t cpu)
{
    struct device *device = &vm.board.gic.device;
    struct device_access control = {0, 4, 1, cpu};
    struct device_access enable = {0x100, 4, 1u << GIC_VIRTUAL_TIMER, cpu};
    assert_true(device->ops->write(device, &control));
    assert_true(device->ops->write(device, &enable));
    vm_settle(&vm);
    for (uint32_t i = 0; i < CPUS; i++) {
        if (fake_vcpus[i].recall) {
            fake_exit_of(i, VM_EXIT_RECALL, 0, 0, 0);
        }
    }
}

static void cpus_on_and_off(void **context)
{
    (void)context;
    runs_at(0, ENTRY, 0);
    assert_int_equal(fake_states[0].general.r[2], TREE);
    psci(0, CPU_ON, 1, SECOND_ENTRY, 7);
    runs_at(1, SECOND_ENTRY, 7);
    assert_int_equal(fake_states[0].general.r[0], 0);
    psci(1, CPU_OFF, 0, 0, 0);
    assert_int_equal(fake_vcpus[1].state, FAKE_STOPPED);
    psci(0, CPU_ON, 1, SECOND_ENTRY | 1, 8);
    runs_at(1, SECOND_ENTRY, 8);
    assert_true(fake_states[1].general.psr & PSR_T);
}

/* Of a CPU that is off, nothing is left to be done that would slow down the others. */
static void interrupts_of_a_cpu_that_is_off(void **context)
{
    (void)context;
    enable_timer_interrupt(0);
    assert_int_equal(vm.board.gic.dirty, 0);
}

static void first_cpu_resets(void **context)
{
    (void)context;
    psci(0, CPU_ON, 1, SECOND_ENTRY, 7);
    fake_cleaned = 0;
    psci(0, SYSTEM_RESET, 0, 0, 0);
    assert_int_equal(fake_vcpus[0].state, FAKE_STOPPED);
    assert_true(fake_vcpus[1].recall); /* all must have stopped */
    fake_exit_of(1, VM_EXIT_RECALL, 0, 0, 0);
    runs_at(0, ENTRY, 0);
    assert_int_equal(fake_vcpus[1].state, FAKE_STOPPED);
    assert_int_equal(fake_cleaned, RAM_SIZE); /* of what the guest has written */
    psci(0, CPU_ON, 1, SECOND_ENTRY, 9);
    runs_at(1, SECOND_ENTRY, 9);
}

static void both_reset(void **context)
{
    (void)context;
    psci(0, CPU_ON, 1, SECOND_ENTRY, 7);
    fake_queue(1); /* its own request is on the way */
    psci(0, SYSTEM_RESET, 0, 0, 0);
    fake_states[1].general.r[0] = (uint32_t)SYSTEM_RESET;
    fake_receive(1, VM_EXIT_TRAP, HSR_OF(HSR_HVC), 0, 0);
    runs_at(0, ENTRY, 0);
    assert_int_equal(vm.resets, 1);
}

/* CPU 0 waits, and its timer's interrupt is under way when CPU 1 resets the machine. */
static void reset_while_an_exit_is_under_way(void **context)
{
    (void)context;
    enable_timer_interrupt(0);
    psci(0, CPU_ON, 1, SECOND_ENTRY, 7);
    wait_for_interrupt(0);
    fake_queue(0);
    psci(1, SYSTEM_RESET, 0, 0, 0);
    assert_int_equal(fake_vcpus[1].state, FAKE_STOPPED);
    assert_int_equal(vm.cpus[0].run, VM_CPU_STARTING);
    fake_receive(0, VM_EXIT_VTIMER, 0, 0, 0);
    runs_at(0, ENTRY, 0);
    /* The physical interrupt is active until the guest ends it. */
    assert_true(vm.board.gic.cpu[0].bank.latched >> GIC_VIRTUAL_TIMER & 1);
    enable_timer_interrupt(0);
    assert_int_equal(vm.board.gic.cpu[0].list[0], GIC_VIRTUAL_TIMER);
}

/* As before, but CPU 1 waits, and is started again before its exit has come. */
static void start_while_an_exit_is_under_way(void **context)
{
    (void)context;
    psci(0, CPU_ON, 1, SECOND_ENTRY, 7);
    wait_for_interrupt(1);
    fake_queue(1);
    psci(0, SYSTEM_RESET, 0, 0, 0);
    runs_at(0, ENTRY, 0);
    psci(0, CPU_ON, 1, SECOND_ENTRY, 9);
    assert_int_equal(fake_states[0].general.r[0], 0);
    assert_int_equal(vm.cpus[1].run, VM_CPU_STARTING);
    fake_receive(1, VM_EXIT_VTIMER, 0, 0, 0);
    runs_at(1, SECOND_ENTRY, 9);
}

/* It stays off if nobody starts it. */
static void late_exit_of_a_cpu_that_is_off(void **context)
{
    (void)context;
    psci(0, CPU_ON, 1, SECOND_ENTRY, 7);
    wait_for_interrupt(1);
    fake_queue(1);
    psci(0, SYSTEM_RESET, 0, 0, 0);
    fake_receive(1, VM_EXIT_VTIMER, 0, 0, 0);
    assert_int_equal(fake_vcpus[1].state, FAKE_STOPPED);
    psci(0, CPU_ON, 1, SECOND_ENTRY, 9);
    runs_at(1, SECOND_ENTRY, 9);
}

static void reset_with_a_parked_cpu(void **context)
{
    (void)context;
    enable_timer_interrupt(0);
    wait_for_interrupt(0);
    fake_exit_of(0, VM_EXIT_PARKED, 0, 0, 0);
    assert_int_equal(vm.cpus[0].run, VM_CPU_PARKED);
    assert_true(vm.cpus[0].wake.scheduled);
    vm.event = MACHINE_RESET;
    vm_machine_event(&vm, NULL);
    runs_at(0, ENTRY, 0);
    assert_false(vm.cpus[0].wake.scheduled);
}

static void power_off(void **context)
{
    (void)context;
    psci(0, CPU_ON, 2, SECOND_ENTRY, 7);
    if (setjmp(fake_exit) == 0) {
        psci(2, SYSTEM_OFF, 0, 0, 0);
        assert_true(fake_vcpus[0].recall);
        fake_exit_of(0, VM_EXIT_RECALL, 0, 0, 0);
        fail_msg("the machine is still on");
    }
    assert_int_equal(fake_exit_code, 0);
    if (setjmp(fake_exit) == 0) {
        fake_machine_start();
        fake_exit_of(0, VM_EXIT_REFUSED, 0, 0, 0);
        fail_msg("a refused vCPU goes on");
    }
    assert_int_equal(fake_exit_code, 1);
}

/* However often a guest resets, or touches what is not there, its log stays short. */
static void log_is_bounded(void **context)
{
    (void)context;
    enum { MANY = 10000, LINES = 64 + 1 + 2 * (8 + 14) };
    for (uint32_t i = 0; i < MANY; i++) {
        fake_exit_of(0, VM_EXIT_TRAP, HSR_OF(HSR_DATA_ABORT) | HSR_DA_VALID, NOWHERE + 4 * i, 0);
        fake_exit_of(0, VM_EXIT_TRAP, HSR_OF(HSR_PREFETCH_ABORT), NOWHERE + 4 * i, 0);
        psci(0, SYSTEM_RESET, 0, 0, 0);
    }
    assert_in_range(fake_log_lines, 1, LINES);
}

/* The instruction's condition failed: it has no effect, whatever it is. */
static void conditional_undefined(void **context)
{
    (void)context;
    const uint32_t equal = HSR_COND_VALID; /* condition 0 */
    fake_exit_of(0, VM_EXIT_TRAP, HSR_OF(HSR_SMC) | equal, 0, 0);
    runs_at(0, ENTRY + 4, 0);
    fake_states[0].general.psr |= 1u << 30;
    fake_exit_of(0, VM_EXIT_TRAP, HSR_OF(HSR_SMC) | equal, 0, 0);
    assert_int_equal(PSR_MODE(fake_states[0].general.psr), MODE_UND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(cpus_on_and_off, setup),
        cmocka_unit_test_setup(interrupts_of_a_cpu_that_is_off, setup),
        cmocka_unit_test_setup(first_cpu_resets, setup),
        cmocka_unit_test_setup(both_reset, setup),
        cmocka_unit_test_setup(reset_while_an_exit_is_under_way, setup),
        cmocka_unit_test_setup(start_while_an_exit_is_under_way, setup),
        cmocka_unit_test_setup(late_exit_of_a_cpu_that_is_off, setup),
        cmocka_unit_test_setup(reset_with_a_parked_cpu, setup),
        cmocka_unit_test_setup(power_off, setup),
        cmocka_unit_test_setup(log_is_bounded, setup),
        cmocka_unit_test_setup(conditional_undefined, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
