/* SPDX-License-Identifier: MIT */
/*
 * Fields of the Hyp Syndrome Register (ARM DDI 0406C B3.13.6), which tells why a guest exited,
 * and of the program status register (B1.3.3).
 */
#ifndef VMM_CPU_SYNDROME_H
#define VMM_CPU_SYNDROME_H

#include <stdbool.h>
#include <stdint.h>

/* Any class. */
#define HSR_CLASS(hsr)     ((hsr) >> 26)
#define HSR_LONG           (1u << 25) /* the instruction has 32 bits */
#define HSR_COND_VALID     (1u << 24) /* trapped instructions: COND is valid (ARM state) */
#define HSR_CONDITION(hsr) ((hsr) >> 20 & 0xfu)

enum hsr_class {
    HSR_UNKNOWN = 0x00,
    HSR_WFI_WFE = 0x01,
    HSR_CP15_MCR = 0x03,
    HSR_CP15_MCRR = 0x04,
    HSR_CP14_MCR = 0x05,
    HSR_CP14_LDC = 0x06,
    HSR_COPROCESSOR = 0x07, /* a coprocessor closed by HCPTR */
    HSR_CP10_VMRS = 0x08,
    HSR_JAZELLE = 0x0a,
    HSR_CP14_MRRC = 0x0c,
    HSR_HVC = 0x12,
    HSR_SMC = 0x13,
    HSR_PREFETCH_ABORT = 0x20,
    HSR_DATA_ABORT = 0x24,
};

/* WFI and WFE. */
#define HSR_IS_WFE(hsr) (((hsr)&1u) != 0)

/* HVC, SMC: the instruction's immediate. */
#define HSR_IMMEDIATE(hsr) ((hsr)&0xffffu)

/* MCR, MRC. */
#define HSR_CP_READ(hsr) (((hsr)&1u) != 0)
#define HSR_CP_CRM(hsr)  ((hsr) >> 1 & 0xfu)
#define HSR_CP_RT(hsr)   ((hsr) >> 5 & 0xfu)
#define HSR_CP_CRN(hsr)  ((hsr) >> 10 & 0xfu)
#define HSR_CP_OPC1(hsr) ((hsr) >> 14 & 7u)
#define HSR_CP_OPC2(hsr) ((hsr) >> 17 & 7u)
/* MCRR, MRRC: what differs. */
#define HSR_CP_RT2(hsr)       ((hsr) >> 10 & 0xfu)
#define HSR_CP_OPC1_LONG(hsr) ((hsr) >> 16 & 0xfu)

/* Data aborts. */
#define HSR_DA_VALID       (1u << 24) /* the fields down to WIDTH describe the access */
#define HSR_DA_WIDTH(hsr)  (1u << ((hsr) >> 22 & 3u)) /* bytes */
#define HSR_DA_SIGNED      (1u << 21)
#define HSR_DA_RT(hsr)     ((hsr) >> 16 & 0xfu)
#define HSR_DA_CACHE       (1u << 8) /* a cache maintenance instruction */
#define HSR_DA_TABLE_WALK  (1u << 7) /* the guest's page table is where nothing is */
#define HSR_DA_WRITE       (1u << 6)
#define HSR_DA_STATUS(hsr) ((hsr)&0x3fu)
#define HSR_STATUS_DEBUG   0x22u /* of a prefetch abort: BKPT, B3.13.3 */
/* The upper bits of STATUS: a translation fault of stage 2, or a permission fault. */
#define HSR_STATUS_KIND(status) ((status) >> 2)
enum hsr_status { HSR_TRANSLATION = 1, HSR_ACCESS = 2, HSR_PERMISSION = 3 };

/* Program status. */
#define PSR_MODE(psr) ((psr)&0x1fu)
#define PSR_T         (1u << 5)
#define PSR_F         (1u << 6)
#define PSR_I         (1u << 7)
#define PSR_A         (1u << 8)
#define PSR_E         (1u << 9)
#define PSR_IT_HIGH   (0x3fu << 10) /* IT[7:2] */
#define PSR_GE        (0xfu << 16)
#define PSR_J         (1u << 24)
#define PSR_IT_LOW    (3u << 25) /* IT[1:0] */
#define PSR_Q         (1u << 27)
#define PSR_FLAGS     (0xfu << 28) /* N, Z, C, V */

enum psr_mode {
    MODE_USR = 0x10,
    MODE_FIQ = 0x11,
    MODE_IRQ = 0x12,
    MODE_SVC = 0x13,
    MODE_ABT = 0x17,
    MODE_UND = 0x1b,
    MODE_SYS = 0x1f,
};

#endif
