/* SPDX-License-Identifier: MIT */
/* The kernel's own address space; called by start.S. */
#ifndef BOOT_HYP_TABLES_H
#define BOOT_HYP_TABLES_H

/* Make the tables: once, with the MMU off. */
void hyp_tables_build(void);

/* Switch MMU and caches on: on each CPU, when the tables are there. */
void hyp_tables_enable(void);

#endif
