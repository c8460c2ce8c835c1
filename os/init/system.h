/* SPDX-License-Identifier: MIT */
/* The members of this init, as the current configuration names them. */
#ifndef INIT_SYSTEM_H
#define INIT_SYSTEM_H

#include <stddef.h>
#include "member.h"

/* Adopt the configuration of `size` bytes at `data`, of which a private copy is made: start what is
 * new, end what is missing, change what differs. ERROR_INVALID: it has mistakes, which were
 * reported; ERROR_RAM: no memory for it. Nothing is changed then. */
enum error system_adopt(const void *data, size_t size);

/* The current configuration. */
const void *system_tree(void);

/* The first of the members, which are in a list. */
struct member *system_first_member(void);

/* The member whose node in the current configuration is `node`, NULL if there is none. */
struct member *system_member_at(int node);

/* Register for faults of members. Once, before the first is started. */
enum error system_setup(void);

#endif
