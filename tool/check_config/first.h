/* SPDX-License-Identifier: MIT */
/*
 * What only the first init's configuration must hold: its parent is core, so whatever it routes
 * there must be a service of core's.
 */
#ifndef CHECK_CONFIG_FIRST_H
#define CHECK_CONFIG_FIRST_H

/* Print a line "mistake: ..." for each mistake of a configuration that is right otherwise. Returns
 * their number. */
unsigned first_check(const void *tree);

#endif
