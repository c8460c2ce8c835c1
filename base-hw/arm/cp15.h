/* SPDX-License-Identifier: MIT */
/*
 * The system registers in coprocessor 15 (ThumbEE's in 14, VFP's in 10), each named once.
 *
 * A line gives a register's name, its encoding (opc1, CRn, CRm, opc2; opc1, CRm if it is 64 bits
 * wide), and its section in ARM DDI 0406C. Access as in the macro's name: RO, RW or WO, as seen
 * from Hyp or secure privileged modes. It defines read_NAME() and write_NAME().
 *
 * Accesses keep their order among each other, not with accesses to memory: see arm/barrier.h.
 */
#ifndef ARM_CP15_H
#define ARM_CP15_H

#include <stdint.h>
#include <arm/cp15_bits.h>

#define COPROCESSOR_RO(name, cp, opc1, crn, crm, opc2)                                             \
    static inline uint32_t read_##name(void)                                                       \
    {                                                                                              \
        uint32_t value;                                                                            \
        __asm__ volatile("mrc " #cp ", " #opc1 ", %0, " #crn ", " #crm ", " #opc2 : "=r"(value));  \
        return value;                                                                              \
    }
#define COPROCESSOR_WO(name, cp, opc1, crn, crm, opc2)                                             \
    static inline void write_##name(uint32_t value)                                                \
    {                                                                                              \
        __asm__ volatile("mcr " #cp ", " #opc1 ", %0, " #crn ", " #crm ", " #opc2 : : "r"(value)); \
    }
#define COPROCESSOR_RW(name, cp, opc1, crn, crm, opc2)                                             \
    COPROCESSOR_RO(name, cp, opc1, crn, crm, opc2)                                                 \
    COPROCESSOR_WO(name, cp, opc1, crn, crm, opc2)
#define CP15_RO(name, opc1, crn, crm, opc2) COPROCESSOR_RO(name, p15, opc1, crn, crm, opc2)
#define CP15_WO(name, opc1, crn, crm, opc2) COPROCESSOR_WO(name, p15, opc1, crn, crm, opc2)
#define CP15_RW(name, opc1, crn, crm, opc2) COPROCESSOR_RW(name, p15, opc1, crn, crm, opc2)
#define CP15_RO64(name, opc1, crm)                                                                 \
    static inline uint64_t read_##name(void)                                                       \
    {                                                                                              \
        uint64_t value;                                                                            \
        __asm__ volatile("mrrc p15, " #opc1 ", %Q0, %R0, " #crm : "=r"(value));                    \
        return value;                                                                              \
    }
#define CP15_RW64(name, opc1, crm)                                                                 \
    CP15_RO64(name, opc1, crm)                                                                     \
    static inline void write_##name(uint64_t value)                                                \
    {                                                                                              \
        __asm__ volatile("mcrr p15, " #opc1 ", %Q0, %R0, " #crm : : "r"(value));                   \
    }

/* clang-format off */
/* Identification */
CP15_RO(MIDR, 0, c0, c0, 0)                 /* B4.1.105 */
CP15_RO(MPIDR, 0, c0, c0, 5)                /* B4.1.106 */
CP15_RW(CSSELR, 2, c0, c0, 0)               /* B4.1.41 */
CP15_RW(VPIDR, 4, c0, c0, 0)                /* B4.1.158 */
CP15_RW(VMPIDR, 4, c0, c0, 5)               /* B4.1.157 */

/* System control */
CP15_RW(SCTLR, 0, c1, c0, 0)                /* B4.1.130 */
CP15_RW(ACTLR, 0, c1, c0, 1)                /* B4.1.1 */
CP15_RW(CPACR, 0, c1, c0, 2)                /* B4.1.40 */
CP15_RW(NSACR, 0, c1, c1, 2)                /* B4.1.111 */
CP15_RW(HSCTLR, 4, c1, c0, 0)               /* B4.1.71 */
CP15_RW(HCR, 4, c1, c1, 0)                  /* B4.1.65 */
CP15_RW(HDCR, 4, c1, c1, 1)                 /* B4.1.66 */
CP15_RW(HCPTR, 4, c1, c1, 2)                /* B4.1.64 */
CP15_RW(HSTR, 4, c1, c1, 3)                 /* B4.1.73 */

/* Translation tables and memory attributes */
CP15_RW(TTBCR, 0, c2, c0, 2)                /* B4.1.153 */
CP15_RW(HTCR, 4, c2, c0, 2)                 /* B4.1.74 */
CP15_RW(VTCR, 4, c2, c1, 2)                 /* B4.1.159 */
CP15_RW64(TTBR0, 0, c2)                     /* B4.1.154 */
CP15_RW64(TTBR1, 1, c2)                     /* B4.1.155 */
CP15_RW64(HTTBR, 4, c2)                     /* B4.1.76 */
CP15_RW64(VTTBR, 6, c2)                     /* B4.1.160 */
CP15_RW(DACR, 0, c3, c0, 0)                 /* B4.1.43 */
CP15_RW(PRRR, 0, c10, c2, 0)                /* B4.1.127 */
CP15_RW(NMRR, 0, c10, c2, 1)                /* B4.1.110 */
CP15_RW(AMAIR0, 0, c10, c3, 0)              /* B4.1.5 */
CP15_RW(AMAIR1, 0, c10, c3, 1)              /* B4.1.5 */
CP15_RW(HMAIR0, 4, c10, c2, 0)              /* B4.1.69 */
CP15_RW(HMAIR1, 4, c10, c2, 1)              /* B4.1.69 */
CP15_RW(CONTEXTIDR, 0, c13, c0, 1)          /* B4.1.36 */
CP15_RW64(PAR, 0, c7)                       /* B4.1.112 */

/* Faults */
CP15_RW(DFSR, 0, c5, c0, 0)                 /* B4.1.52 */
CP15_RW(IFSR, 0, c5, c0, 1)                 /* B4.1.96 */
CP15_RW(ADFSR, 0, c5, c1, 0)                /* B4.1.2 */
CP15_RW(AIFSR, 0, c5, c1, 1)                /* B4.1.4 */
CP15_RW(DFAR, 0, c6, c0, 0)                 /* B4.1.51 */
CP15_RW(IFAR, 0, c6, c0, 2)                 /* B4.1.95 */
CP15_RW(HSR, 4, c5, c2, 0)                  /* B4.1.72 */
CP15_RW(HDFAR, 4, c6, c0, 0)                /* B4.1.67 */
CP15_RW(HIFAR, 4, c6, c0, 2)                /* B4.1.68 */
CP15_RW(HPFAR, 4, c6, c0, 4)                /* B4.1.70 */

/* Vectors and thread identifiers */
CP15_RW(VBAR, 0, c12, c0, 0)                /* B4.1.156 */
CP15_RW(HVBAR, 4, c12, c0, 0)               /* B4.1.77 */
CP15_RW(TPIDRURW, 0, c13, c0, 2)            /* B4.1.152 */
CP15_RW(TPIDRURO, 0, c13, c0, 3)            /* B4.1.151 */
CP15_RW(TPIDRPRW, 0, c13, c0, 4)            /* B4.1.150 */
CP15_RW(HTPIDR, 4, c13, c0, 2)              /* B4.1.75 */

/* Generic timer */
CP15_RW(CNTFRQ, 0, c14, c0, 0)              /* B4.1.21 */
CP15_RW(CNTKCTL, 0, c14, c1, 0)             /* B4.1.26 */
CP15_RW(CNTHCTL, 4, c14, c1, 0)             /* B4.1.22 */
CP15_RW(CNTP_CTL, 0, c14, c2, 1)            /* B4.1.27 */
CP15_RW(CNTV_CTL, 0, c14, c3, 1)            /* B4.1.31 */
CP15_RW(CNTHP_CTL, 4, c14, c2, 1)           /* B4.1.23 */
CP15_RO64(CNTPCT, 0, c14)                   /* B4.1.30 */
CP15_RW64(CNTV_CVAL, 3, c14)                /* B4.1.32 */
CP15_RW64(CNTVOFF, 4, c14)                  /* B4.1.35 */
CP15_RW64(CNTHP_CVAL, 6, c14)               /* B4.1.24 */

/* Caches, branch predictors and TLBs: an operation each */
CP15_WO(ICIALLUIS, 0, c7, c1, 0)            /* B4.1.79 */
CP15_WO(BPIALLIS, 0, c7, c1, 6)             /* B4.1.17 */
CP15_WO(ICIALLU, 0, c7, c5, 0)              /* B4.1.78 */
CP15_WO(BPIALL, 0, c7, c5, 6)               /* B4.1.16 */
CP15_WO(DCCIMVAC, 0, c7, c14, 1)            /* B4.1.44 */
CP15_WO(TLBIALLIS, 0, c8, c3, 0)            /* B4.1.138 */
CP15_WO(TLBIMVAAIS, 0, c8, c3, 3)           /* B4.1.145 */
CP15_WO(TLBIALLH, 4, c8, c7, 0)             /* B4.1.136 */
CP15_WO(TLBIALLNSNH, 4, c8, c7, 4)          /* B4.1.139 */

/* ThumbEE */
COPROCESSOR_RW(TEECR, p14, 6, c0, c0, 0)    /* B4.1.133 */
COPROCESSOR_RW(TEEHBR, p14, 6, c1, c0, 0)   /* B4.1.134 */

/* VFP: the coprocessor must be open to the mode that accesses it */
COPROCESSOR_RW(FPEXC, p10, 7, c8, c0, 0)    /* B4.1.57 */
/* clang-format on */

#undef COPROCESSOR_RO
#undef COPROCESSOR_WO
#undef COPROCESSOR_RW
#undef CP15_RO
#undef CP15_WO
#undef CP15_RW
#undef CP15_RO64
#undef CP15_RW64

#endif
