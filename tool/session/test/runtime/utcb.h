/* SPDX-License-Identifier: MIT */
/* The runtime as the generator's test plays it: one UTCB. */
#ifndef RUNTIME_UTCB_H
#define RUNTIME_UTCB_H

#include <hw/message.h>

struct utcb *thread_utcb(void);

#endif
