/* SPDX-License-Identifier: MIT */
/* The host's stand-in for arm/banked.h: the registers are among those of arm/cp15.h. */
#ifndef ARM_BANKED_H
#define ARM_BANKED_H

#include <arm/cp15.h>

#endif
