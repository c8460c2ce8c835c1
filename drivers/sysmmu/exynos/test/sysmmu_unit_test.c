/* SPDX-License-Identifier: MIT */
/* A SysMMU's modes and faults, against a model of its registers. */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "../unit.h"

enum { REGISTERS = 16, TABLE = 0x48000000 };

/* The model. It comes to rest `busy` reads of STATUS after it was blocked. */
static struct model {
    uint32_t value[REGISTERS];
    uint32_t busy;
    bool lost; /* core has stopped it */
    uint32_t barriers, flushes;
    bool flushed_unblocked; /* the buffer was emptied while the unit was on */
} model;

uint32_t unit_read(const struct unit *unit, enum sysmmu_register offset)
{
    (void)unit;
    if (offset == SYSMMU_STATUS) {
        if (model.value[SYSMMU_CTRL / 4] != SYSMMU_CTRL_BLOCK || model.busy > 0) {
            model.busy -= model.busy > 0;
            return 0;
        }
        return SYSMMU_STATUS_BLOCKED;
    }
    return model.value[offset / 4];
}

void unit_write(const struct unit *unit, enum sysmmu_register offset, uint32_t value)
{
    (void)unit;
    if (offset == SYSMMU_INT_CLEAR) {
        /* The fault would let the device go on if nothing else blocked it. */
        assert_int_equal(model.value[SYSMMU_CTRL / 4], SYSMMU_CTRL_BLOCK);
        model.value[SYSMMU_INT_STATUS / 4] &= ~value;
    } else if (offset == SYSMMU_FLUSH) {
        model.flushes++;
        model.flushed_unblocked |= model.value[SYSMMU_CTRL / 4] != SYSMMU_CTRL_BLOCK;
    } else {
        model.value[offset / 4] = value;
    }
}

void unit_barrier(void)
{
    model.barriers++;
}

enum error unit_start(const struct unit *unit, uint32_t control)
{
    (void)unit;
    if (model.lost) {
        return ERROR_GONE;
    }
    model.value[SYSMMU_CTRL / 4] = control;
    return OK;
}

static struct unit unit;

static int start(void **state)
{
    (void)state;
    model = (struct model){.value[SYSMMU_VERSION / 4] = 0x20200000};
    unit = (struct unit){.mode = UNIT_ENABLE};
    return unit_init(&unit, TABLE) == OK ? 0 : -1;
}

static uint32_t control(void)
{
    return model.value[SYSMMU_CTRL / 4];
}

static void blocked_at_first(void **state)
{
    (void)state;
    assert_int_equal(control(), SYSMMU_CTRL_BLOCK);
    assert_int_equal(model.value[SYSMMU_PT_BASE / 4], TABLE);
    assert_int_equal(model.flushes, 1);
    assert_int_equal(unit_settle(&unit), OK); /* there is no client */
    assert_int_equal(control(), SYSMMU_CTRL_BLOCK);
}

static void modes(void **state)
{
    static const struct {
        enum unit_mode mode;
        uint32_t control;
    } expected[] = {
        {UNIT_BLOCK, SYSMMU_CTRL_BLOCK},
        {UNIT_ENABLE, SYSMMU_CTRL_ENABLE},
        {UNIT_OFF, SYSMMU_CTRL_OFF},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
        assert_true(unit_block(&unit));
        unit.mode = expected[i].mode;
        unit.open = true;
        assert_int_equal(unit_settle(&unit), OK);
        assert_int_equal(control(), expected[i].control);
    }
}

static void blocking_waits(void **state)
{
    (void)state;
    model.busy = 100;
    assert_true(unit_block(&unit));
    assert_int_equal(model.busy, 0);
    model.busy = UINT32_MAX;
    assert_false(unit_block(&unit));
    assert_int_equal(unit_init(&unit, TABLE), ERROR_BUSY);
}

static void unknown_version(void **state)
{
    (void)state;
    model.value[SYSMMU_VERSION / 4] = 0x50000000;
    assert_int_equal(unit_init(&unit, TABLE), ERROR_INVALID);
    assert_int_equal(control(), SYSMMU_CTRL_BLOCK);
}

static void faults(void **state)
{
    static const struct {
        uint32_t bit;
        enum sysmmu_register address;
        enum iommu_fault kind;
    } expected[] = {
        {SYSMMU_FAULT_TRANSLATION, SYSMMU_PAGE_ADDRESS, IOMMU_FAULT_TRANSLATION},
        {SYSMMU_FAULT_READ_MULTIPLE, SYSMMU_READ_ADDRESS, IOMMU_FAULT_TABLE},
        {SYSMMU_FAULT_WRITE_MULTIPLE, SYSMMU_WRITE_ADDRESS, IOMMU_FAULT_TABLE},
        {SYSMMU_FAULT_BUS, SYSMMU_BUS_ADDRESS, IOMMU_FAULT_TABLE},
        {SYSMMU_FAULT_READ_SECURITY, SYSMMU_READ_ADDRESS, IOMMU_FAULT_READ},
        {SYSMMU_FAULT_READ_ACCESS, SYSMMU_READ_ADDRESS, IOMMU_FAULT_READ},
        {SYSMMU_FAULT_WRITE_SECURITY, SYSMMU_WRITE_ADDRESS, IOMMU_FAULT_WRITE},
        {SYSMMU_FAULT_WRITE_ACCESS, SYSMMU_WRITE_ADDRESS, IOMMU_FAULT_WRITE},
    };
    struct unit_fault fault;
    (void)state;
    unit.open = true;
    assert_int_equal(unit_settle(&unit), OK);
    assert_false(unit_take_fault(&unit, &fault));
    assert_int_equal(control(), SYSMMU_CTRL_ENABLE);
    for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
        uint32_t address = 0x1000u * (uint32_t)(i + 1);
        model.value[SYSMMU_INT_STATUS / 4] = expected[i].bit;
        model.value[expected[i].address / 4] = address;
        assert_true(unit_take_fault(&unit, &fault));
        assert_int_equal(fault.kind, expected[i].kind);
        assert_int_equal(fault.address, address);
        assert_int_equal(model.value[SYSMMU_INT_STATUS / 4], 0);
        assert_int_equal(unit_settle(&unit), OK); /* held: it stays blocked */
        assert_int_equal(control(), SYSMMU_CTRL_BLOCK);
        unit.held = false;
        assert_int_equal(unit_settle(&unit), OK);
        assert_int_equal(control(), SYSMMU_CTRL_ENABLE);
    }
}

/* Faults of both channels at once: each is told, and none is lost. */
static void faults_at_once(void **state)
{
    struct unit_fault fault;
    (void)state;
    assert_int_equal(unit_open(&unit), OK);
    model.value[SYSMMU_INT_STATUS / 4] = SYSMMU_FAULT_READ_ACCESS | SYSMMU_FAULT_WRITE_ACCESS;
    model.value[SYSMMU_READ_ADDRESS / 4] = 0x1000;
    model.value[SYSMMU_WRITE_ADDRESS / 4] = 0x2000;
    assert_true(unit_take_fault(&unit, &fault));
    assert_int_equal(fault.kind, IOMMU_FAULT_READ);
    assert_int_equal(fault.address, 0x1000);
    assert_true(unit_take_fault(&unit, &fault));
    assert_int_equal(fault.kind, IOMMU_FAULT_WRITE);
    assert_int_equal(fault.address, 0x2000);
    assert_false(unit_take_fault(&unit, &fault));
    assert_int_equal(control(), SYSMMU_CTRL_BLOCK);
}

/* A fault just before a session ends, whose interrupt comes when the next one has begun. */
static void fault_of_the_client_before(void **state)
{
    struct unit_fault fault;
    (void)state;
    assert_int_equal(unit_open(&unit), OK);
    model.value[SYSMMU_INT_STATUS / 4] = SYSMMU_FAULT_TRANSLATION;
    unit.open = false;
    assert_true(unit_block(&unit));
    assert_int_equal(unit_open(&unit), OK);
    assert_int_equal(control(), SYSMMU_CTRL_ENABLE);
    assert_false(unit_take_fault(&unit, &fault));
    assert_false(unit.held);
    /* Nor does one that was taken hold the next client's device. */
    model.value[SYSMMU_INT_STATUS / 4] = SYSMMU_FAULT_TRANSLATION;
    assert_true(unit_take_fault(&unit, &fault));
    unit.open = false;
    assert_true(unit_block(&unit));
    assert_int_equal(unit_open(&unit), OK);
    assert_int_equal(control(), SYSMMU_CTRL_ENABLE);
}

static void stopped_by_core(void **state)
{
    (void)state;
    unit.open = true;
    model.lost = true;
    assert_int_equal(unit_settle(&unit), ERROR_GONE);
    assert_int_equal(control(), SYSMMU_CTRL_BLOCK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(blocked_at_first, start),
        cmocka_unit_test_setup(modes, start),
        cmocka_unit_test_setup(blocking_waits, start),
        cmocka_unit_test_setup(unknown_version, start),
        cmocka_unit_test_setup(faults, start),
        cmocka_unit_test_setup(faults_at_once, start),
        cmocka_unit_test_setup(fault_of_the_client_before, start),
        cmocka_unit_test_setup(stopped_by_core, start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
