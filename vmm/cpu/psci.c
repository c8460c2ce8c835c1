/* SPDX-License-Identifier: MIT */
/* PSCI; see cpu/psci.h. Sections are those of ARM DEN 0022D. */
#include <stddef.h>
#include "cpu/psci.h"

enum psci_function {
    PSCI_VERSION = (int)0x84000000,           /* 5.1 */
    PSCI_CPU_SUSPEND = (int)0x84000001,       /* 5.4 */
    PSCI_CPU_OFF = (int)0x84000002,           /* 5.5 */
    PSCI_CPU_ON = (int)0x84000003,            /* 5.6 */
    PSCI_AFFINITY_INFO = (int)0x84000004,     /* 5.7 */
    PSCI_MIGRATE_INFO_TYPE = (int)0x84000006, /* 5.9 */
    PSCI_SYSTEM_OFF = (int)0x84000008,        /* 5.11 */
    PSCI_SYSTEM_RESET = (int)0x84000009,      /* 5.12 */
    PSCI_FEATURES = (int)0x8400000a,          /* 5.15 */
};

enum psci_result {
    PSCI_SUCCESS = 0,
    PSCI_NOT_SUPPORTED = -1,
    PSCI_INVALID_PARAMETERS = -2,
    PSCI_ALREADY_ON = -4,
    PSCI_INTERNAL_FAILURE = -6,
    PSCI_INVALID_ADDRESS = -9,
};

enum {
    VERSION_1_0 = 1 << 16,
    AFFINITY_ON = 0,
    AFFINITY_OFF = 1,
    MIGRATION_NOT_NEEDED = 2, /* no trusted OS that is bound to a CPU */
    AFFINITY_LEVELS = 3,
    MPIDR_LEVEL0 = 0xff,
    MPIDR_AFFINITY = 0xffffff,
};

void psci_initialize(struct psci *psci, uint32_t cpus, const struct psci_ops *ops, void *context)
{
    psci->cpus = cpus;
    psci->ops = ops;
    psci->context = context;
    psci_reset(psci);
}

void psci_reset(struct psci *psci)
{
    for (uint32_t i = 0; i < PSCI_CPUS; i++) {
        psci->on[i] = i == 0;
    }
}

/* The number of the CPU that `affinity` names; false: there is none. */
static bool find_cpu(const struct psci *psci, uint32_t affinity, uint32_t *cpu)
{
    *cpu = affinity & MPIDR_LEVEL0;
    return (affinity & MPIDR_AFFINITY) == *cpu && *cpu < psci->cpus;
}

static int32_t cpu_on(struct psci *psci, const uint32_t registers[PSCI_ARGUMENTS])
{
    uint32_t cpu;
    if (!find_cpu(psci, registers[1], &cpu)) {
        return PSCI_INVALID_PARAMETERS;
    }
    if (psci->on[cpu]) {
        return PSCI_ALREADY_ON;
    }
    if ((registers[2] & 3) == 2) { /* neither an ARM nor a Thumb instruction's address */
        return PSCI_INVALID_ADDRESS;
    }
    psci->on[cpu] = psci->ops->start(psci->context, cpu, registers[2], registers[3]);
    return psci->on[cpu] ? PSCI_SUCCESS : PSCI_INTERNAL_FAILURE;
}

static int32_t affinity_info(const struct psci *psci, uint32_t affinity, uint32_t level)
{
    uint32_t cpu;
    if (level > AFFINITY_LEVELS) {
        return PSCI_INVALID_PARAMETERS;
    }
    if (level > 0) { /* the whole cluster: on as long as one of its CPUs is */
        return AFFINITY_ON;
    }
    if (!find_cpu(psci, affinity, &cpu)) {
        return PSCI_INVALID_PARAMETERS;
    }
    return psci->on[cpu] ? AFFINITY_ON : AFFINITY_OFF;
}

static int32_t features(uint32_t function)
{
    switch ((int32_t)function) {
    case PSCI_VERSION:
    case PSCI_CPU_SUSPEND:
    case PSCI_CPU_OFF:
    case PSCI_CPU_ON:
    case PSCI_AFFINITY_INFO:
    case PSCI_MIGRATE_INFO_TYPE:
    case PSCI_SYSTEM_OFF:
    case PSCI_SYSTEM_RESET:
    case PSCI_FEATURES:
        return PSCI_SUCCESS;
    default:
        return PSCI_NOT_SUPPORTED;
    }
}

enum psci_after psci_call(struct psci *psci, uint32_t cpu, uint32_t registers[PSCI_ARGUMENTS])
{
    enum psci_after after = PSCI_RETURN;
    int32_t result = PSCI_NOT_SUPPORTED;
    switch ((int32_t)registers[0]) {
    case PSCI_VERSION:
        result = VERSION_1_0;
        break;
    case PSCI_FEATURES:
        result = features(registers[1]);
        break;
    case PSCI_CPU_SUSPEND: /* 5.4.1: a suspend may be treated as a standby, which is a WFI */
        result = PSCI_SUCCESS;
        after = PSCI_WAIT;
        break;
    case PSCI_CPU_OFF:
        psci->on[cpu] = false;
        return PSCI_STOP;
    case PSCI_CPU_ON:
        result = cpu_on(psci, registers);
        break;
    case PSCI_AFFINITY_INFO:
        result = affinity_info(psci, registers[1], registers[2]);
        break;
    case PSCI_MIGRATE_INFO_TYPE:
        result = MIGRATION_NOT_NEEDED;
        break;
    case PSCI_SYSTEM_OFF:
        psci->ops->power_off(psci->context);
        return PSCI_MACHINE;
    case PSCI_SYSTEM_RESET:
        psci->ops->reset(psci->context);
        return PSCI_MACHINE;
    default:
        break;
    }
    registers[0] = (uint32_t)result;
    return after;
}
