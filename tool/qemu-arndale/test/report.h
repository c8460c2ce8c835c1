/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Results on the console (UART2): one line a check, and a summary at the end. */
#ifndef REPORT_H
#define REPORT_H

#include <stdbool.h>
#include <stdint.h>

/* Names the unit that the following checks are about, and a case of it (NULL: none). */
void report_unit(const char *name);
void report_case(const char *name);

/* One check: prints "ok" or "FAILED" with its name. */
void check(const char *name, bool passed);

/* One check that VALUE is EXPECTED; prints both if not. */
void check_equal(const char *name, uint32_t value, uint32_t expected);

/* Checks that passed and failed, kept in iRAM over a reset. */
void report_restore(void);
void report_save(void);

/* Prints the summary. */
void report_end(void);

#endif
