/* SPDX-License-Identifier: MIT */
/*
 * The host's stand-in for arm/cp15.h and arm/banked.h: each CPU that a test simulates has a word
 * for every register, which keeps what was written. kernel/machine.c holds them.
 */
#ifndef ARM_CP15_H
#define ARM_CP15_H

#include <stdint.h>
#include <arm/cp15_bits.h>

#define FOR_EACH_FAKE_REGISTER(DO)                                                                 \
    DO(MIDR)                                                                                       \
    DO(MPIDR) DO(CSSELR) DO(VPIDR) DO(VMPIDR) DO(SCTLR) DO(ACTLR) DO(          \
        CPACR) DO(NSACR) DO(HSCTLR) DO(HCR) DO(HDCR) DO(HCPTR) DO(HSTR) DO(TTBCR) DO(HTCR) \
        DO(VTCR) DO(DACR) DO(PRRR) DO(NMRR) DO(AMAIR0) DO(AMAIR1) DO(HMAIR0) DO(HMAIR1) DO(        \
            CONTEXTIDR) DO(DFSR) DO(IFSR) DO(ADFSR) DO(AIFSR) DO(DFAR) DO(IFAR) DO(HSR) DO(HDFAR)  \
            DO(HIFAR) DO(HPFAR) DO(VBAR) DO(HVBAR) DO(TPIDRURW) DO(TPIDRURO)             \
                DO(TPIDRPRW) DO(HTPIDR) DO(CNTFRQ) DO(CNTKCTL) DO(CNTHCTL) DO(CNTP_CTL)            \
                    DO(CNTV_CTL) DO(CNTHP_CTL)  \
                        DO(ICIALLUIS) DO(BPIALLIS) DO(ICIALLU)        \
                            DO(BPIALL) DO(DCCIMVAC) DO(TLBIALLIS) DO(TLBIMVAAIS)       \
                                DO(TLBIALLH) DO(TLBIALLNSNH)      \
                                    DO(TEECR) DO(TEEHBR) DO(SP_usr) DO(LR_usr) DO(SP_svc)          \
                                        DO(LR_svc) DO(SPSR_svc) DO(SP_abt) DO(LR_abt) DO(SPSR_abt) \
                                            DO(SP_und) DO(LR_und) DO(SPSR_und)                     \
                                                DO(SP_irq) DO(LR_irq) DO(SPSR_irq) DO(R8_fiq)      \
                                                    DO(R9_fiq) DO(R10_fiq) DO(R11_fiq) DO(R12_fiq) \
                                                        DO(SP_fiq) DO(LR_fiq) DO(SPSR_fiq)         \
                                                            DO(ELR_hyp) DO(FPEXC)

#define FOR_EACH_FAKE_REGISTER_64(DO)                                                              \
    DO(TTBR0)                                                                                      \
    DO(TTBR1) DO(HTTBR) DO(VTTBR) DO(PAR) DO(CNTPCT) DO(CNTV_CVAL)        \
        DO(CNTVOFF) DO(CNTHP_CVAL)

#define FAKE_NUMBER(name) FAKE_##name,
enum fake_register {
    FOR_EACH_FAKE_REGISTER(FAKE_NUMBER) FOR_EACH_FAKE_REGISTER_64(FAKE_NUMBER) FAKE_REGISTER_COUNT
};

/* The register of the CPU that runs now. */
uint64_t *fake_register(enum fake_register number);

#define FAKE_ACCESS(name)                                                                          \
    static inline uint32_t read_##name(void)                                                       \
    {                                                                                              \
        return (uint32_t)*fake_register(FAKE_##name);                                              \
    }                                                                                              \
    static inline void write_##name(uint32_t value)                                                \
    {                                                                                              \
        *fake_register(FAKE_##name) = value;                                                       \
    }
#define FAKE_ACCESS_64(name)                                                                       \
    static inline uint64_t read_##name(void)                                                       \
    {                                                                                              \
        return *fake_register(FAKE_##name);                                                        \
    }                                                                                              \
    static inline void write_##name(uint64_t value)                                                \
    {                                                                                              \
        *fake_register(FAKE_##name) = value;                                                       \
    }

FOR_EACH_FAKE_REGISTER(FAKE_ACCESS)
FOR_EACH_FAKE_REGISTER_64(FAKE_ACCESS_64)

#endif
