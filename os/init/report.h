/* SPDX-License-Identifier: MIT */
/*
 * The state report: the state of all children as a device tree, which children that have the flag
 * `state-report` find in their ROM `state` (doc/configuration.md).
 *
 * It is made anew whenever such a child opens or updates the ROM, so the quotas in it are those of
 * that moment. A change of a child's state is signalled; a change of a quota is not.
 */
#ifndef INIT_REPORT_H
#define INIT_REPORT_H

#include "member.h"

#define REPORT_COMPATIBLE "tessera,init-state"

/* Write the report about `first` and those behind it into `buffer`. `*used`: its bytes.
 * ERROR_SIZE: the buffer is smaller than report_size(). */
enum error report_write(const struct member *first, void *buffer, size_t size, size_t *used);

/* As large as the report can be. */
size_t report_size(const struct member *first);

/* Have the member's ROM `state` supplied with the report. */
void report_init(struct member *member);

/* A member's state has changed: signal those that read the report. */
void report_changed(void);

#endif
