/* SPDX-License-Identifier: MIT */
/*
 * Host test of the virtual GICv2. The guest's CPU interface is played by take() and end(), on the
 * list registers as the hardware handles them (ARM IHI 0048B 5.3.8).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>
#include "device/gicv2.h"

enum {
    CTLR = 0x000,
    TYPER = 0x004,
    ISENABLER = 0x100,
    ICENABLER = 0x180,
    ISPENDR = 0x200,
    ICPENDR = 0x280,
    ISACTIVER = 0x300,
    ICACTIVER = 0x380,
    IPRIORITYR = 0x400,
    ITARGETSR = 0x800,
    ICFGR = 0xc00,
    SGIR = 0xf00,
    CPENDSGIR = 0xf10,
    SPENDSGIR = 0xf20,
    LINES = 96,
};
#define PENDING    (1u << 28)
#define ACTIVE     (1u << 29)
#define HARDWARE   (1u << 31)
#define NOTIFY_END (1u << 19)
#define SPI(n)     (32u + (n))

static struct gic gic;
static struct vcpu_state state[2];

static void write_as(uint32_t cpu, uint32_t offset, uint32_t width, uint32_t value)
{
    struct device_access access = {offset, width, value, cpu};
    assert_true(gic_ops.write(&gic.device, &access));
}

static uint32_t read_as(uint32_t cpu, uint32_t offset, uint32_t width)
{
    struct device_access access = {offset, width, 0, cpu};
    assert_true(gic_ops.read(&gic.device, &access));
    return access.value;
}

static void write32(uint32_t offset, uint32_t value)
{
    write_as(0, offset, 4, value);
}

static uint32_t read32(uint32_t offset)
{
    return read_as(0, offset, 4);
}

static void setup(uint32_t cpus)
{
    memset(state, 0, sizeof(state));
    gic_initialize(&gic, 0x2c001000, cpus, LINES);
    for (uint32_t i = 0; i < cpus; i++) {
        gic_connect(&gic, i, &state[i]);
        write_as(i, ISENABLER, 4, 0xffffffff);
    }
    write32(CTLR, 1);
    for (uint32_t word = 0; word < LINES / 32; word++) {
        write32(ISENABLER + 4 * word, 0xffffffff);
    }
}

/* The kernel's part of an exit: which list registers are empty now. */
static void leave(uint32_t cpu)
{
    for (uint32_t n = 0; n < VCPU_LIST_REGISTERS; n++) {
        bool empty = !(state[cpu].list_register[n] & (PENDING | ACTIVE));
        state[cpu].list_register_empty &= ~(1u << n);
        state[cpu].list_register_empty |= (uint32_t)empty << n;
    }
}

/* The guest acknowledges its most urgent interrupt; returns its list register's index, or -1. */
static int take(uint32_t cpu)
{
    int best = -1;
    gic_enter(&gic, cpu);
    for (int n = 0; n < VCPU_LIST_REGISTERS; n++) {
        uint32_t value = state[cpu].list_register[n];
        if ((value & PENDING) &&
            (best < 0 || (value >> 23 & 31) < (state[cpu].list_register[best] >> 23 & 31))) {
            best = n;
        }
    }
    if (best >= 0) {
        uint32_t *value = &state[cpu].list_register[best];
        *value = (*value & ~PENDING) | ACTIVE;
        leave(cpu);
    }
    return best;
}

static uint32_t taken_id(uint32_t cpu, int n)
{
    return state[cpu].list_register[n] & 0x3ff;
}

/* The guest ends it. Returns whether that raises a maintenance interrupt. */
static bool end(uint32_t cpu, int n)
{
    uint32_t value = state[cpu].list_register[n];
    assert_true(value & ACTIVE);
    state[cpu].list_register[n] = value & ~ACTIVE;
    leave(cpu);
    bool notify = !(value & HARDWARE) && (value & NOTIFY_END) && !(value & PENDING);
    if (notify) {
        gic_update(&gic, cpu);
    }
    return notify;
}

/* The interrupt taken next on `cpu`, ended at once; GIC_NONE if none is pending. */
static uint32_t handle(uint32_t cpu)
{
    int n = take(cpu);
    if (n < 0) {
        return GIC_NONE;
    }
    uint32_t id = taken_id(cpu, n);
    end(cpu, n);
    return id;
}

static void identification(void **context)
{
    (void)context;
    setup(2);
    assert_int_equal(read32(TYPER), 1 << 5 | 2);
    assert_int_equal(read32(0xfe8), 0x20);
    assert_int_equal(read_as(0, ITARGETSR, 4), 0x01010101);
    assert_int_equal(read_as(1, ITARGETSR, 4), 0x02020202);
}

static void nothing_beyond_the_lines(void **context)
{
    (void)context;
    setup(1);
    for (uint32_t offset = 0; offset < GIC_DISTRIBUTOR_SIZE; offset++) {
        write_as(0, offset, 1, 0xff);
    }
    for (uint32_t offset = 0; offset + 4 <= GIC_DISTRIBUTOR_SIZE; offset += 4) {
        write32(offset, 0xffffffff);
        (void)read32(offset);
    }
    assert_int_equal(read32(ISENABLER + 4 * (LINES / 32)), 0);
    assert_int_equal(read32(IPRIORITYR + LINES), 0);
    assert_int_equal(read32(ITARGETSR + LINES), 0);
    assert_int_equal(read32(ICFGR + LINES / 4), 0);
    gic_set_line(&gic, LINES, true);
    gic_set_line(&gic, 0xffffffff, true);
    gic_set_line(&gic, 3, true);
}

static void level_interrupt_until_lowered(void **context)
{
    (void)context;
    setup(1);
    gic_set_line(&gic, SPI(5), true);
    int n = take(0);
    assert_int_equal(taken_id(0, n), SPI(5));
    assert_true(end(0, n)); /* still high: the VMM hears of the end, and it comes again */
    n = take(0);
    assert_int_equal(taken_id(0, n), SPI(5));
    gic_set_line(&gic, SPI(5), false);
    gic_enter(&gic, 0);
    assert_false(end(0, n)); /* low: no exit, and nothing more */
    assert_int_equal(handle(0), GIC_NONE);
}

static void level_lowered_before_taken(void **context)
{
    (void)context;
    setup(1);
    gic_set_line(&gic, SPI(5), true);
    gic_enter(&gic, 0);
    assert_true(gic_pending(&gic, 0));
    assert_int_equal(read32(ISPENDR + 4), 1 << 5);
    gic_set_line(&gic, SPI(5), false);
    gic_enter(&gic, 0);
    assert_false(gic_pending(&gic, 0));
    assert_int_equal(read32(ISPENDR + 4), 0);
}

static void edge_interrupt_once_for_each_edge(void **context)
{
    (void)context;
    setup(1);
    write32(ICFGR + 8, 2 << 10);
    assert_int_equal(read32(ICFGR + 8), 2 << 10);
    gic_set_line(&gic, SPI(5), true);
    int n = take(0);
    assert_int_equal(taken_id(0, n), SPI(5));
    gic_set_line(&gic, SPI(5), false);
    gic_set_line(&gic, SPI(5), true); /* while active: pending again */
    gic_enter(&gic, 0);
    assert_false(end(0, n));
    assert_int_equal(handle(0), SPI(5));
    assert_int_equal(handle(0), GIC_NONE);
}

static void disabled_waits(void **context)
{
    (void)context;
    setup(1);
    write32(ICENABLER + 4, 0xffffffff);
    assert_int_equal(read32(ISENABLER + 4), 0);
    gic_set_line(&gic, SPI(1), true);
    write32(ISPENDR + 4, 1 << 2);
    assert_int_equal(handle(0), GIC_NONE);
    write_as(0, ISENABLER + 4, 1, 1 << 2);
    assert_int_equal(handle(0), SPI(2));
    write32(ISENABLER + 4, 1 << 1);
    gic_enter(&gic, 0);
    assert_true(gic_pending(&gic, 0));
    write32(ICENABLER + 4, 1 << 1); /* taken out of its list register again */
    gic_enter(&gic, 0);
    assert_false(gic_pending(&gic, 0));
    write32(ISENABLER + 4, 1 << 1);
    assert_int_equal(handle(0), SPI(1));
}

static void distributor_off_forwards_nothing(void **context)
{
    (void)context;
    setup(1);
    write32(ISPENDR + 4, 1 << 9);
    gic_enter(&gic, 0);
    write32(CTLR, 0);
    assert_int_equal(handle(0), GIC_NONE);
    write32(CTLR, 1);
    assert_int_equal(handle(0), SPI(9));
}

static void private_set_clear_pending(void **context)
{
    (void)context;
    setup(2);
    write_as(1, ISPENDR, 4, 1 << 20);
    assert_int_equal(handle(0), GIC_NONE);
    assert_int_equal(handle(1), 20);
    write_as(1, ISPENDR, 4, 1 << 20);
    gic_enter(&gic, 1);
    write_as(1, ICPENDR, 4, 1 << 20);
    assert_int_equal(handle(1), GIC_NONE);
    write_as(1, ISPENDR, 4, 0xffff); /* SGIs: read-only */
    assert_int_equal(handle(1), GIC_NONE);
}

static void priorities_and_overflow(void **context)
{
    (void)context;
    setup(1);
    for (uint32_t i = 0; i < 8; i++) {
        write_as(0, IPRIORITYR + SPI(i), 1, 0xf8 - 8 * i);
        write32(ISPENDR + 4, 1u << i);
        gic_enter(&gic, 0); /* each more urgent than those before: one of them goes back */
    }
    assert_int_equal(read_as(0, IPRIORITYR + SPI(0), 4), 0xe0e8f0f8);
    assert_true(state[0].underflow);
    assert_int_equal(read32(ISPENDR + 4), 0xff);
    for (uint32_t i = 8; i-- > 0;) {
        assert_int_equal(handle(0), SPI(i));
        leave(0);
        gic_update(&gic, 0);
    }
    assert_false(state[0].underflow);
    assert_int_equal(handle(0), GIC_NONE);
}

static void active_stays_in_its_list_register(void **context)
{
    (void)context;
    setup(1);
    int active[VCPU_LIST_REGISTERS];
    for (uint32_t i = 0; i < VCPU_LIST_REGISTERS; i++) {
        write_as(0, IPRIORITYR + SPI(i), 1, 0x80 - 8 * i);
        write32(ISPENDR + 4, 1u << i);
        active[i] = take(0);
    }
    assert_int_equal(read32(ISACTIVER + 4), 0xf);
    write_as(0, IPRIORITYR + SPI(10), 1, 0);
    write32(ISPENDR + 4, 1u << 10);
    gic_enter(&gic, 0);
    assert_false(gic_pending(&gic, 0));
    assert_true(state[0].underflow);
    end(0, active[3]);
    gic_update(&gic, 0);
    assert_int_equal(handle(0), SPI(10));
}

static void sgi_to_self_and_others(void **context)
{
    (void)context;
    setup(2);
    write32(SGIR, 2 << 24 | 3);
    assert_int_equal(handle(0), 3);
    write32(SGIR, 1 << 24 | 4);
    assert_int_equal(handle(0), GIC_NONE);
    assert_int_equal(handle(1), 4);
    write32(SGIR, 0xff << 16 | 5); /* CPUs that do not exist are ignored */
    assert_int_equal(handle(0), 5);
    assert_int_equal(handle(1), 5);
    write32(SGIR, 3u << 24 | 6);
    assert_int_equal(gic.dirty, 0);
}

static void sgi_from_several_sources(void **context)
{
    (void)context;
    setup(2);
    write_as(0, SGIR, 4, 1 << 16 | 7);
    write_as(1, SGIR, 4, 1 << 16 | 7);
    int n = take(0);
    assert_int_equal(state[0].list_register[n] >> 10 & 7, 0);
    assert_int_equal(read32(CPENDSGIR + 4), 2u << 24);
    assert_true(end(0, n)); /* told of the end, since another source waits */
    n = take(0);
    assert_int_equal(taken_id(0, n), 7);
    assert_int_equal(state[0].list_register[n] >> 10 & 7, 1);
    assert_false(end(0, n));
    assert_int_equal(handle(0), GIC_NONE);
}

static void sgi_again_while_active(void **context)
{
    (void)context;
    setup(1);
    write32(SGIR, 2 << 24 | 1);
    int n = take(0);
    write32(SGIR, 2 << 24 | 1);
    gic_enter(&gic, 0);
    assert_int_equal(state[0].list_register[n] & (PENDING | ACTIVE), PENDING | ACTIVE);
    end(0, n);
    assert_int_equal(handle(0), 1);
    assert_int_equal(handle(0), GIC_NONE);
}

static void sgi_pending_registers(void **context)
{
    (void)context;
    setup(2);
    write32(CTLR, 0);
    write_as(0, SPENDSGIR + 9, 1, 3);
    assert_int_equal(read_as(0, SPENDSGIR + 9, 1), 3);
    write_as(0, CPENDSGIR + 9, 1, 1);
    assert_int_equal(read_as(0, CPENDSGIR + 8, 4), 2 << 8);
    write32(CTLR, 1);
    assert_int_equal(handle(0), 9);
    assert_int_equal(handle(0), GIC_NONE);
    write_as(0, SPENDSGIR + 9, 1, 1);
    write_as(0, CPENDSGIR + 9, 1, 3);
    assert_int_equal(handle(0), GIC_NONE);
}

static void virtual_timer_is_hardware_linked(void **context)
{
    (void)context;
    setup(1);
    gic_timer_fired(&gic, 0);
    int n = take(0);
    assert_int_equal(state[0].list_register[n] & ~(31u << 23), HARDWARE | ACTIVE | 27 << 10 | 27);
    assert_false(end(0, n));
    assert_int_equal(handle(0), GIC_NONE);
    /* Nothing but a list register may end it. */
    gic_timer_fired(&gic, 0);
    write32(ICPENDR, 1 << 27);
    n = take(0);
    assert_int_equal(taken_id(0, n), 27);
    write32(ICACTIVER, 1 << 27);
    assert_int_equal(handle(0), 27);
    gic_timer_fired(&gic, 0);
    gic_enter(&gic, 0);
    gic_ops.reset(&gic.device);
    write32(CTLR, 1);
    assert_int_equal(handle(0), GIC_NONE);
    write32(ISENABLER, 1 << 27);
    assert_int_equal(handle(0), 27);
}

static void active_registers(void **context)
{
    (void)context;
    setup(1);
    write32(ISACTIVER + 4, 1 << 3);
    gic_set_line(&gic, SPI(3), true);
    assert_int_equal(handle(0), GIC_NONE); /* active by software: not delivered */
    write32(ICACTIVER + 4, 1 << 3);
    int n = take(0);
    assert_int_equal(taken_id(0, n), SPI(3));
    assert_int_equal(read32(ICACTIVER + 4), 1 << 3);
    gic_set_line(&gic, SPI(3), false);
    write32(ICACTIVER + 4, 1 << 3);
    gic_enter(&gic, 0);
    assert_int_equal(state[0].list_register[n], 0);
}

static void shared_goes_to_its_target(void **context)
{
    (void)context;
    setup(2);
    write_as(0, ITARGETSR + SPI(6), 1, 0xfe);
    assert_int_equal(read_as(0, ITARGETSR + SPI(6), 1), 2);
    gic_set_line(&gic, SPI(6), true);
    assert_int_equal(gic.dirty & 2, 2);
    assert_int_equal(handle(0), GIC_NONE);
    int n = take(1);
    assert_int_equal(taken_id(1, n), SPI(6));
    gic.dirty = 0;
    write_as(0, ITARGETSR + SPI(6), 1, 1); /* the CPU that holds it hears of changes, too */
    gic_set_line(&gic, SPI(6), false);
    assert_int_equal(gic.dirty, 3);
    write_as(0, ITARGETSR + SPI(7), 1, 0);
    gic_set_line(&gic, SPI(7), true); /* to nobody */
    assert_int_equal(handle(0), GIC_NONE);
}

static void reset_forgets(void **context)
{
    (void)context;
    setup(1);
    write32(ISPENDR + 4, 0xff);
    gic_enter(&gic, 0);
    gic_ops.reset(&gic.device);
    assert_int_equal(read32(CTLR), 0);
    assert_int_equal(read32(ISENABLER + 4), 0);
    assert_int_equal(read32(ISPENDR + 4), 0);
    write32(CTLR, 1);
    write32(ISENABLER + 4, 0xff);
    assert_int_equal(handle(0), GIC_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(identification),
        cmocka_unit_test(nothing_beyond_the_lines),
        cmocka_unit_test(level_interrupt_until_lowered),
        cmocka_unit_test(level_lowered_before_taken),
        cmocka_unit_test(edge_interrupt_once_for_each_edge),
        cmocka_unit_test(disabled_waits),
        cmocka_unit_test(distributor_off_forwards_nothing),
        cmocka_unit_test(private_set_clear_pending),
        cmocka_unit_test(priorities_and_overflow),
        cmocka_unit_test(active_stays_in_its_list_register),
        cmocka_unit_test(sgi_to_self_and_others),
        cmocka_unit_test(sgi_from_several_sources),
        cmocka_unit_test(sgi_again_while_active),
        cmocka_unit_test(sgi_pending_registers),
        cmocka_unit_test(virtual_timer_is_hardware_linked),
        cmocka_unit_test(active_registers),
        cmocka_unit_test(shared_goes_to_its_target),
        cmocka_unit_test(reset_forgets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
