/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The checks of one SysMMU with the DMA engine behind it. */
#ifndef SYSMMU_TEST_H
#define SYSMMU_TEST_H

#include <stdint.h>

struct guarded_engine {
    const char *name;
    uint32_t engine;
    uint32_t sysmmu;
    uint32_t gate; /* the gate register of both */
    unsigned engine_gate_bit, sysmmu_gate_bit;
    unsigned combiner_group, combiner_bit; /* the SysMMU's line */
    unsigned abort_group, abort_bit;       /* the engine's */
};

void sysmmu_test(const struct guarded_engine *unit);

/* Their parts, by file. */
void sysmmu_test_modes(const struct guarded_engine *unit);
void sysmmu_test_faults(const struct guarded_engine *unit);
void sysmmu_test_tlb(const struct guarded_engine *unit);
void sysmmu_test_gates(const struct guarded_engine *unit);

#endif
