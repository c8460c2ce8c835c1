/* SPDX-License-Identifier: MIT */
/*
 * Throws pseudo-random accesses at every device of the board, with input, time and interrupts
 * between them: no index, shift or loop may go wrong, whatever a guest writes.
 *
 * fuzz_board() takes the bytes that steer a run, so that a fuzzer can be put in front of it
 * (LLVMFuzzerTestOneInput has the same form); here a generator with fixed seeds makes them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>
#include "board/vexpress_a15.h"
#include "device/test/fake_clock.h"

enum { CPUS = 3, RUNS = 200, RUN_BYTES = 8192, TIMEOUTS_A_STEP = 4 };

static struct board board;
static struct vcpu_state states[CPUS];
static struct fake_clock fake;
static uint32_t random_state;

static uint32_t random_next(void)
{
    random_state = random_state * 1664525 + 1013904223;
    return random_state >> 8;
}

static size_t take(void *context, const uint8_t *bytes, size_t size)
{
    (void)context;
    (void)bytes;
    return random_next() % (size + 1);
}

static size_t give(void *context, uint8_t *bytes, size_t size)
{
    (void)context;
    memset(bytes, 'x', size);
    return random_next() % (size + 1);
}

static void later(void *context)
{
    (void)context;
}

static void request(void *context, enum machine_event event)
{
    (void)context;
    assert_true(event == MACHINE_OFF || event == MACHINE_RESET);
}

/* What the guest may leave in the list registers that hold something: any state for each. */
static void scramble_list_registers(uint32_t cpu, uint8_t choice)
{
    struct vcpu_state *state = &states[cpu];
    for (uint32_t n = 0; n < VCPU_LIST_REGISTERS; n++) {
        bool used = board.gic.cpu[cpu].list[n] != GIC_NONE;
        uint32_t kind = used ? choice >> (2 * n) & 3 : 0;
        state->list_register[n] = (state->list_register[n] & ~(3u << 28)) | kind << 28;
        state->list_register_empty &= ~(1u << n);
        state->list_register_empty |= (uint32_t)(kind == 0) << n;
    }
}

/* What must hold of the list registers before a vCPU runs. */
static void check_list_registers(uint32_t cpu)
{
    for (uint32_t n = 0; n < VCPU_LIST_REGISTERS; n++) {
        uint32_t value = states[cpu].list_register[n];
        uint32_t id = board.gic.cpu[cpu].list[n];
        if (id == GIC_NONE) {
            assert_int_equal(value & 3u << 28, 0);
            continue;
        }
        assert_true(id < board.gic.lines);
        assert_int_equal(value & 0x3ff, id);
        if (value >> 31) {
            assert_int_equal(id, GIC_VIRTUAL_TIMER);
        }
        for (uint32_t m = 0; m < n; m++) {
            assert_int_not_equal(board.gic.cpu[cpu].list[m], id);
        }
    }
}

static int fuzz_board(const uint8_t *data, size_t size)
{
    const struct board_services services = {
        .uart0 = {take, give, later, NULL},
        .clock = &fake.clock,
        .machine = {request, NULL},
    };
    fake_clock_initialize(&fake);
    memset(states, 0, sizeof(states));
    assert_int_equal(board_initialize(&board, CPUS, &services), OK);
    for (uint32_t i = 0; i < CPUS; i++) {
        gic_connect(&board.gic, i, &states[i]);
    }
    for (; size >= 8; data += 8, size -= 8) {
        uint32_t value;
        memcpy(&value, data + 4, sizeof(value));
        struct device *device = board.bus.devices[data[0] % board.bus.count];
        uint32_t cpu = data[1] % CPUS;
        uint32_t width = 1u << data[1] / CPUS % 3;
        /* Mostly where registers are; sometimes anywhere. */
        uint32_t offset = data[3] & 0x80 ? (uint32_t)data[2] * 4 : value >> 7;
        offset = offset % (device->size - width + 1);
        struct device_access access = {offset, width, value, cpu};
        assert_ptr_equal(bus_find(&board.bus, device->base + offset), device);
        if (data[3] & 1) {
            (void)device->ops->write(device, &access);
        } else {
            (void)device->ops->read(device, &access);
            assert_int_equal(access.value & ~device_width_mask(width), 0);
        }
        if ((data[3] & 0x0e) == 0) {
            gic_timer_fired(&board.gic, cpu);
        }
        if ((data[3] & 0x0e) == 2) {
            pl011_receive(&board.uart0);
            pl011_flush(&board.uart0);
        }
        if ((data[3] & 0x0e) == 4) {
            fake_clock_run(&fake, value, TIMEOUTS_A_STEP);
        }
        if ((data[3] & 0x0e) == 6) {
            scramble_list_registers(cpu, data[2]);
        }
        if ((data[3] & 0x7e) == 0x08) {
            bus_reset(&board.bus);
        }
        gic_enter(&board.gic, cpu);
        check_list_registers(cpu);
    }
    return 0;
}

static void random_accesses(void **context)
{
    (void)context;
    static uint8_t data[RUN_BYTES];
    for (uint32_t run = 0; run < RUNS; run++) {
        random_state = run;
        for (size_t i = 0; i < sizeof(data); i++) {
            data[i] = (uint8_t)random_next();
        }
        assert_int_equal(fuzz_board(data, sizeof(data)), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(random_accesses)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
