/* SPDX-License-Identifier: MIT */
/*
 * The first component, init: the boot module of that name. It gets all RAM and capabilities that
 * core does not need itself. When it ends, the machine is switched off.
 */
#ifndef INIT_INIT_H
#define INIT_INIT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdnoreturn.h>
#include <hw/error.h>

struct pd;
struct fault;

/* Load and start init. Stops core with a line that says what is wrong if that fails. */
void init_start(void);

/* Whether `pd` is init's. */
bool init_owns(const struct pd *pd);

/* Init ended with `code`: log that, and switch off. */
noreturn void init_exited(uint32_t code);

/* A thread of init faulted: log that, and switch off. */
noreturn void init_faulted(const struct fault *fault);

#endif
