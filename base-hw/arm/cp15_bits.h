/* SPDX-License-Identifier: MIT */
/*
 * Bits and fields of the system registers and the PSRs, named as in ARM DDI 0406C (the register's
 * section is in arm/cp15.h; PSR: B1.3.3; HSR's classes: B3.13.6). Included by assembly too.
 */
#ifndef ARM_CP15_BITS_H
#define ARM_CP15_BITS_H

/* PSR */
#define PSR_MODE_MASK 0x1f
#define PSR_MODE_USR  0x10
#define PSR_MODE_FIQ  0x11
#define PSR_MODE_IRQ  0x12
#define PSR_MODE_SVC  0x13
#define PSR_MODE_MON  0x16
#define PSR_MODE_ABT  0x17
#define PSR_MODE_HYP  0x1a
#define PSR_MODE_UND  0x1b
#define PSR_MODE_SYS  0x1f
#define PSR_T         0x00000020
#define PSR_F         0x00000040
#define PSR_I         0x00000080
#define PSR_A         0x00000100
#define PSR_J         0x01000000
#define PSR_IT        0x0600fc00 /* bits 7:2 of ITSTATE in 15:10, bits 1:0 in 26:25 */

/* MPIDR */
#define MPIDR_AFF0_MASK 0xff
#define MPIDR_MP        0x80000000

/* CLIDR, CCSIDR, CSSELR; an operation by set and way has the level at the same place as CSSELR */
#define CLIDR_LOC_SHIFT    24 /* the level of coherency */
#define CLIDR_LOC_BITS     3
#define CCSIDR_LINE_MASK   0x7
#define CCSIDR_LINE_LOG2   4 /* a line is 1 << (field + 4) bytes */
#define CCSIDR_WAYS_SHIFT  3 /* ways - 1 */
#define CCSIDR_WAYS_BITS   10
#define CCSIDR_SETS_SHIFT  13 /* sets - 1 */
#define CCSIDR_SETS_BITS   15
#define CSSELR_LEVEL_SHIFT 1 /* level - 1 */

/* ID_PFR1 */
#define ID_PFR1_SECURITY       0x000000f0
#define ID_PFR1_VIRTUALIZATION 0x0000f000

/* SCTLR */
#define SCTLR_C       (1 << 2)
#define SCTLR_CP15BEN (1 << 5)
#define SCTLR_Z       (1 << 11)
#define SCTLR_I       (1 << 12)
#define SCTLR_RES1    0x00c50058 /* bits that read as one and should be written so */

/* ACTLR of Cortex-A15 (ARM DDI 0438 4.3.28) */
#define ACTLR_SMP (1 << 6)

/* CPACR */
#define CPACR_CP10_FULL (3 << 20)
#define CPACR_CP11_FULL (3 << 22)

/* FPEXC */
#define FPEXC_EN (1 << 30)

/* SCR */
#define SCR_NS  (1 << 0)
#define SCR_FW  (1 << 4)
#define SCR_AW  (1 << 5)
#define SCR_HCE (1 << 8)

/* NSACR; NS_SMP and NS_L2ERR are Cortex-A15's (ARM DDI 0438 4.3.33) */
#define NSACR_CP10     (1 << 10)
#define NSACR_CP11     (1 << 11)
#define NSACR_NS_L2ERR (1 << 17)
#define NSACR_NS_SMP   (1 << 18)

/* HSCTLR */
#define HSCTLR_M       (1 << 0)
#define HSCTLR_C       (1 << 2)
#define HSCTLR_CP15BEN (1 << 5)
#define HSCTLR_I       (1 << 12)
#define HSCTLR_WXN     (1 << 19)
#define HSCTLR_RES1    0x30c50858

/* HCR */
#define HCR_VM        (1 << 0)
#define HCR_SWIO      (1 << 1)
#define HCR_PTW       (1 << 2)
#define HCR_FMO       (1 << 3)
#define HCR_IMO       (1 << 4)
#define HCR_AMO       (1 << 5)
#define HCR_FB        (1 << 9)
#define HCR_BSU_INNER (1 << 10)
#define HCR_DC        (1 << 12)
#define HCR_TWI       (1 << 13)
#define HCR_TWE       (1 << 14)
#define HCR_TSC       (1 << 19)
#define HCR_TIDCP     (1 << 20)
#define HCR_TAC       (1 << 21)
#define HCR_TGE       (1 << 27)

/* HDCR */
#define HDCR_HPMN_MASK 0x1f
#define HDCR_TPMCR     (1 << 5)
#define HDCR_TPM       (1 << 6)
#define HDCR_TDE       (1 << 8)
#define HDCR_TDA       (1 << 9)
#define HDCR_TDOSA     (1 << 10)
#define HDCR_TDRA      (1 << 11)

/* HCPTR */
#define HCPTR_TCP10 (1 << 10)
#define HCPTR_TCP11 (1 << 11)
#define HCPTR_TASE  (1 << 15)
#define HCPTR_TTA   (1 << 20)
#define HCPTR_RES1  0x000033ff /* TCP0..9, 12, 13: coprocessors that do not exist */

/* HSTR: Tn traps CP15's primary register n */
#define HSTR_T(n)  (1 << (n))
#define HSTR_TTEE  (1 << 16)
#define HSTR_TJDBX (1 << 17)

/* HTCR and VTCR: attributes of the table walk */
#define TCR_IRGN0_WBWA  (1 << 8)
#define TCR_ORGN0_WBWA  (1 << 10)
#define TCR_SH0_INNER   (3 << 12)
#define HTCR_RES1       0x80800000
#define VTCR_T0SZ_4_GIB 0u
#define VTCR_SL0_LEVEL1 (1 << 6)
#define VTCR_RES1       0x80000000

/* VTTBR */
#define VTTBR_VMID_SHIFT 48

/* HSR */
#define HSR_EC_SHIFT        26
#define HSR_IL              (1 << 25)
#define HSR_EC_UNKNOWN      0x00
#define HSR_EC_WFI          0x01
#define HSR_EC_CP15_32      0x03
#define HSR_EC_HCPTR        0x07
#define HSR_EC_SVC          0x11
#define HSR_EC_HVC          0x12
#define HSR_EC_PREFETCH     0x20
#define HSR_EC_DATA         0x24
/* ISS of an abort */
#define HSR_WNR             (1 << 6)
#define HSR_FSC_MASK        0x3f
#define HSR_FSC_KIND_MASK   0x3c /* without the level */
#define HSR_FSC_TRANSLATION 0x04
#define HSR_FSC_ACCESS_FLAG 0x08
#define HSR_FSC_PERMISSION  0x0c
#define HSR_FSC_ALIGNMENT   0x21
#define HSR_FSC_LATE        0x11 /* asynchronous: external abort or, with bit 3, parity error */
#define HSR_FSC_LATE_MASK   0x37

/* HPFAR: the number of the intermediate address's page in bits 31:4 */
#define HPFAR_PAGE_SHIFT 4

/* CNTHCTL */
#define CNTHCTL_PL1PCTEN (1 << 0)
#define CNTHCTL_PL1PCEN  (1 << 1)
/* CNTKCTL */
#define CNTKCTL_PL0PCTEN (1 << 0)
#define CNTKCTL_EVNTEN   (1 << 2)
#define CNTKCTL_PL0PTEN  (1 << 9)
/* CNTP_CTL, CNTV_CTL, CNTHP_CTL */
#define CNT_CTL_ENABLE  (1 << 0)
#define CNT_CTL_IMASK   (1 << 1)

#endif
