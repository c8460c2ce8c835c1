/* SPDX-License-Identifier: MIT */
/* Constants of session Iommu (session/iommu.session). */
#ifndef IOMMU_IOMMU_H
#define IOMMU_IOMMU_H

/* Kinds of fault. */
enum iommu_fault {
    IOMMU_FAULT_NONE = 0,
    IOMMU_FAULT_TRANSLATION, /* nothing is attached at the address */
    IOMMU_FAULT_READ,        /* a read that the attachment does not allow */
    IOMMU_FAULT_WRITE,       /* a write that the attachment does not allow */
    IOMMU_FAULT_TABLE,       /* the IOMMU cannot read its table, or found two entries: its driver's
                                or the hardware's mistake */
    IOMMU_FAULT_COUNT
};

/* A session's quota: IOMMU_SESSION_RAM for the session itself, and IOMMU_TABLES_RAM for each four
 * MiB in which something is attached that is no whole MiB. */
enum {
    IOMMU_ATTACHMENTS_MAX = 32,
    IOMMU_SESSION_RAM = 4096,
    IOMMU_TABLES_RAM = 2 * 4096,
    IOMMU_SESSION_CAPS = 4,
    IOMMU_TABLES_CAPS = 1,
};

#endif
